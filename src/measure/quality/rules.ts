import { nextStep, stepStart } from '#measure/metrics/rules.ts'
import { businessDay, type WorkingCalendar } from '#platform/calendar/rules.ts'
import { localDate, shiftDate, startOfDate } from '#platform/calendar/zones.ts'
import { share } from '#platform/statistics/intervals.ts'

/** How quality checks are judged: times, verdicts, periods. Pure. */

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** What checks look at. */
export const subjects = [
  'item',
  'answer',
  'case',
  'invitation',
  'request',
  'review',
  'playbook',
  'workspace',
] as const
export type Subject = (typeof subjects)[number]

export const units = ['week', 'month', 'quarter'] as const
export type Unit = (typeof units)[number]

export const verdicts = ['met', 'missed', 'pending', 'not_due'] as const
export type Verdict = (typeof verdicts)[number]

/** What a check says of one of its subjects; the verdict follows with the time. */
export interface Judged {
  check: string
  subjectId: string
  /** which of several of one subject; '' where there is one */
  part: string
  contactId: string | null
  from: Date
  due: Date
  met: Date | null
  /** why nothing is owed */
  excused: string | null
}

/** Met in time, missed, not yet due, or not owed at all. */
export function verdictOf(
  { due, met, excused }: Pick<Judged, 'due' | 'met' | 'excused'>,
  now: Date,
): Verdict {
  if (excused !== null) return 'not_due'
  if (met !== null) return met <= due ? 'met' : 'missed'
  return now < due ? 'pending' : 'missed'
}

/** By midnight; after close of business or on a closed day, by the next close. */
export function sameDay(calendar: WorkingCalendar, at: Date): Date {
  const today = localDate(calendar.zone, at.getTime())
  const { start, close } = businessDay(calendar, at.getTime(), 0)
  return new Date(
    localDate(calendar.zone, start) === today ? startOfDate(calendar.zone, shiftDate(today, 1)) : close,
  )
}

export const hoursAfter = (at: Date, hours: number) => new Date(at.getTime() + hours * HOUR)
export const daysAfter = (at: Date, days: number) => new Date(at.getTime() + days * DAY)

/** The day on the wall on which something is due: midnight belongs to the day that it ends. */
export const dueDay = (zone: string, due: Date) => localDate(zone, due.getTime() - 1)

/** How many periods a scorecard shows. */
export const shownPeriods: Record<Unit, number> = { week: 13, month: 12, quarter: 8 }

/** The periods up to the one of today, the oldest first: first and last day of each. */
export function periodsTo(
  unit: Unit,
  today: string,
  count = shownPeriods[unit],
): { from: string; to: string }[] {
  const starts = [stepStart(today, unit)]
  while (starts.length < count) starts.unshift(stepStart(shiftDate(starts[0]!, -1), unit))
  return starts.map((from) => ({ from, to: shiftDate(nextStep(from, unit), -1) }))
}

/** A check is looked at in the period asked for, or in its own where that is longer. */
export const unitFor = (check: { unit: Unit }, asked: Unit): Unit =>
  units[Math.max(units.indexOf(check.unit), units.indexOf(asked))]!

export interface Sums {
  met: number
  missed: number
  pending: number
  notDue: number
}

export const noSums: Sums = { met: 0, missed: 0, pending: 0, notDue: 0 }
export const plus = (a: Sums, b: Sums): Sums => ({
  met: a.met + b.met,
  missed: a.missed + b.missed,
  pending: a.pending + b.pending,
  notDue: a.notDue + b.notDue,
})

export const cellStates = ['met', 'missed', 'not_due', 'no_data'] as const
export type CellState = (typeof cellStates)[number]
export const stateWords: Record<CellState, string> = {
  met: 'met',
  missed: 'missed',
  not_due: 'not due',
  no_data: 'no data',
}

/** How a period stands against the target: whole per cents are compared exactly, never as rounded shares. */
export function cellState({ met, missed, pending }: Sums, target: number): CellState {
  const judged = met + missed
  if (judged === 0) return pending > 0 ? 'not_due' : 'no_data'
  return met * 100 >= target * judged ? 'met' : 'missed'
}

/** The share that was met of what was judged, with its 95 % interval (Wilson), and how that stands against the target. */
export function standing(sums: Sums, target: number) {
  const rate = share(sums.met, sums.met + sums.missed)
  return {
    share: rate?.share ?? null,
    low: rate?.low ?? null,
    high: rate?.high ?? null,
    state: cellState(sums, target),
  }
}

/** An act by which a playbook is looked at again. */
export interface PlaybookAct {
  at: Date
  /** the day by which the next look is due, as it followed from this act; null: it names no interval */
  nextDueOn: string | null
}

/** Changed at most so many days before it was to be looked at again, a playbook was looked at; changed earlier, the day moved. */
const lookDays = 14

/** The days by which a playbook was to be looked at again, each with when that was done. */
export function lookedAt(
  acts: readonly PlaybookAct[],
  zone: string,
): { dueOn: string; from: Date; met: Date | null }[] {
  return acts.flatMap((act, i) => {
    if (act.nextDueOn === null) return []
    const next = acts[i + 1]
    if (next && localDate(zone, next.at.getTime()) < shiftDate(act.nextDueOn, -lookDays)) return []
    return [{ dueOn: act.nextDueOn, from: act.at, met: next?.at ?? null }]
  })
}

/** The quarters in which an NPS survey is owed: 2037-07-01 for the third of 2037. */
export function npsQuarters(createdOn: string, firstWaveOn: string | null, today: string): string[] {
  const start = stepStart(createdOn, 'quarter')
  const firstWhole = start === createdOn ? start : nextStep(start, 'quarter')
  const began =
    firstWaveOn !== null && firstWaveOn < firstWhole ? stepStart(firstWaveOn, 'quarter') : firstWhole
  const quarters: string[] = []
  for (let at = began; at <= today; at = nextStep(at, 'quarter')) quarters.push(at)
  return quarters
}
