import { hourOfDate, localDate, shiftDate, startOfDate, weekday } from '#platform/calendar/zones.ts'

/** Reports as rules: which periods there are, when a report of one is due. Pure. */

export const kinds = ['weekly', 'monthly', 'quarterly', 'yearly'] as const
export type Kind = (typeof kinds)[number]

export const linkDays = 90

/** What lists of them are called. */
export const kindWords: Record<Kind, string> = {
  weekly: 'Weeks',
  monthly: 'Months',
  quarterly: 'Quarters',
  yearly: 'Years',
}

/** "this week", "weeks" */
export const unitOf: Record<Kind, string> = {
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
  yearly: 'year',
}

/** How many periods before it stand beside it in the chart. */
export const earlier: Record<Kind, number> = { weekly: 11, monthly: 11, quarterly: 7, yearly: 2 }

/** Earlier periods that are needed to say what is usual. */
export const fewestEarlier = 4

/** Days, both included. */
export interface Days {
  from: string
  to: string
}

const monthsOf = { monthly: 1, quarterly: 3, yearly: 12 } as const

/** The first of the month that lies so many months from the one a day is in. */
function monthFrom(day: string, months: number): string {
  const at = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}-01`
}

/** The week from Monday to Sunday, the month, quarter or year that a day lies in. */
export function periodOf(kind: Kind, day: string): Days {
  if (kind === 'weekly') {
    const from = shiftDate(day, 1 - weekday(day))
    return { from, to: shiftDate(from, 6) }
  }
  const size = monthsOf[kind]
  const from = monthFrom(day, -((Number(day.slice(5, 7)) - 1) % size))
  return { from, to: shiftDate(monthFrom(from, size), -1) }
}

/** The period before. */
export function before(kind: Kind, days: Days): Days {
  return periodOf(kind, shiftDate(days.from, -1))
}

/** The first days of earlier periods and, last, of this one. */
export function startsOf(kind: Kind, days: Days, many: number): string[] {
  const starts = [days.from]
  for (let one = days; starts.length <= many; ) {
    one = before(kind, one)
    starts.unshift(one.from)
  }
  return starts
}

/** A period as moments, the end not included. */
export function momentsOf(zone: string, days: Days): { from: Date; to: Date } {
  return {
    from: new Date(startOfDate(zone, days.from)),
    to: new Date(startOfDate(zone, shiftDate(days.to, 1))),
  }
}

/** When the report of a period is due: on the morning after it. */
export function dueAt(zone: string, days: Days, hour: number): Date {
  return hourOfDate(zone, shiftDate(days.to, 1), hour)
}

/** The period whose report was due last. */
export function lastDue(kind: Kind, zone: string, hour: number, now: Date): Days {
  const last = before(kind, periodOf(kind, localDate(zone, now.getTime())))
  return dueAt(zone, last, hour) <= now ? last : before(kind, last)
}

/** When the next report is due. */
export function nextDue(kind: Kind, zone: string, hour: number, now: Date): Date {
  const last = lastDue(kind, zone, hour, now)
  return dueAt(zone, periodOf(kind, shiftDate(last.to, 1)), hour)
}
