import { kinds } from '#collect/feedback/rules.ts'
import { priorities } from '#organize/tags/rules.ts'
import { decodeId } from '#platform/ids.ts'

/** Pure rules of the inbox: the 24-hour promise (O6), routing (C1), and what a filter in the address bar means. */

export const queues = ['support', 'product', 'success', 'general'] as const
export type Queue = (typeof queues)[number]

export const queueLabels: Record<Queue, string> = {
  support: 'Support',
  product: 'Product backlog',
  success: 'Success team',
  general: 'General',
}

/** What triage can set; `merged` comes from a merge alone, and goes with it. */
export const chosenStatuses = ['open', 'snoozed', 'done', 'spam'] as const
export const statuses = [...chosenStatuses, 'merged'] as const
export type Status = (typeof statuses)[number]

/** "All feedback categorized within 24 hours" (document 000, quality checks). */
export const triageHours = 24
const hour = 3_600_000

export interface Clocked {
  receivedAt: Date
  isHistory: boolean
  type: string | null
  status: Status
}

/** When an item must have its type; null when no clock runs: history, spam, a voice of another item, or the type is set. */
export function triageDueAt(item: Clocked): Date | null {
  if (item.isHistory || item.type !== null || item.status === 'spam' || item.status === 'merged') return null
  return new Date(item.receivedAt.getTime() + triageHours * hour)
}

/** An item is late from the moment 24 hours have passed without a type. Snoozing does not stop the clock. */
export function isLate(item: Clocked, now: Date): boolean {
  const due = triageDueAt(item)
  return due !== null && due <= now
}

export const triageSections = ['late', 'today', 'new'] as const
export type TriageSection = (typeof triageSections)[number]

/** Where an item stands in the daily review: late, due before the day ends, or new; null when no clock runs. */
export function triageSection(item: Clocked, now: Date, endOfDay: Date): TriageSection | null {
  const due = triageDueAt(item)
  if (due === null) return null
  if (due <= now) return 'late'
  return due < endOfDay ? 'today' : 'new'
}

/** The received times of a section: after `from` (exclusive), up to `to` (inclusive). */
export function receivedBounds(
  section: TriageSection,
  now: Date,
  endOfDay: Date,
): { after?: Date; upTo?: Date } {
  const late = new Date(now.getTime() - triageHours * hour)
  // An item due exactly when the day ends belongs to tomorrow.
  const today = new Date(endOfDay.getTime() - triageHours * hour - 1)
  if (section === 'late') return { upTo: late }
  if (section === 'today') return { after: late, upTo: today < late ? late : today }
  return { after: today < late ? late : today }
}

/** One routing rule: all conditions given must hold; the first rule that holds decides. */
export interface RoutingRule {
  kind?: string | undefined
  channel?: string | undefined
  product?: string | undefined
  type?: string | undefined
  /** rating as a share of the best, 0 to 1 */
  ratingFrom?: number | undefined
  ratingTo?: number | undefined
  queue: Queue
}

/** Document 000, "Auto-routing": bugs to support, feature requests to the product backlog, praise to the success team. */
export const defaultRouting: readonly RoutingRule[] = [
  { type: 'bug_report', queue: 'support' },
  { type: 'feature_request', queue: 'product' },
  { type: 'praise', queue: 'success' },
  { kind: 'bug', queue: 'support' },
  { kind: 'feature', queue: 'product' },
  { ratingFrom: 0.9, queue: 'success' },
]

export interface Routed {
  kind: string | null
  channel: string
  product: string | null
  type: string | null
  rating: number | null
  ratingMax: number | null
}

/** The queue of an item by the workspace's rules. */
export function routeOf(item: Routed, rules: readonly RoutingRule[]): Queue {
  const share = item.rating === null ? null : item.rating / (item.ratingMax || 5)
  for (const rule of rules) {
    if (rule.kind !== undefined && rule.kind !== item.kind) continue
    if (rule.channel !== undefined && rule.channel !== item.channel) continue
    if (rule.product !== undefined && rule.product !== item.product) continue
    if (rule.type !== undefined && rule.type !== item.type) continue
    if (rule.ratingFrom !== undefined && (share === null || share < rule.ratingFrom)) continue
    if (rule.ratingTo !== undefined && (share === null || share > rule.ratingTo)) continue
    return rule.queue
  }
  return 'general'
}

/** `a,b` any of these; `!a,b` none of these; `none` stands for "not set". */
export interface Choice {
  values: string[]
  hasNone: boolean
  isNot: boolean
}

/** Reads `bug_report,none` or `!email`. */
export function parseChoice(text: string): Choice {
  const isNot = text.startsWith('!')
  const parts = [
    ...new Set(
      (isNot ? text.slice(1) : text)
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  ]
  return { values: parts.filter((part) => part !== 'none'), hasNone: parts.includes('none'), isNot }
}

/** The text `parseChoice` reads. */
export function choiceText(choice: Choice): string {
  return (choice.isNot ? '!' : '') + [...choice.values, ...(choice.hasNone ? ['none'] : [])].join(',')
}

export const timeSorts = ['newest', 'oldest', 'said_newest', 'said_oldest'] as const
export type TimeSort = (typeof timeSorts)[number]
export const sorts = [...timeSorts, 'relevance'] as const
export type Sort = (typeof sorts)[number]

/** Searching shows the best match first unless an order is chosen; without words there is nothing to be best at. */
export function sortOf(chosen: Sort | undefined, q: string | undefined): Sort {
  if (!q?.trim()) return chosen === undefined || chosen === 'relevance' ? 'newest' : chosen
  return chosen ?? 'relevance'
}

/** A filter as it stands in the address bar, in saved views and in bulk changes: short texts by name. */
export type FilterText = Partial<Record<FilterName, string>>

/** A filter with ids decoded; `me` is still to be replaced by the member who asks. */
export interface Filter {
  status?: Choice
  type?: Choice
  channel?: Choice
  kind?: Choice
  queue?: Choice
  priority?: Choice
  assignee?: Choice
  area?: Choice
  tag?: Choice
  contact?: string
  account?: string
  triage?: TriageSection | 'waiting'
  isHistory?: boolean
  isNegative?: boolean
  language?: Choice
  receivedFrom?: Date
  receivedTo?: Date
  occurredFrom?: Date
  occurredTo?: Date
  q?: string
}

const code = /^[a-z][a-z0-9_]{0,39}$/
const choiceFields = {
  status: (value: string) => ((statuses as readonly string[]).includes(value) ? value : undefined),
  type: (value: string) => (code.test(value) ? value : undefined),
  channel: (value: string) => (code.test(value) ? value : undefined),
  kind: (value: string) => ((kinds as readonly string[]).includes(value) ? value : undefined),
  queue: (value: string) => ((queues as readonly string[]).includes(value) ? value : undefined),
  priority: (value: string) => ((priorities as readonly string[]).includes(value) ? value : undefined),
  assignee: (value: string) => (value === 'me' ? value : decodeId('mem', value)),
  area: (value: string) => decodeId('area', value),
  tag: (value: string) => decodeId('tag', value),
  language: (value: string) => (/^[a-z]{2,3}$/.test(value) ? value : undefined),
}
const allowed: Record<keyof typeof choiceFields, string> = {
  status: statuses.join(', '),
  type: 'a type code such as bug_report, or none',
  channel: 'a channel code such as email',
  kind: `${kinds.join(', ')} or none`,
  queue: queues.join(', '),
  priority: `${priorities.join(', ')} or none`,
  assignee: 'me, none or ids of the form mem_…',
  area: 'ids of the form area_…, or none',
  tag: 'ids of the form tag_…, or none',
  language: 'two-letter codes such as de, or none',
}
const dates = ['receivedFrom', 'receivedTo', 'occurredFrom', 'occurredTo'] as const

export const filterNames = [
  'status',
  'type',
  'channel',
  'kind',
  'queue',
  'priority',
  'assignee',
  'area',
  'tag',
  'language',
  'contact',
  'account',
  'triage',
  'late',
  'negative',
  'history',
  ...dates,
  'q',
] as const
export type FilterName = (typeof filterNames)[number]

export interface FilterFault {
  name: FilterName
  message: string
}

/** Reads a filter; every part that makes no sense is named with what is allowed. */
export function parseFilter(text: FilterText): { filter: Filter; faults: FilterFault[] } {
  const filter: Filter = {}
  const faults: FilterFault[] = []
  for (const name of Object.keys(choiceFields) as (keyof typeof choiceFields)[]) {
    const given = text[name]
    if (!given) continue
    const choice = parseChoice(given)
    const values = choice.values.map((value) => ({ value, read: choiceFields[name](value) }))
    const wrong = values.filter(({ read }) => read === undefined).map(({ value }) => value)
    if (wrong.length > 0 || (choice.values.length === 0 && !choice.hasNone)) {
      faults.push({ name, message: `“${wrong.join(', ') || given}” is not one of: ${allowed[name]}` })
    } else filter[name] = { ...choice, values: values.map(({ read }) => read!) }
  }
  for (const [name, prefix] of [
    ['contact', 'ct'],
    ['account', 'acct'],
  ] as const) {
    if (!text[name]) continue
    const uuid = decodeId(prefix, text[name])
    if (uuid) filter[name] = uuid
    else faults.push({ name, message: `is not an id of the form ${prefix}_…` })
  }
  for (const name of dates) {
    if (!text[name]) continue
    const at = readInstant(text[name], name.endsWith('To'))
    if (at) filter[name] = at
    else
      faults.push({
        name,
        message: 'is not a date such as 2026-11-19 or a time such as 2026-11-19T08:25:00Z',
      })
  }
  if (text.triage) {
    if (text.triage === 'waiting' || (triageSections as readonly string[]).includes(text.triage)) {
      filter.triage = text.triage as TriageSection | 'waiting'
    } else faults.push({ name: 'triage', message: `is not one of: ${triageSections.join(', ')}, waiting` })
  }
  if (text.late) {
    if (text.late !== 'true') faults.push({ name: 'late', message: 'can only be true; leave it out for all' })
    else if (filter.triage && filter.triage !== 'waiting' && filter.triage !== 'late') {
      faults.push({ name: 'late', message: `contradicts triage=${filter.triage}; keep one of them` })
    } else filter.triage = 'late'
  }
  for (const [name, field] of [
    ['history', 'isHistory'],
    ['negative', 'isNegative'],
  ] as const) {
    if (!text[name]) continue
    if (text[name] === 'true' || text[name] === 'false') filter[field] = text[name] === 'true'
    else faults.push({ name, message: 'is true or false' })
  }
  const q = text.q?.trim()
  if (q) {
    if (q.includes('\u0000')) faults.push({ name: 'q', message: 'holds a NUL character; remove it' })
    else filter.q = q
  }
  return { filter, faults }
}

/** A day stands for its whole length in UTC: from its start, or to its end (exclusive). */
function readInstant(text: string, isEnd: boolean): Date | undefined {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text))
    return undefined
  const at = new Date(isDay ? `${text}T00:00:00Z` : text)
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1900 || at.getUTCFullYear() > 9999) return undefined
  if (isDay && at.toISOString().slice(0, 10) !== text) return undefined // 30 February
  return isDay && isEnd ? new Date(at.getTime() + 24 * hour) : at
}

/** A suggestion fills its field from 0.6 on; a guess below that is shown but not filled in. */
export function sureness(confidence: number): 'sure' | 'likely' | 'guess' {
  return confidence >= 0.8 ? 'sure' : confidence >= 0.6 ? 'likely' : 'guess'
}
