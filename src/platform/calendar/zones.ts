import { Temporal } from 'temporal-polyfill'

const MINUTE = 60_000
export const DAY = 86_400_000

/** A stretch of time during which a zone keeps one offset from UTC. `from` and `until` are epoch milliseconds. */
export interface OffsetStretch {
  from: number
  until: number
  offset: number
}

const known = new Map<string, OffsetStretch[]>()

/** The instant of an ISO time; one without offset is taken as the wall clock of the zone. Undefined when it is no time. */
export function readInstant(text: string, zone: string): Date | undefined {
  try {
    const epoch = /(Z|[+-]\d\d:?\d\d)$/i.test(text)
      ? Temporal.Instant.from(text).epochMilliseconds
      : Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds
    return new Date(epoch)
  } catch {
    return undefined
  }
}

/** True when the runtime knows the IANA zone name. */
export function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
    return true
  } catch {
    return false
  }
}

/** The stretch of constant offset that holds the instant. Looking up transitions is slow, so stretches are kept. */
export function offsetAt(zone: string, at: number): OffsetStretch {
  const stretches = known.get(zone) ?? []
  const hit = stretches.find((stretch) => stretch.from <= at && at < stretch.until)
  if (hit) return hit
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  const next = zoned.getTimeZoneTransition('next')
  const stretch = {
    from: at,
    until: next ? next.epochMilliseconds : Number.POSITIVE_INFINITY,
    offset: zoned.offsetNanoseconds / 1_000_000,
  }
  // A stretch is kept from the asked instant on; the earlier part of it is learned when it is asked for.
  const same = stretches.find((one) => one.until === stretch.until)
  if (same) same.from = Math.min(same.from, at)
  else stretches.push(stretch)
  known.set(zone, stretches)
  return same ?? stretch
}

/** The calendar date (`YYYY-MM-DD`) that a clock on the wall in the zone shows at the instant. */
export function localDate(zone: string, at: number): string {
  return dateText(at + offsetAt(zone, at).offset)
}

/** The same date counted in days from 1970-01-01. */
export function localDay(zone: string, at: number): number {
  return Math.floor((at + offsetAt(zone, at).offset) / DAY)
}

/** Minutes after local midnight that a clock on the wall in the zone shows at the instant. */
export function localMinute(zone: string, at: number): number {
  const wall = at + offsetAt(zone, at).offset
  return Math.floor((((wall % DAY) + DAY) % DAY) / MINUTE)
}

/** `YYYY-MM-DD` of a wall time given as milliseconds since 1970-01-01T00:00 on that wall. */
export function dateText(wall: number): string {
  return new Date(wall).toISOString().slice(0, 10)
}

/** How many days a date comes after 1970-01-01. */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY
}

/** ISO weekday of a day counted from 1970-01-01, a Thursday: 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

/** ISO weekday of a date: 1 is Monday, 7 is Sunday. */
export function weekday(date: string): number {
  return weekdayOf(dayOf(date))
}

/** The date `days` after a date; negative counts back. */
export function shiftDate(date: string, days: number): string {
  return dateText(Date.parse(`${date}T00:00:00Z`) + days * DAY)
}

/** The instant of a full hour on the wall of the zone; one that clocks skip is the next. */
export function hourOfDate(zone: string, date: string, hour: number): Date {
  const time = Temporal.PlainTime.from({ hour })
  return new Date(
    Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds,
  )
}

/** The instant at which a local date begins in the zone. A date the zone skipped begins with the next one. */
export function startOfDate(zone: string, date: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).startOfDay().epochMilliseconds
}
