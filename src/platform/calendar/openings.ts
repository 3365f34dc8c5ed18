import type { Interval, WorkingCalendar } from './rules.ts'
import { DAY, dayOf, offsetAt, weekdayOf } from './zones.ts'

const MINUTE = 60_000

const none: readonly Interval[] = []
const known = new WeakMap<WorkingCalendar, Map<number, readonly Interval[]>>()

/** The days of a calendar that differ from their weekday: half day before holiday. */
function exceptionsOf(calendar: WorkingCalendar): Map<number, readonly Interval[]> {
  const hit = known.get(calendar)
  if (hit) return hit
  const days = new Map<number, readonly Interval[]>()
  for (const date of Object.keys(calendar.holidays)) days.set(dayOf(date), none)
  for (const [date, hours] of Object.entries(calendar.halfDays)) days.set(dayOf(date), hours)
  known.set(calendar, days)
  return days
}

function hoursOfDay(calendar: WorkingCalendar, day: number): readonly Interval[] {
  return exceptionsOf(calendar).get(day) ?? calendar.hours[weekdayOf(day)] ?? none
}

/** The intervals of one date: half day before holiday before weekday. */
export function hoursOn(calendar: WorkingCalendar, date: string): readonly Interval[] {
  return hoursOfDay(calendar, dayOf(date))
}

/** Why a date is closed: the holiday's name, 'weekend' (no hours on that weekday), or undefined when it is open. */
export function closedReason(calendar: WorkingCalendar, date: string): string | undefined {
  if (hoursOn(calendar, date).length > 0) return undefined
  return calendar.holidays[date] ?? 'weekend'
}

/** An open stretch. `day` counts the days from 1970-01-01 to its local date; `from` and `to` are epoch milliseconds. */
export interface Opening {
  day: number
  from: number
  to: number
}

/**
 * The open stretches from an instant on, in time order, as epoch milliseconds. A minute is open when the wall clock
 * shows a time inside the date's intervals: an hour that is skipped in spring is not open, one that comes twice in
 * autumn is open twice. Walking by stretches of constant offset makes both fall out without special cases.
 */
export function* openings(calendar: WorkingCalendar, since: number, until: number): Generator<Opening> {
  let at = since
  while (at < until) {
    const stretch = offsetAt(calendar.zone, at)
    let midnight = Math.floor((at + stretch.offset) / DAY) * DAY
    for (; midnight - stretch.offset < Math.min(stretch.until, until); midnight += DAY) {
      for (const [open, close] of hoursOfDay(calendar, midnight / DAY)) {
        const from = Math.max(at, midnight - stretch.offset + open * MINUTE)
        const to = Math.min(stretch.until, until, midnight - stretch.offset + close * MINUTE)
        if (from < to) yield { day: midnight / DAY, from, to }
      }
    }
    at = stretch.until
  }
}
