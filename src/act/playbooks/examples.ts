import type { Playbook, Step } from '#act/playbooks/language.ts'
import { momentText, rungsOf, windowOf } from '#act/playbooks/rules.ts'
import { closedReason, hoursOn } from '#platform/calendar/openings.ts'
import { durationText, isBusiness, parseDuration, type WorkingCalendar } from '#platform/calendar/rules.ts'
import { localDate, shiftDate, startOfDate } from '#platform/calendar/zones.ts'

/** One due time as it would fall: what happens when, what is owed by when, and how that was reckoned. */
export interface DueExample {
  cause: string
  at: Date
  owed: string
  due: Date
  why: string
}

/**
 * What a calendar makes of a playbook where it matters most: an answer before the next weekend, nobody answering it,
 * and a promise in business days over the next public holiday. The same rules that run cases reckon it.
 */
export function dueExamples(
  calendar: WorkingCalendar,
  playbooks: readonly Playbook[],
  now: Date,
): DueExample[] {
  const weekend = eveOf(calendar, now, (names) => names.length === 0)
  const holiday = eveOf(calendar, now, (names) => names.length > 0) ?? weekend
  const playbook = playbooks.find(showsBoth) ?? playbooks[0]
  if (!weekend || !holiday || !playbook) return []
  const first = startOf(playbook)
  const later = promiseOf(playbook)
  return [
    ...(first ? answerExamples(calendar, playbook, first, weekend) : []),
    ...(later ? [laterExample(calendar, playbook, later, holiday)] : []),
  ]
}

const startMoments = ['answered', 'opened']
const runsInBusinessTime = (step: Step) => isBusiness(parseDuration(step.due.latest)!.unit)

function startOf(playbook: Playbook): Step | undefined {
  return playbook.steps.find((step) => startMoments.includes(step.due.after))
}

function promiseOf(playbook: Playbook): Step | undefined {
  return playbook.steps.find((step) => !step.if && runsInBusinessTime(step))
}

/** One playbook explains a calendar best: it owes something by the clock first, and in business time later. */
function showsBoth(playbook: Playbook): boolean {
  const first = startOf(playbook)
  if (playbook.when.otherwise) return false // what takes the rest is the last that comes to anybody's mind
  return first !== undefined && !runsInBusinessTime(first) && promiseOf(playbook) !== undefined
}

function answerExamples(calendar: WorkingCalendar, playbook: Playbook, step: Step, at: Date): DueExample[] {
  const window = windowOf(calendar, step, new Map(startMoments.map((moment) => [moment, at])))!
  const reached = {
    cause: `${playbook.title} comes in`,
    at,
    owed: step.title,
    due: window.latest,
    why: reckoned(calendar, step.due.latest, at, window.latest),
  }
  const last = rungsOf(calendar, playbook, step, window).findLast((rung) => rung.label.includes(' + '))
  if (!last) return [reached]
  const told = {
    cause: 'Nobody does',
    at: window.latest,
    owed: `Told: ${last.tell.join(' and ')}`,
    due: last.at,
    why: reckoned(calendar, last.label.split(' + ')[1]!, window.latest, last.at),
  }
  return [reached, told]
}

function laterExample(calendar: WorkingCalendar, playbook: Playbook, step: Step, at: Date): DueExample {
  const window = windowOf(calendar, step, new Map([[step.due.after, at]]))!
  const moment = momentText(step.due.after, playbook.steps)
  return {
    cause: moment.charAt(0).toUpperCase() + moment.slice(1),
    at,
    owed: step.title,
    due: window.latest,
    why: reckoned(calendar, step.due.latest, at, window.latest),
  }
}

/** "24 hours by the clock, weekend included", "5 business days, weekend and Christmas Day skipped". */
function reckoned(calendar: WorkingCalendar, length: string, from: Date, to: Date): string {
  const duration = parseDuration(length)!
  const closed = new Set<string>()
  const last = localDate(calendar.zone, to.getTime())
  for (let date = localDate(calendar.zone, from.getTime()); date < last; ) {
    date = shiftDate(date, 1)
    const reason = closedReason(calendar, date)
    if (reason) closed.add(reason)
  }
  const text = durationText(duration)
  if (closed.size === 0) return text
  const names = [...closed]
  const list = [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ')
  return isBusiness(duration.unit) ? `${text}, ${list} skipped` : `${text} by the clock, ${list} included`
}

/** How far ahead a holiday is looked for. */
const horizonDays = 400

/** An hour before closing on the next working day, after today, that such a closed stretch follows. */
function eveOf(
  calendar: WorkingCalendar,
  now: Date,
  fits: (holidays: string[]) => boolean,
): Date | undefined {
  const today = localDate(calendar.zone, now.getTime())
  for (let ahead = 1; ahead < horizonDays; ahead++) {
    const date = shiftDate(today, ahead)
    const close = hoursOn(calendar, date).at(-1)?.[1]
    if (close === undefined || !closedReason(calendar, shiftDate(date, 1))) continue
    const holidays: string[] = []
    for (let day = 1; day < 30; day++) {
      const reason = closedReason(calendar, shiftDate(date, day))
      if (!reason) break
      if (reason !== 'weekend') holidays.push(reason)
    }
    if (fits(holidays)) return new Date(startOfDate(calendar.zone, date) + (close - 60) * 60_000)
  }
  return undefined
}
