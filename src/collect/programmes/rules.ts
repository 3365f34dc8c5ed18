import type { WorkingCalendar } from '#platform/calendar/rules.ts'
import { shiftDate, startOfDate, weekday } from '#platform/calendar/zones.ts'

/** What sets a programme off. */
export const triggers = ['quarterly', 'ticket_resolved', 'go_live', 'follow_up', 'event', 'by_hand'] as const
export type Trigger = (typeof triggers)[number]

export const triggerWords: Record<Trigger, { label: string; help: string }> = {
  quarterly: {
    label: 'Each quarter, in its last week',
    help: 'From the first business morning of the last seven days on, to everybody of the audience who is active.',
  },
  ticket_resolved: {
    label: 'A support ticket is resolved',
    help: 'Told by the support system over the API, or in the app; the person who opened the ticket is asked.',
  },
  go_live: {
    label: 'An account went live',
    help: 'Each contact marked as implementation project manager of the account is asked.',
  },
  follow_up: {
    label: 'An action is done or a release is out',
    help: 'Whoever raised it is asked again; it is linked to the case or item and does not count for the monthly limit.',
  },
  event: {
    label: 'Something of your own happens',
    help: 'Told in the app or over the API, with the person.',
  },
  by_hand: { label: 'By hand', help: 'Goes out when you press.' },
}

/** Triggers of which single occasions are told, in the app or over the API; a go-live also sets itself off by its date. */
export const toldTriggers: readonly Trigger[] = ['ticket_resolved', 'go_live', 'follow_up', 'event']

/** From which priority of its ticket on somebody is asked by phone. */
export const phonePriorities = ['critical', 'high'] as const
export type PhonePriority = (typeof phonePriorities)[number]
export const priorities = ['critical', 'high', 'medium', 'low'] as const
export type Priority = (typeof priorities)[number]

/** Whether a ticket of a priority is followed up by phone. */
export function isByPhone(priority: Priority | null, from: PhonePriority | null): boolean {
  return priority !== null && from !== null && priorities.indexOf(priority) <= priorities.indexOf(from)
}

/** Triggers that ask a whole audience at once. */
export const waveTriggers: readonly Trigger[] = ['quarterly', 'by_hand']

/** Occasions told later than this after they happened ask nobody: a survey about last month puzzles. */
export const lateDays = 7

/** Who gets the survey after go-live (responding to post-implementation surveys, "Background"). */
export const goLiveRole = 'implementation-project-manager'

/** The quarter of a date as `2037-Q4`, with its last day. */
export function quarterOf(date: string): { key: string; lastDay: string; number: number } {
  const year = Number(date.slice(0, 4))
  const quarter = Math.ceil(Number(date.slice(5, 7)) / 3)
  const next = quarter === 4 ? `${year + 1}-01-01` : `${year}-${String(quarter * 3 + 1).padStart(2, '0')}-01`
  return { key: `${year}-Q${quarter}`, lastDay: shiftDate(next, -1), number: year * 4 + quarter }
}

/**
 * When a quarter is asked (feedback handling SOP, "Last week of quarter"): from the beginning of the first business day
 * of its last seven days, by the workspace's calendar, until its end. Without one among them, from the seventh day.
 */
export function quarterWindow(calendar: WorkingCalendar, date: string) {
  const { key, lastDay, number } = quarterOf(date)
  const days = Array.from({ length: 7 }, (_, i) => shiftDate(lastDay, i - 6))
  const isOpen = (day: string) =>
    !calendar.holidays[day] && (calendar.halfDays[day] ?? calendar.hours[weekday(day)] ?? []).length > 0
  const first = days.find(isOpen) ?? days[0]!
  return {
    key,
    number,
    from: new Date(startOfDate(calendar.zone, first)),
    until: new Date(startOfDate(calendar.zone, shiftDate(lastDay, 1))),
    nextDay: shiftDate(lastDay, 1),
  }
}

const ticketHours = 24

/**
 * When somebody is asked about what happened at a time, where their weekday morning would come at another: a support survey
 * goes within 24 hours of the resolution (post-support SOP, “Timing”), so that it does not wait for a morning after that.
 * Null: at once.
 */
export function morningFor(trigger: Trigger, happenedAt: Date, morning: Date): Date | null {
  const isLate = morning.getTime() - happenedAt.getTime() > ticketHours * 3_600_000
  return trigger === 'ticket_resolved' && isLate ? null : morning
}

/** Percent of 0 to 99 that a text falls on, always the same. */
export function placeOf(text: string): number {
  let hash = 2166136261
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0)!, 16777619)
  return (hash >>> 0) % 100
}

/** "at once", "after 24 hours", "after 14 days" */
export function delayWords(hours: number): string {
  if (hours === 0) return 'at once'
  const days = hours / 24
  return Number.isInteger(days) && days > 1
    ? `after ${days} days`
    : `after ${hours} ${hours === 1 ? 'hour' : 'hours'}`
}
