import type { Case, CaseRow } from '#act/cases/contract.ts'
import { confirmationWords } from '#act/outcomes/rules.ts'
import { readClock } from '#platform/web/clock.tsx'
import { date, dateTime } from '#platform/web/format.ts'
import type { LedgerLink, LinkState } from '#platform/web/ledger.tsx'

type Row = Pick<
  CaseRow,
  'status' | 'openedAt' | 'firstContactAt' | 'resolvedAt' | 'nextStep' | 'unreachable' | 'confirmation'
>

function due(row: Row, now: number): LinkState {
  const step = row.nextStep
  if (!step?.latestAt) return 'open'
  const { state } = readClock(step.latestAt, now, { start: step.countedFromAt ?? row.openedAt })
  return state === 'late' ? 'late' : state === 'soon' ? 'soon' : 'open'
}

/** A case that ended is not confirmed by that: its customer says so. */
function confirmed({ status, confirmation }: Pick<Row, 'status' | 'confirmation'>): LinkState {
  if (confirmation) return confirmation === 'not_asked' ? 'not_owed' : 'done'
  return status === 'resolved' ? 'open' : status === 'open' ? 'ahead' : 'not_owed'
}

/** Where a case stands in the loop, from its row alone. */
export function ledgerOfRow(row: Row, now: number): Pick<LedgerLink, 'key' | 'state'>[] {
  const ended = row.status !== 'open'
  const told = row.firstContactAt !== null
  return [
    { key: 'heard', state: 'done' },
    { key: 'understood', state: 'done' },
    { key: 'decided', state: 'done' },
    { key: 'acted', state: ended ? 'done' : told ? due(row, now) : 'ahead' },
    { key: 'told', state: told ? 'done' : row.unreachable ? 'not_owed' : ended ? 'not_owed' : due(row, now) },
    { key: 'confirmed', state: confirmed(row) },
  ]
}

/** The six links of a case with when and how. */
export function ledgerOfCase(one: Case, now: number): LedgerLink[] {
  const first = one.answers[0]
  const plan = one.steps.find((step) => step.key === 'action-plan')
  const next = one.nextStep
  const heard: LedgerLink = {
    key: 'heard',
    state: 'done',
    when: dateTime(first?.answeredAt ?? one.openedAt, now),
    how: !first
      ? 'opened by hand'
      : first.score === null
        ? 'survey'
        : `survey, ${first.score} of ${first.scoreMax}`,
  }
  const understood: LedgerLink = one.triagedAt
    ? {
        key: 'understood',
        state: 'done',
        when: dateTime(one.triagedAt, now),
        how: one.feedbackType?.replaceAll('_', ' '),
      }
    : { key: 'understood', state: 'done', when: dateTime(one.openedAt, now), how: 'by its score' }
  const decided: LedgerLink = {
    key: 'decided',
    state: 'done',
    when: dateTime(one.openedAt, now),
    how: one.playbookTitle,
  }
  const dueWords = next?.latestAt
    ? `${next.title.toLowerCase()}, due ${date(next.latestAt, now)}`
    : next?.title.toLowerCase()
  const acted: LedgerLink =
    one.status !== 'open'
      ? {
          key: 'acted',
          state: 'done',
          when: one.resolvedAt ? dateTime(one.resolvedAt, now) : undefined,
          how: one.status,
        }
      : one.firstContactAt
        ? {
            key: 'acted',
            state: due(one, now),
            when: dueWords,
            how: plan?.state === 'done' ? 'plan agreed' : undefined,
          }
        : { key: 'acted', state: 'ahead', how: 'after first contact' }
  const told: LedgerLink = one.firstContactAt
    ? { key: 'told', state: 'done', when: dateTime(one.firstContactAt, now), how: 'first contact' }
    : one.unreachable
      ? { key: 'told', state: 'not_owed', how: 'cannot be reached' }
      : one.status !== 'open'
        ? { key: 'told', state: 'not_owed' }
        : {
            key: 'told',
            state: due(one, now),
            when: next?.latestAt ? `due ${dateTime(next.latestAt, now)}` : undefined,
            how: next?.rule,
          }
  const touch = one.touchpoints.find(({ id }) => id === one.outcome.touchpointId)
  const saidAt = touch?.at ?? one.outcome.after?.at
  return [
    heard,
    understood,
    decided,
    acted,
    told,
    {
      key: 'confirmed',
      state: confirmed(one),
      when: one.confirmation && saidAt ? dateTime(saidAt, now) : undefined,
      how: confirmedHow(one),
    },
  ]
}

function confirmedHow(one: Case): string | undefined {
  if (one.confirmation) return confirmationWords[one.confirmation]
  if (one.status === 'open') return asked(one)
  return one.status === 'resolved' ? 'nobody has said so yet' : undefined
}

/** How the playbook asks whether it is solved. */
function asked(one: Case): string {
  const step = one.steps.find((each) => each.asks.length > 0)
  if (!step) return 'when it is resolved'
  return `asked ${step.repeats?.replace('every 1 ', 'every ') ?? step.rule}`
}
