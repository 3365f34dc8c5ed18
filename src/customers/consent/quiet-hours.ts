import { localDate, localMinute, readInstant, shiftDate } from '#platform/calendar/zones.ts'

/** Hours of a day, as `21:00` to `07:00`; past midnight where the end is the earlier clock time. */
export interface QuietHours {
  from: string
  to: string
}

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

/** When the quiet hours end that the instant falls into, by the clock of the zone; undefined outside them. */
export function quietUntil(zone: string, at: Date, { from, to }: QuietHours): Date | undefined {
  const minute = localMinute(zone, at.getTime())
  const begin = minutesOf(from)
  const end = minutesOf(to)
  const passesMidnight = end <= begin
  const isQuiet = passesMidnight ? minute >= begin || minute < end : minute >= begin && minute < end
  if (!isQuiet) return undefined
  const today = localDate(zone, at.getTime())
  const day = passesMidnight && minute >= begin ? shiftDate(today, 1) : today
  return readInstant(`${day}T${to}`, zone)
}
