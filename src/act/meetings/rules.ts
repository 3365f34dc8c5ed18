import { openings } from '#platform/calendar/openings.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'

/** Which steps are done in a meeting: a call with the customer, a meeting among ourselves. */
export function meetingKind(action: string): 'customer' | 'internal' | undefined {
  if (action === 'call') return 'customer'
  return action === 'meeting' ? 'internal' : undefined
}

const HALF_HOUR = 1_800_000
const HOUR = 3_600_000
const DAY = 86_400_000

/**
 * The first half hour of working time with room for `minutes`, at least an hour from now and not before the step's
 * window opens; undefined where the office does not open within 60 days.
 */
export function proposedStart(
  calendar: WorkingCalendar,
  now: Date,
  earliest: Date | null,
  minutes: number,
): Date | undefined {
  const from = Math.max(now.getTime() + HOUR, earliest?.getTime() ?? 0)
  for (const opening of openings(calendar, from, from + 60 * DAY)) {
    const start = Math.ceil(opening.from / HALF_HOUR) * HALF_HOUR
    if (start + minutes * 60_000 <= opening.to) return new Date(start)
  }
  return undefined
}

/** Whether the whole meeting lies in one stretch of working time. */
export function isInHours(calendar: WorkingCalendar, startsAt: Date, endsAt: Date): boolean {
  const [opening] = openings(calendar, startsAt.getTime(), endsAt.getTime())
  return opening?.from === startsAt.getTime() && opening.to === endsAt.getTime()
}
