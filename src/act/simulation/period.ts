import { Temporal } from 'temporal-polyfill'
import { mostMonths } from '#act/simulation/contract.ts'
import { addWall } from '#platform/calendar/rules.ts'
import { localDate, startOfDate } from '#platform/calendar/zones.ts'
import { AppError } from '#platform/errors.ts'

/** The months up to now, from the start of a day in the zone. */
export function lastMonths(months: number, zone: string, now: Date): { from: Date; until: Date } {
  const since = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(zone)
    .subtract({ months })
    .toPlainDate()
    .toString()
  return { from: new Date(startOfDate(zone, since)), until: now }
}

/**
 * From the start of one date to the end of another, both in the zone; the end is now at the latest. Throws
 * `simulation.period` where nothing lies between, or more than is replayed.
 */
export function between(
  from: string,
  to: string | undefined,
  zone: string,
  now: Date,
): { from: Date; until: Date } {
  const start = startOfDate(zone, from)
  const last = to ?? localDate(zone, now.getTime())
  const end = Math.min(addWall(zone, startOfDate(zone, last), { amount: 1, unit: 'days' }), now.getTime())
  if (start >= end)
    throw refused(`Nothing lies between ${from} and ${to ?? 'now'}. Begin before the end, and in the past.`)
  if (start < lastMonths(mostMonths, zone, now).from.getTime())
    throw refused(`${from} is too long ago: at most ${mostMonths} months back are replayed. Begin later.`)
  return { from: new Date(start), until: new Date(end) }
}

function refused(message: string): AppError {
  return new AppError('invalid', 'simulation.period', message)
}
