import { businessDay, type WorkingCalendar } from '#platform/calendar/rules.ts'
import { localDate, shiftDate, startOfDate, weekday } from '#platform/calendar/zones.ts'

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

/** What a check came to for one of its subjects. */
export interface Occurrence {
  check: string
  subjectId: string
  /** which of several of one subject; '' where there is one */
  part: string
  contactId: string | null
  from: Date
  due: Date
  /** the day of the due time on the wall of the workspace */
  dueOn: string
  met: Date | null
  /** why nothing is owed */
  excused: string | null
}

/** Met in time, missed, not yet due, or not owed at all. */
export function verdictOf(
  { due, met, excused }: Pick<Occurrence, 'due' | 'met' | 'excused'>,
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

/** The first day of the week (from Monday), month or quarter that a day lies in. */
export function periodStart(unit: Unit, day: string): string {
  if (unit === 'week') return shiftDate(day, 1 - weekday(day))
  const month = Number(day.slice(5, 7))
  const first = unit === 'month' ? month : month - ((month - 1) % 3)
  return `${day.slice(0, 5)}${String(first).padStart(2, '0')}-01`
}

/** The first day of the period after the one that begins on a day. */
export function nextPeriod(unit: Unit, start: string): string {
  if (unit === 'week') return shiftDate(start, 7)
  return periodStart(unit, shiftDate(start, unit === 'month' ? 31 : 93))
}

/** How many periods a scorecard shows. */
export const shownPeriods: Record<Unit, number> = { week: 13, month: 12, quarter: 8 }

/** The periods up to the one of today, the oldest first: first and last day of each. */
export function periodsTo(
  unit: Unit,
  today: string,
  count = shownPeriods[unit],
): { from: string; to: string }[] {
  const starts = [periodStart(unit, today)]
  while (starts.length < count) starts.unshift(periodStart(unit, shiftDate(starts[0]!, -1)))
  return starts.map((from) => ({ from, to: shiftDate(nextPeriod(unit, from), -1) }))
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

export const cellStates = ['met', 'missed', 'not_due', 'no_data'] as const
export type CellState = (typeof cellStates)[number]

/** How a period stands against the target: whole per cents are compared exactly, never as rounded shares. */
export function cellState({ met, missed, pending }: Sums, target: number): CellState {
  const judged = met + missed
  if (judged === 0) return pending > 0 ? 'not_due' : 'no_data'
  return met * 100 >= target * judged ? 'met' : 'missed'
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
  const firstWhole =
    periodStart('quarter', createdOn) === createdOn
      ? createdOn
      : nextPeriod('quarter', periodStart('quarter', createdOn))
  const began =
    firstWaveOn !== null && firstWaveOn < firstWhole ? periodStart('quarter', firstWaveOn) : firstWhole
  const quarters: string[] = []
  for (let at = began; at <= today; at = nextPeriod('quarter', at)) quarters.push(at)
  return quarters
}
