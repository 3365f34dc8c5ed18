import { Temporal } from 'temporal-polyfill'
import { dayOf, shiftDate } from '#platform/calendar/zones.ts'

/** Check-ins as rules: weekly for the first 90 days from go-live, monthly after. Nothing here reads a clock. */

export const rhythms = ['weekly', 'biweekly', 'monthly', 'quarterly'] as const
export type Rhythm = (typeof rhythms)[number]
export const rhythmWords: Record<Rhythm, string> = {
  weekly: 'every week',
  biweekly: 'every two weeks',
  monthly: 'every month',
  quarterly: 'every quarter',
}
export const planStates = ['on', 'paused', 'off'] as const
export type PlanState = (typeof planStates)[number]
export const states = ['due', 'held', 'missed', 'skipped'] as const
export type CheckInState = (typeof states)[number]
export const hows = ['call', 'video', 'in_person'] as const
export const howWords: Record<(typeof hows)[number], string> = {
  call: 'Call',
  video: 'Video call',
  in_person: 'In person',
}
export const moods = ['good', 'mixed', 'poor'] as const
export const moodWords: Record<(typeof moods)[number], string> = {
  good: 'Good',
  mixed: 'Mixed',
  poor: 'Poor',
}

/** How often while an account is new, how many days that is, and how often after. */
export interface Rhythms {
  early: Rhythm
  earlyDays: number
  ongoing: Rhythm
}

/** The procedure: weekly in the first 90 days, monthly ongoing. */
export const procedure: Rhythms = { early: 'weekly', earlyDays: 90, ongoing: 'monthly' }

/** The days, both included, within which one talk is to be held. */
export interface Period {
  opensOn: string
  dueOn: string
}

/** The first day of the n-th period counted from an anchor; months that are too short end on their last day. */
function nth(anchor: string, rhythm: Rhythm, n: number): string {
  if (rhythm === 'weekly') return shiftDate(anchor, 7 * n)
  if (rhythm === 'biweekly') return shiftDate(anchor, 14 * n)
  const months = n * (rhythm === 'monthly' ? 1 : 3)
  return Temporal.PlainDate.from(anchor).add({ months }).toString()
}

/** The day from which the ongoing rhythm counts: a period that begins while the account is new is an early one. */
export function ongoingFrom(startOn: string, { early, earlyDays }: Rhythms): string {
  const end = shiftDate(startOn, earlyDays)
  let n = 0
  while (nth(startOn, early, n) < end) n++
  return nth(startOn, early, n)
}

/** The period a day falls into; of a day before the start, the first period. */
export function periodAt(startOn: string, rhythms: Rhythms, day: string): Period {
  const from = ongoingFrom(startOn, rhythms)
  const isEarly = day < from
  const [anchor, rhythm] = isEarly ? [startOn, rhythms.early] : [from, rhythms.ongoing]
  const shortest = { weekly: 7, biweekly: 14, monthly: 28, quarterly: 89 }[rhythm]
  // An upper bound of how many have begun, from which the one that holds the day is few steps away.
  let n = Math.max(0, Math.floor((dayOf(day) - dayOf(anchor)) / shortest))
  while (n > 0 && nth(anchor, rhythm, n) > day) n--
  return { opensOn: nth(anchor, rhythm, n), dueOn: shiftDate(nth(anchor, rhythm, n + 1), -1) }
}

/** The first period that begins on this day or later. */
export function nextPeriod(startOn: string, rhythms: Rhythms, day: string): Period {
  const here = periodAt(startOn, rhythms, day)
  return here.opensOn >= day ? here : periodAt(startOn, rhythms, shiftDate(here.dueOn, 1))
}

/** The next periods from a day on, at most so many, that begin before `until`. */
export function periodsAhead(startOn: string, rhythms: Rhythms, day: string, until: string): Period[] {
  const found: Period[] = []
  for (let period = nextPeriod(startOn, rhythms, day); period.opensOn < until && found.length < 60; ) {
    found.push(period)
    period = periodAt(startOn, rhythms, shiftDate(period.dueOn, 1))
  }
  return found
}

/** What an account does differently takes the place of what the workspace says. */
export function rhythmsOf(
  workspace: Rhythms,
  own: { early: Rhythm | null; earlyDays: number | null; ongoing: Rhythm | null },
): Rhythms {
  return {
    early: own.early ?? workspace.early,
    earlyDays: own.earlyDays ?? workspace.earlyDays,
    ongoing: own.ongoing ?? workspace.ongoing,
  }
}

/** Whether the account is still in its first days, on a day. */
export function isEarly(startOn: string, rhythms: Rhythms, day: string): boolean {
  return day < ongoingFrom(startOn, rhythms)
}
