import { Temporal } from 'temporal-polyfill'
import { shiftDate, weekday } from '#platform/calendar/zones.ts'
import { groups, type Status } from '#prioritize/requests/rules.ts'

/** Reviews as rules: which there are, on which days, who is needed, and what their timer shows. Pure. */

export const kinds = ['product', 'answers', 'prioritization', 'trends'] as const
export type Kind = (typeof kinds)[number]

export const kindWords: Record<Kind, string> = {
  product: 'Weekly product review',
  answers: 'Weekly QA review of answers',
  prioritization: 'Monthly prioritisation',
  trends: 'Quarterly review of trends',
}

export const states = ['planned', 'running', 'held', 'missed', 'cancelled'] as const
export type State = (typeof states)[number]

export const rhythmOf = {
  product: 'week',
  answers: 'week',
  prioritization: 'month',
  trends: 'quarter',
} as const satisfies Record<Kind, string>

/** What stands beside a part of the agenda while it is under way. */
export const sections = ['feedback', 'answers', 'trends', 'effects', 'decide', 'tell', 'actions'] as const
export type Section = (typeof sections)[number]

export interface Part {
  title: string
  shows: Section
  minutes: number
}

export const mostParts = 8

export interface Schedule {
  isOn: boolean
  /** ISO weekday, 1 Monday to 7 Sunday */
  weekday: number
  /** for months and quarters: the first to fourth of that weekday */
  nth: number
  /** on the wall of the workspace, such as 10:00 */
  at: string
  agenda: Part[]
  /** who is needed, by position */
  positions: string[]
}

const part = (title: string, shows: Section, minutes: number): Part => ({ title, shows, minutes })

/**
 * What a workspace begins with. The weekly product review is the procedure's own: Mondays at 10, product manager,
 * customer success manager and engineering lead, 15, 10 and 5 minutes.
 */
export const defaults: Record<Kind, Schedule> = {
  product: {
    isOn: true,
    weekday: 1,
    nth: 1,
    at: '10:00',
    agenda: [
      part('The week’s feedback', 'feedback', 15),
      part('Prioritise action items', 'decide', 10),
      part('Customer communication', 'tell', 5),
    ],
    positions: ['product-manager', 'customer-success-manager', 'engineering-lead'],
  },
  answers: {
    isOn: true,
    weekday: 3,
    nth: 1,
    at: '10:00',
    agenda: [
      part('Answers of the week', 'answers', 10),
      part('Negative answers', 'answers', 15),
      part('Who does what', 'actions', 5),
    ],
    positions: ['quality-manager', 'support-lead'],
  },
  prioritization: {
    isOn: true,
    weekday: 2,
    nth: 1,
    at: '14:00',
    agenda: [
      part('What customers asked for', 'feedback', 10),
      part('Impact, urgency, effort, strategic fit', 'decide', 40),
      part('Customer communication', 'tell', 10),
    ],
    positions: ['product-manager', 'engineering-lead', 'customer-success-manager'],
  },
  trends: {
    isOn: true,
    weekday: 4,
    nth: 2,
    at: '14:00',
    agenda: [
      part('Negative trends', 'trends', 20),
      part('Effect of past actions', 'effects', 15),
      part('Parked requests', 'decide', 15),
      part('Who does what', 'actions', 10),
    ],
    positions: ['management', 'director-of-implementations', 'marketing-specialist', 'quality-manager'],
  },
}

/** How many days before its day a review is made, so that items can be added to it. */
export const daysAhead: Record<Kind, number> = { product: 7, answers: 7, prioritization: 31, trends: 92 }

/** The first day of a schedule after a date. */
export function nextDay(kind: Kind, schedule: Pick<Schedule, 'weekday' | 'nth'>, after: string): string {
  if (rhythmOf[kind] === 'week') {
    const ahead = (schedule.weekday - weekday(after) + 7) % 7
    return shiftDate(after, ahead === 0 ? 7 : ahead)
  }
  const step = rhythmOf[kind] === 'month' ? 1 : 3
  const date = Temporal.PlainDate.from(after)
  const first = date.with({ day: 1, month: date.month - ((date.month - 1) % step) })
  for (let n = 0; ; n += step) {
    const day = nthWeekday(first.add({ months: n }).toString(), schedule)
    if (day > after) return day
  }
}

function nthWeekday(firstOfMonth: string, { weekday: day, nth }: Pick<Schedule, 'weekday' | 'nth'>): string {
  return shiftDate(firstOfMonth, ((day - weekday(firstOfMonth) + 7) % 7) + 7 * (nth - 1))
}

/** The day a review takes place: its own, or the next one on which the office is open; its own where none is near. */
export function openDay(isClosed: (date: string) => boolean, date: string): string {
  for (let n = 0; n < 15; n++) if (!isClosed(shiftDate(date, n))) return shiftDate(date, n)
  return date
}

/** The days a review looks back on, both included: the week, month or quarter that ends the day before. */
export function periodOf(kind: Kind, day: string): { from: string; to: string } {
  const rhythm = rhythmOf[kind]
  const from =
    rhythm === 'week'
      ? shiftDate(day, -7)
      : Temporal.PlainDate.from(day)
          .subtract({ months: rhythm === 'month' ? 1 : 3 })
          .toString()
  return { from, to: shiftDate(day, -1) }
}

/** Requests that each kind puts on the table by itself, and how many at most. */
export const decides: Record<Kind, { why: 'under_review' | 'open' | 'parked' | null; most: number }> = {
  product: { why: 'under_review', most: 12 },
  answers: { why: null, most: 0 },
  prioritization: { why: 'open', most: 30 },
  trends: { why: 'parked', most: 50 },
}

/** Whether customers are told of a request that a review put there: what is not decided yet is none of their news. */
export const isToTell = (status: Status) => !(groups.undecided as readonly Status[]).includes(status)

/** Why a request is on the table. */
export const whys = ['under_review', 'returned', 'open', 'parked', 'promised', 'added'] as const
export const whyWords: Record<(typeof whys)[number], string> = {
  under_review: 'under review',
  returned: 'its day has come',
  open: 'undecided',
  parked: 'parked without a day',
  promised: 'declined, and customers were told that it is looked at again each quarter',
  added: 'added',
}

/** Milliseconds a part has run, pauses left out. */
export function ranFor(
  { startedAt, endedAt, pausedMs }: { startedAt: Date; endedAt: Date | null; pausedMs: number },
  now: Date,
  pausedAt: Date | null = null,
): number {
  const until = endedAt ?? pausedAt ?? now
  return Math.max(0, until.getTime() - startedAt.getTime() - pausedMs)
}

/** "5:48 left" of a part, "1:02 over" past its minutes. */
export function leftText(minutes: number, ranMs: number): string {
  const left = minutes * 60 - Math.floor(ranMs / 1000)
  const seconds = Math.abs(left)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} ${left < 0 ? 'over' : 'left'}`
}

export const standings = ['expected', 'here', 'excused'] as const
export type Standing = (typeof standings)[number]

/** "product-manager" as people say it: Product manager. */
export function positionWords(position: string): string {
  const words = position.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export const actionStates = ['open', 'done', 'dropped'] as const
export type ActionState = (typeof actionStates)[number]

/** "every Monday at 10:00", "the first Tuesday of a month at 14:00" */
export function rhythmText(kind: Kind, { weekday: day, nth, at }: Pick<Schedule, 'weekday' | 'nth' | 'at'>) {
  const name = weekdayWords[day - 1]
  if (rhythmOf[kind] === 'week') return `every ${name} at ${at}`
  const which = ['first', 'second', 'third', 'fourth'][nth - 1]
  const of = rhythmOf[kind] === 'month' ? 'a month' : 'a quarter’s first month'
  return `the ${which} ${name} of ${of} at ${at}`
}

export const weekdayWords = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const
