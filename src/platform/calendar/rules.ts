import { Temporal } from 'temporal-polyfill'
import { DAY, dateText, localDate, offsetAt, weekday } from './zones.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** How far ahead an opening is looked for before a calendar counts as never open. */
const HORIZON = 12 * 366 * DAY

/** Opening time on one day: minutes after local midnight, `[from, to)`, at most 1440. */
export type Interval = readonly [from: number, to: number]

/** When somebody is at work. Pure data, so a due time can be recomputed from it later. */
export interface WorkingCalendar {
  /** IANA zone whose wall clock the hours mean */
  zone: string
  /** intervals by ISO weekday, 1 Monday to 7 Sunday; a missing weekday is closed */
  hours: Readonly<Partial<Record<number, readonly Interval[]>>>
  /** closed dates with their name */
  holidays: Readonly<Record<string, string>>
  /** dates with hours of their own */
  halfDays: Readonly<Record<string, readonly Interval[]>>
}

export const units = [
  'minutes',
  'hours',
  'days',
  'weeks',
  'months',
  'quarters',
  'business hours',
  'business days',
] as const
export type Unit = (typeof units)[number]
export interface Duration {
  amount: number
  unit: Unit
}

/** The close of business of the day itself, or of the next business day when that has closed already. */
const sameDay = 'same business day'

/** Reads "3 business days", "1 month", "24 hours", "same business day". Undefined when the text is not such a duration. */
export function parseDuration(text: string): Duration | undefined {
  if (text.trim() === sameDay) return { amount: 0, unit: 'business days' }
  const match = /^\s*(\d{1,5})\s+(business\s+)?(minute|hour|day|week|month|quarter)s?\s*$/.exec(text)
  if (!match) return undefined
  const unit = `${match[2] ? 'business ' : ''}${match[3]}s` as Unit
  const amount = Number(match[1])
  return units.includes(unit) && amount > 0 ? { amount, unit } : undefined
}

/** "3 business days", "1 month": the text that `parseDuration` reads. */
export function durationText({ amount, unit }: Duration): string {
  return amount === 0 ? sameDay : `${amount} ${amount === 1 ? unit.slice(0, -1) : unit}`
}

/** True for the units that run only while the calendar is open. */
export function isBusiness(unit: Unit): boolean {
  return unit.startsWith('business')
}

/** The intervals of one date: half day before holiday before weekday. */
export function hoursOn(calendar: WorkingCalendar, date: string): readonly Interval[] {
  const half = calendar.halfDays[date]
  if (half) return half
  if (calendar.holidays[date] !== undefined) return []
  return calendar.hours[weekday(date)] ?? []
}

/** Why a date is closed: the holiday's name, 'weekend' (no hours on that weekday), or undefined when it is open. */
export function closedReason(calendar: WorkingCalendar, date: string): string | undefined {
  if (hoursOn(calendar, date).length > 0) return undefined
  return calendar.holidays[date] ?? 'weekend'
}

interface Opening {
  date: string
  from: number
  to: number
}

/**
 * The open stretches from an instant on, in time order, as epoch milliseconds. A minute is open when the wall clock
 * shows a time inside the date's intervals: an hour that is skipped in spring is not open, one that comes twice in
 * autumn is open twice. Walking by stretches of constant offset makes both fall out without special cases.
 */
export function* openings(
  calendar: WorkingCalendar,
  since: number,
  until = since + HORIZON,
): Generator<Opening> {
  let at = since
  while (at < until) {
    const stretch = offsetAt(calendar.zone, at)
    let midnight = Math.floor((at + stretch.offset) / DAY) * DAY
    for (; midnight - stretch.offset < Math.min(stretch.until, until); midnight += DAY) {
      const date = dateText(midnight)
      for (const [open, close] of hoursOn(calendar, date)) {
        const from = Math.max(at, midnight - stretch.offset + open * MINUTE)
        const to = Math.min(stretch.until, until, midnight - stretch.offset + close * MINUTE)
        if (from < to) yield { date, from, to }
      }
    }
    at = stretch.until
  }
}

function never(calendar: WorkingCalendar): RangeError {
  return new RangeError(
    `The calendar in ${calendar.zone} never opens. Give at least one weekday working hours.`,
  )
}

/**
 * First and last open instant of the n-th business day after the local day of the moment. For n = 0 that is what is left
 * of the day of the moment, or the next business day when nothing is.
 */
export function businessDay(
  calendar: WorkingCalendar,
  moment: number,
  n: number,
): { start: number; close: number } {
  const today = localDate(calendar.zone, moment)
  let last = n === 0 ? '' : today
  let count = n === 0 ? -1 : 0
  let found: { date: string; start: number; close: number } | undefined
  for (const piece of openings(calendar, moment)) {
    if (found) {
      if (piece.from > found.start + 2 * DAY) break
      if (piece.date === found.date) found.close = Math.max(found.close, piece.to)
    } else if (piece.date > last) {
      last = piece.date
      count += 1
      if (count === n) found = { date: piece.date, start: piece.from, close: piece.to }
    }
  }
  if (!found) throw never(calendar)
  return found
}

/** The instant at which `hours` of open time have passed since the moment. Closed time counts as the next opening. */
export function addOpenTime(calendar: WorkingCalendar, moment: number, milliseconds: number): number {
  let left = milliseconds
  for (const piece of openings(calendar, moment)) {
    if (piece.to - piece.from >= left) return piece.from + left
    left -= piece.to - piece.from
  }
  throw never(calendar)
}

/** Open milliseconds between two instants; 0 when `to` is not after `from`. */
export function openTime(calendar: WorkingCalendar, from: number, to: number): number {
  if (to <= from) return 0
  let sum = 0
  for (const piece of openings(calendar, from, to)) sum += piece.to - piece.from
  return sum
}

/** A wall-clock duration in the zone: minutes and hours are exact, a month after 31 January is the last of February. */
export function addWall(zone: string, moment: number, { amount, unit }: Duration): number {
  if (unit === 'minutes') return moment + amount * MINUTE
  if (unit === 'hours') return moment + amount * HOUR
  const zoned = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone)
  const parts = unit === 'quarters' ? { months: amount * 3 } : { [unit]: amount }
  return zoned.add(parts).epochMilliseconds
}

/**
 * When a window edge falls. `latest` in business days ends with that day's close of business, `earliest` begins with
 * its start; business hours run inside working time only; everything else runs by the wall clock of the zone.
 */
export function edge(
  calendar: WorkingCalendar,
  moment: Date,
  duration: Duration,
  side: 'earliest' | 'latest',
): Date {
  const at = moment.getTime()
  if (duration.unit === 'business days') {
    const day = businessDay(calendar, at, duration.amount)
    return new Date(side === 'earliest' ? day.start : day.close)
  }
  if (duration.unit === 'business hours') return new Date(addOpenTime(calendar, at, duration.amount * HOUR))
  return new Date(addWall(calendar.zone, at, duration))
}

/** The instant at which `share` (0.75) of a window has passed, counted in the time the clock itself runs in. */
export function partOf(calendar: WorkingCalendar, from: Date, latest: Date, share: number, unit: Unit): Date {
  const start = from.getTime()
  const end = latest.getTime()
  if (!isBusiness(unit)) return new Date(start + Math.round((end - start) * share))
  const total = openTime(calendar, start, end)
  return total === 0 ? from : new Date(addOpenTime(calendar, start, Math.round(total * share)))
}
