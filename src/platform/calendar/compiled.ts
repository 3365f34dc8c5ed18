import { openings } from './openings.ts'
import type { WorkingCalendar } from './rules.ts'
import { DAY, localDay } from './zones.ts'

const YEARS = 5
/** A calendar that does not open in as many spans, one after the other, counts as never open. */
const EMPTY_SPANS = 3

/**
 * Five years of a calendar laid out for binary search. Stretches stand in time order as epoch milliseconds; a span has
 * those whose local date falls into its years, so that no date is cut in two.
 */
export interface Span {
  from: Float64Array
  to: Float64Array
  /** open milliseconds of the span before each stretch, and of all of it */
  before: Float64Array
  total: number
  /** the local date of each stretch, as days from 1970-01-01 */
  dayOf: Int32Array
  /** the dates with open time, each once, with the place of its first stretch */
  days: Int32Array
  first: Int32Array
}

// A calendar is data that never changes: another version is another object, and takes its spans with it when it goes.
const known = new WeakMap<WorkingCalendar, Map<number, Span>>()

/** The number of the span that holds the local date of an instant. */
export function spanAt(zone: string, at: number): number {
  return Math.floor(new Date(localDay(zone, at) * DAY).getUTCFullYear() / YEARS)
}

/** A span of a calendar; laid out once, then kept with the calendar. */
export function compiled(calendar: WorkingCalendar, number: number): Span {
  const spans = known.get(calendar) ?? new Map<number, Span>()
  known.set(calendar, spans)
  const span = spans.get(number) ?? compile(calendar, number)
  spans.set(number, span)
  return span
}

/** The spans from that of an instant on. Ends after fifteen years without an opening, so that nobody waits forever. */
export function* spansFrom(calendar: WorkingCalendar, at: number): Generator<Span> {
  let empty = 0
  for (let number = spanAt(calendar.zone, at); empty < EMPTY_SPANS; number++) {
    const span = compiled(calendar, number)
    empty = span.total === 0 ? empty + 1 : 0
    yield span
  }
}

function compile(calendar: WorkingCalendar, number: number): Span {
  const begin = Date.UTC(number * YEARS, 0, 1)
  const end = Date.UTC((number + 1) * YEARS, 0, 1)
  const span = { from: [], to: [], before: [], dayOf: [], days: [], first: [] } as Record<
    'from' | 'to' | 'before' | 'dayOf' | 'days' | 'first',
    number[]
  >
  let total = 0
  // A local date begins and ends up to a day away from the date in UTC.
  for (const { day, from, to } of openings(calendar, begin - DAY, end + DAY)) {
    if (day < begin / DAY || day >= end / DAY) continue
    // A clock that goes back over midnight shows a date again; it stays the one it was.
    if (span.days.length === 0 || day > span.days.at(-1)!) {
      span.days.push(day)
      span.first.push(span.from.length)
    }
    span.from.push(from)
    span.to.push(to)
    span.before.push(total)
    span.dayOf.push(day)
    total += to - from
  }
  return {
    from: new Float64Array(span.from),
    to: new Float64Array(span.to),
    before: new Float64Array(span.before),
    total,
    dayOf: new Int32Array(span.dayOf),
    days: new Int32Array(span.days),
    first: new Int32Array(span.first),
  }
}

/** The place of the first number above `limit` in ascending ones; their count when none is. */
export function firstAfter(ascending: Float64Array | Int32Array, limit: number, start = 0): number {
  let low = start
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! > limit) high = middle
    else low = middle + 1
  }
  return low
}

/** Open milliseconds of a span before an instant. */
export function openBefore(span: Span, at: number): number {
  const i = firstAfter(span.to, at)
  return i === span.to.length ? span.total : span.before[i]! + Math.max(0, at - span.from[i]!)
}

/**
 * The instant, not before `since`, by which `open` milliseconds of the span have passed; at the end of a stretch it is
 * that end, not the next opening. Undefined when the span has less.
 */
export function instantOf(span: Span, open: number, since: number): number | undefined {
  let low = firstAfter(span.to, since)
  let high = span.to.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (span.before[middle]! + span.to[middle]! - span.from[middle]! >= open) high = middle
    else low = middle + 1
  }
  return low === span.to.length ? undefined : span.from[low]! + open - span.before[low]!
}

/** The place among the dates of the one that is open at an instant or next after it. */
export function dayAt(span: Span, at: number): number {
  const i = firstAfter(span.to, at)
  return i === span.to.length ? span.days.length : firstAfter(span.days, span.dayOf[i]! - 1)
}

/** The first and last open instant of a date from `since` on. */
export function hoursLeft(span: Span, index: number, since: number): { start: number; close: number } {
  const day = span.days[index]!
  let start: number | undefined
  let close = since
  // Behind a clock that went back over midnight, stretches of two dates take turns.
  for (let i = span.first[index]!; i < span.to.length && span.dayOf[i]! <= day + 1; i++) {
    if (span.dayOf[i] !== day || span.to[i]! <= since) continue
    start ??= Math.max(since, span.from[i]!)
    close = Math.max(close, span.to[i]!)
  }
  return { start: start ?? since, close }
}
