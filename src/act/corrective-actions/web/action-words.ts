import type { ActionRow, Entry } from '#act/corrective-actions/contract.ts'
import type { ActionKind } from '#act/corrective-actions/rules.ts'
import { dateOn, price, shortDate } from '#platform/web/format.ts'

export const kindWords: Record<ActionKind, string> = {
  product: 'Product',
  training: 'Training',
  tool: 'Tool',
  process: 'Process',
  compensation: 'Compensation',
}

/** A calendar date where a line has no room for the weekday. */
const shortOn = (on: string) => shortDate(`${on}T12:00:00Z`)

/** How an action stands, as a tag says it. */
export function stateWord(row: ActionRow): string {
  if (row.state === 'open') return row.reopenedCount > 0 ? 'Reopened' : 'Open'
  if (row.state === 'done') return row.isToCheck ? 'To check' : 'Done'
  return row.state === 'effective' ? 'Effective' : 'Dropped'
}

/** What is next, and by when. */
export function nextWord(row: ActionRow): string {
  if (row.state === 'open') return `${row.isOverdue ? 'was due' : 'due'} ${shortOn(row.dueOn)}`
  if (row.state === 'done') return `check ${shortOn(row.checkOn!)}`
  if (row.watchUntil) return `watched until ${shortOn(row.watchUntil)}`
  return row.doneAt ? `done ${shortDate(row.doneAt)}` : ''
}

export function costOf(row: ActionRow): string | undefined {
  return row.costCents === null ? undefined : price(row.costCents, row.currency!)
}

const fieldWords: Record<string, string> = {
  kind: 'kind',
  finding: 'finding',
  dueOn: 'due date',
  checkOn: 'day of the check',
  whys: 'whys',
  cause: 'root cause',
  correction: 'correction',
  prevention: 'prevention',
  ownerId: 'owner',
  themeId: 'theme',
  costCents: 'cost',
  currency: 'currency',
}

/** What happened, as the head of a line. */
export function entryWord(entry: Entry): string {
  if (entry.kind === 'logged') return 'Logged'
  if (entry.kind === 'changed')
    return `Changed: ${entry.fields.map((field) => fieldWords[field] ?? field).join(', ')}`
  if (entry.kind === 'done') return 'Done'
  if (entry.kind === 'reopened') return 'Opened again'
  if (entry.kind === 'cancelled') return 'Dropped'
  return {
    effective: 'Checked: effective',
    ineffective: 'Checked: did not help',
    unclear: 'Checked: cannot be told',
  }[entry.result!]
}

export const onDay = (on: string | null) => (on ? dateOn(on) : undefined)
