import type { SimStep } from '#act/simulation/run.ts'
import { hoursOn } from '#platform/calendar/openings.ts'
import { parseDuration, type WorkingCalendar } from '#platform/calendar/rules.ts'
import { DAY, localDate, shiftDate, startOfDate } from '#platform/calendar/zones.ts'

/** How far back a working day is looked for. */
const closedDays = 30

/**
 * When somebody takes up a round of a repeated step: on the working day it is due, or the last one before; one that comes
 * every few hours, when the round before is over. Undefined for steps that are taken up at once.
 */
export function plannedStart(
  calendar: WorkingCalendar,
  { step, latestAt }: Pick<SimStep, 'step' | 'latestAt'>,
): number | undefined {
  if (!step.repeat || latestAt === null) return undefined
  const every = parseDuration(step.repeat.every)!
  if (every.unit === 'minutes') return latestAt - every.amount * 60_000
  if (every.unit === 'hours') return latestAt - every.amount * 3_600_000
  for (let back = 0; back < closedDays; back++) {
    const date = shiftDate(localDate(calendar.zone, latestAt - 1), -back)
    const [hours] = hoursOn(calendar, date)
    if (!hours) continue
    const start = startOfDate(calendar.zone, date) + hours[0] * 60_000
    if (start < latestAt) return start
  }
  return latestAt - DAY
}
