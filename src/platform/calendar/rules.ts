import { Temporal } from 'temporal-polyfill'
import {
  compiled,
  dayAt,
  firstAfter,
  hoursLeft,
  instantOf,
  openBefore,
  spanAt,
  spansFrom,
} from './compiled.ts'
import { localDay } from './zones.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

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

function never(calendar: WorkingCalendar): RangeError {
  return new RangeError(
    `The calendar in ${calendar.zone} never opens. Give at least one weekday working hours.`,
  )
}

/**
 * First and last open instant of the n-th business day after the local day of the moment. For n = 0 that is what is left
 * of the day of the moment, or the next business day when nothing is. Throws a RangeError when there is none.
 */
export function businessDay(
  calendar: WorkingCalendar,
  moment: number,
  n: number,
): { start: number; close: number } {
  const today = localDay(calendar.zone, moment)
  let left = Math.max(1, n)
  for (const span of spansFrom(calendar, moment)) {
    const next = n === 0 ? dayAt(span, moment) : firstAfter(span.days, today)
    const index = next + left - 1
    if (index < span.days.length) return hoursLeft(span, index, moment)
    left -= span.days.length - next
  }
  throw never(calendar)
}

/** The instant at which this much open time has passed since the moment. Closed time counts as the next opening. */
export function addOpenTime(calendar: WorkingCalendar, moment: number, milliseconds: number): number {
  let left = milliseconds
  for (const span of spansFrom(calendar, moment)) {
    const passed = openBefore(span, moment)
    const at = instantOf(span, passed + left, moment)
    if (at !== undefined) return at
    left -= span.total - passed
  }
  throw never(calendar)
}

/** Open milliseconds between two instants; 0 when `to` is not after `from`. */
export function openTime(calendar: WorkingCalendar, from: number, to: number): number {
  let sum = 0
  for (let at = spanAt(calendar.zone, from); at <= spanAt(calendar.zone, to); at++) {
    const span = compiled(calendar, at)
    sum += openBefore(span, to) - openBefore(span, from)
  }
  return Math.max(0, sum)
}

/** The first instant from the moment on at which the calendar is open: the moment itself while it is. Undefined: never. */
export function nextOpen(calendar: WorkingCalendar, moment: number): number | undefined {
  for (const span of spansFrom(calendar, moment)) {
    const at = instantOf(span, openBefore(span, moment), moment)
    if (at !== undefined) return at
  }
  return undefined
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
