import { businessDay, type WorkingCalendar } from '#platform/calendar/rules.ts'
import { localDate, shiftDate, startOfDate, weekday } from '#platform/calendar/zones.ts'

/** The quality checks of the procedure (documents 000, 001, 002, 004) and how they are judged. Pure. */

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** What checks look at. */
export const subjects = [
  'item',
  'answer',
  'case',
  'invitation',
  'request',
  'review',
  'playbook',
  'workspace',
] as const
export type Subject = (typeof subjects)[number]

export const units = ['week', 'month', 'quarter'] as const
export type Unit = (typeof units)[number]

export const verdicts = ['met', 'missed', 'pending', 'not_due'] as const
export type Verdict = (typeof verdicts)[number]

/** One check as people read it. */
export interface Check {
  key: string
  name: string
  /** the line of which document asks for it */
  source: string
  subject: Subject
  counts: string
  due: string
  ends: string
  /** per cent that have to be in time */
  target: number
  /** how often it comes due at least: no shorter period says anything */
  unit: Unit
}

/** The checks that the product ships, in the order of the procedure. */
export const checks: readonly Check[] = [
  {
    key: 'categorised',
    name: 'Categorised within 24 hours',
    source: 'Feedback handling, quality checks: “All feedback categorized within 24 hours”',
    subject: 'item',
    counts: 'Every item, from any channel. Spam and imported history do not count.',
    due: '24 hours after it was received.',
    ends: 'Its triage, or its merge with an item that says the same.',
    target: 95,
    unit: 'week',
  },
  {
    key: 'critical_same_day',
    name: 'Critical acted on the same day',
    source: 'Feedback handling, quality checks: “Critical issues actioned same day”',
    subject: 'item',
    counts: 'Every item that is critical.',
    due: 'Midnight of the day on which it became critical; after close of business or on a closed day, the next close of business.',
    ends: 'A ticket or step is done, or a corrective action logged, and the customer was told; both.',
    target: 100,
    unit: 'week',
  },
  {
    key: 'review_product',
    name: 'Weekly product review held',
    source: 'Feedback handling, quality checks: “Weekly product review held”',
    subject: 'review',
    counts: 'Every week for which the review is in the schedule.',
    due: 'The end of that week.',
    ends: 'A product review held in that week.',
    target: 100,
    unit: 'week',
  },
  {
    key: 'nps_sent',
    name: 'NPS sent each quarter',
    source: 'Feedback handling, quality checks: “NPS survey sent quarterly”',
    subject: 'workspace',
    counts: 'Every quarter since the first wave, or since the first whole quarter of this workspace.',
    due: 'The end of the quarter.',
    ends: 'The first invitation of an NPS survey that was delivered in it.',
    target: 100,
    unit: 'quarter',
  },
  {
    key: 'detractors',
    name: 'Detractors contacted within 24 hours',
    source: 'Feedback handling, quality checks: “Detractors contacted within 24 hours”',
    subject: 'answer',
    counts: 'Every NPS answer of 0 to 6. Answers in doubt, imported or without a name do not count.',
    due: '24 hours after the answer.',
    ends: 'The first call, meeting or message to that person. An announcement to many is none.',
    target: 95,
    unit: 'week',
  },
  {
    key: 'requests_logged',
    name: 'Feature requests logged the same day',
    source: 'Feedback handling, quality checks: “Feature requests logged in backlog” and step 2, “Same Day”',
    subject: 'item',
    counts:
      'Every item with the type feature request. Merged items count with the one they were merged into.',
    due: 'Midnight of the day on which it got that type; after close of business or on a closed day, the next close of business.',
    ends: 'It stands behind a request.',
    target: 95,
    unit: 'week',
  },
  {
    key: 'told_shipped',
    name: 'Customers told within 7 days of shipping',
    source: 'Feedback handling, quality checks: “Customers notified when requests shipped”',
    subject: 'request',
    counts: 'Everybody behind a request that shipped, once a request. Who cannot be reached does not count.',
    due: '7 days after it shipped.',
    ends: 'A message or call to that person about the request, or about what they said for it.',
    target: 95,
    unit: 'week',
  },
  {
    key: 'post_support',
    name: 'Unhappy post-support answers answered within 24 hours',
    source:
      'Post-support feedback, 6: “Respond within 24 hours to negative or unsatisfied feedback where contact is possible”',
    subject: 'answer',
    counts:
      'Every negative answer to a survey that follows a support case. Answers without a name do not count.',
    due: '24 hours after the answer.',
    ends: 'The first call, meeting or message to that person.',
    target: 95,
    unit: 'week',
  },
  {
    key: 'windows',
    name: 'Windows of runbooks kept',
    source: 'Responding to post-implementation surveys: “Timelines should be adhered to”',
    subject: 'case',
    counts: 'Every step of a case that has a time, of any playbook. Steps that were skipped do not count.',
    due: 'The end of the step’s window, as the case shows it.',
    ends: 'The step is done, or the case is resolved.',
    target: 90,
    unit: 'week',
  },
  {
    key: 'survey_cap',
    name: 'Surveys within the monthly limit',
    source:
      'Post-support feedback, 2: “maximum once per month unless service changes or complex issues occur”',
    subject: 'invitation',
    counts:
      'Every invitation that was delivered. Those that follow a case or release, or were sent with a reason, do not count.',
    due: 'When it was delivered.',
    ends: 'Nothing: it is missed where the same person had been asked within the 30 days before.',
    target: 100,
    unit: 'month',
  },
  {
    key: 'review_answers',
    name: 'Weekly review of answers held',
    source: 'Post-support feedback, 5: “Weekly review of feedback responses by QA”',
    subject: 'review',
    counts: 'Every week for which the review is in the schedule.',
    due: 'The end of that week.',
    ends: 'A review of answers held in that week.',
    target: 100,
    unit: 'week',
  },
  {
    key: 'review_prioritization',
    name: 'Monthly prioritisation held',
    source: 'Feedback handling, feature request process: “Product Prioritization (Monthly)”',
    subject: 'review',
    counts: 'Every month for which it is in the schedule.',
    due: 'The end of that month.',
    ends: 'A prioritisation held in that month.',
    target: 100,
    unit: 'month',
  },
  {
    key: 'review_trends',
    name: 'Quarterly review of trends held',
    source:
      'Responding to post-implementation surveys, 8: “internal reviews of negative feedback trends quarterly”',
    subject: 'review',
    counts: 'Every quarter for which it is in the schedule.',
    due: 'The end of that quarter.',
    ends: 'A review of trends held in that quarter.',
    target: 100,
    unit: 'quarter',
  },
  {
    key: 'sop_reviewed',
    name: 'Playbooks looked at again on time',
    source:
      'Post-support feedback, 7: “Review SOP quarterly”; collection and follow-up, 6: “reviewed annually”',
    subject: 'playbook',
    counts: 'Every day by which a playbook was to be looked at again, as it says itself.',
    due: 'The end of that day.',
    ends: 'A new version, or the word that nothing has to change.',
    target: 100,
    unit: 'quarter',
  },
]

/** What a check came to for one of its subjects. */
export interface Occurrence {
  check: string
  subjectId: string
  /** which of several of one subject; '' where there is one */
  part: string
  contactId: string | null
  from: Date
  due: Date
  /** the day of the due time on the wall of the workspace */
  dueOn: string
  met: Date | null
  /** why nothing is owed */
  excused: string | null
}

/** Met in time, missed, not yet due, or not owed at all. */
export function verdictOf(
  { due, met, excused }: Pick<Occurrence, 'due' | 'met' | 'excused'>,
  now: Date,
): Verdict {
  if (excused !== null) return 'not_due'
  if (met !== null) return met <= due ? 'met' : 'missed'
  return now < due ? 'pending' : 'missed'
}

/** By midnight; after close of business or on a closed day, by the next close. */
export function sameDay(calendar: WorkingCalendar, at: Date): Date {
  const today = localDate(calendar.zone, at.getTime())
  const { start, close } = businessDay(calendar, at.getTime(), 0)
  return new Date(
    localDate(calendar.zone, start) === today ? startOfDate(calendar.zone, shiftDate(today, 1)) : close,
  )
}

export const hoursAfter = (at: Date, hours: number) => new Date(at.getTime() + hours * HOUR)
export const daysAfter = (at: Date, days: number) => new Date(at.getTime() + days * DAY)

/** The day on the wall on which something is due: midnight belongs to the day that it ends. */
export const dueDay = (zone: string, due: Date) => localDate(zone, due.getTime() - 1)

/** The first day of the week (from Monday), month or quarter that a day lies in. */
export function periodStart(unit: Unit, day: string): string {
  if (unit === 'week') return shiftDate(day, 1 - weekday(day))
  const month = Number(day.slice(5, 7))
  const first = unit === 'month' ? month : month - ((month - 1) % 3)
  return `${day.slice(0, 5)}${String(first).padStart(2, '0')}-01`
}

/** The first day of the period after the one that begins on a day. */
export function nextPeriod(unit: Unit, start: string): string {
  if (unit === 'week') return shiftDate(start, 7)
  return periodStart(unit, shiftDate(start, unit === 'month' ? 31 : 93))
}

/** How many periods a scorecard shows. */
export const shownPeriods: Record<Unit, number> = { week: 13, month: 12, quarter: 8 }

/** The periods up to the one of today, the oldest first: first and last day of each. */
export function periodsTo(
  unit: Unit,
  today: string,
  count = shownPeriods[unit],
): { from: string; to: string }[] {
  const starts = [periodStart(unit, today)]
  while (starts.length < count) starts.unshift(periodStart(unit, shiftDate(starts[0]!, -1)))
  return starts.map((from) => ({ from, to: shiftDate(nextPeriod(unit, from), -1) }))
}

/** A check is looked at in the period asked for, or in its own where that is longer. */
export const unitFor = (check: Pick<Check, 'unit'>, asked: Unit): Unit =>
  units[Math.max(units.indexOf(check.unit), units.indexOf(asked))]!

export interface Sums {
  met: number
  missed: number
  pending: number
  notDue: number
}

export const cellStates = ['met', 'missed', 'not_due', 'no_data'] as const
export type CellState = (typeof cellStates)[number]

/** How a period stands against the target: whole per cents are compared exactly, never as rounded shares. */
export function cellState({ met, missed, pending }: Sums, target: number): CellState {
  const judged = met + missed
  if (judged === 0) return pending > 0 ? 'not_due' : 'no_data'
  return met * 100 >= target * judged ? 'met' : 'missed'
}

/** An act by which a playbook is looked at again. */
export interface PlaybookAct {
  at: Date
  /** the day by which the next look is due, as it followed from this act; null: it names no interval */
  nextDueOn: string | null
}

/** Changed at most so many days before it was to be looked at again, a playbook was looked at; changed earlier, the day moved. */
const lookDays = 14

/** The days by which a playbook was to be looked at again, each with when that was done. */
export function lookedAt(
  acts: readonly PlaybookAct[],
  zone: string,
): { dueOn: string; from: Date; met: Date | null }[] {
  return acts.flatMap((act, i) => {
    if (act.nextDueOn === null) return []
    const next = acts[i + 1]
    if (next && localDate(zone, next.at.getTime()) < shiftDate(act.nextDueOn, -lookDays)) return []
    return [{ dueOn: act.nextDueOn, from: act.at, met: next?.at ?? null }]
  })
}

/** The quarters in which an NPS survey is owed: 2037-07-01 for the third of 2037. */
export function npsQuarters(createdOn: string, firstWaveOn: string | null, today: string): string[] {
  const firstWhole =
    periodStart('quarter', createdOn) === createdOn
      ? createdOn
      : nextPeriod('quarter', periodStart('quarter', createdOn))
  const began =
    firstWaveOn !== null && firstWaveOn < firstWhole ? periodStart('quarter', firstWaveOn) : firstWhole
  const quarters: string[] = []
  for (let at = began; at <= today; at = nextPeriod('quarter', at)) quarters.push(at)
  return quarters
}
