import type { Terms } from '#collect/surveys/waves/recipients.ts'
import { zonesOf } from '#customers/consent/limits.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import { localDate, readInstant, shiftDate, weekday } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'

const opens = 9 * 60
const lasts = 150

/**
 * A weekday morning (09:00 to 11:30, Monday to Friday, no holiday) from the moment on, by the clock of the zone. `share`
 * from 0 to 1 places a person within the morning, and on one of the next `most` mornings that begin before `until`; where
 * none does, on the first one.
 */
export function morningOf(
  zone: string,
  now: Date,
  share: number,
  { most, until, holidays }: { most: number; until: Date | null; holidays: ReadonlySet<string> },
): Date {
  const place = share * most
  const minute = opens + Math.floor((place % 1) * lasts)
  const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  const found: Date[] = []
  let date = localDate(zone, now.getTime())
  for (let day = 0; day < 60 && found.length < most; day++, date = shiftDate(date, 1)) {
    if (weekday(date) > 5 || holidays.has(date)) continue
    const at = readInstant(`${date}T${clock}`, zone)!
    if (at < now) continue
    if (until && at >= until && found.length > 0) break
    found.push(at)
  }
  return found[Math.floor(place) % found.length]!
}

/** A number from 0 to 1 that belongs to an id for good: its random half. */
function shareOf(id: string): number {
  return Number.parseInt(id.slice(-8), 16) / 2 ** 32
}

/** When the mail of each person leaves, where the terms spread it over mornings; empty where it leaves at once. */
export async function sendTimes(
  ctx: Ctx,
  people: readonly { id: string }[],
  { mornings }: Terms,
): Promise<Map<string, Date>> {
  if (!mornings || people.length === 0) return new Map()
  const zones = await zonesOf(
    ctx,
    people.map((person) => person.id),
  )
  const options = {
    most: mornings.most,
    until: mornings.until === null ? null : new Date(mornings.until),
    holidays: new Set(Object.keys((await workingCalendar(ctx)).holidays)),
  }
  return new Map(people.map(({ id }) => [id, morningOf(zones.get(id)!, ctx.now(), shareOf(id), options)]))
}
