import type { Case, CaseStep } from '#act/cases/contract.ts'
import { readClock } from '#platform/web/clock.tsx'
import { date, dateTime } from '#platform/web/format.ts'

const DAY = 86_400_000
const shapes = new Map<string, Intl.DateTimeFormat>()

/** Days since 1970 on the wall of the zone, with the part of the day as a fraction. */
export function wallDays(at: string | number, zone: string): number {
  let shape = shapes.get(zone)
  if (!shape) {
    shape = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    shapes.set(zone, shape)
  }
  const part = Object.fromEntries(
    shape.formatToParts(new Date(at)).map(({ type, value }) => [type, Number(value)]),
  )
  return Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!) / DAY
}

export interface TimelineDay {
  on: string
  isMonday: boolean
  /** 'weekend', a holiday's name, or undefined when the office is open */
  closed: string | undefined
}

/** The days a timeline shows, from the day before the case to a few after its last due time, two to ten weeks. */
export function daysOf(
  one: Pick<Case, 'zone' | 'openedAt' | 'closedDays'>,
  steps: readonly CaseStep[],
  now: number,
) {
  const place = (at: string | number) => wallDays(at, one.zone)
  const starts = [
    one.openedAt,
    ...steps.flatMap((step) => [step.countedFromAt, step.doneAt].filter((at) => at !== null)),
  ]
  const ends = [now, ...steps.flatMap((step) => [step.latestAt, step.doneAt].filter((at) => at !== null))]
  const first = Math.floor(Math.min(...starts.map(place))) - 1
  // A case that has run for long shows its last ten weeks.
  const last = Math.max(Math.floor(Math.max(...ends.map(place))) + 4, first + 14)
  const from = Math.max(first, last - 70)
  const closed = new Map(one.closedDays.map((day) => [day.on, day.name]))
  const days: TimelineDay[] = []
  for (let day = from; day <= last; day++) {
    const on = new Date(day * DAY).toISOString().slice(0, 10)
    days.push({ on, isMonday: new Date(day * DAY).getUTCDay() === 1, closed: closed.get(on) })
  }
  return { days, place: (at: string | number) => place(at) - from }
}

/** Holidays that follow each other, with the name of the first. */
export function holidayRuns(days: readonly TimelineDay[]): { from: number; length: number; name: string }[] {
  const runs: { from: number; length: number; name: string }[] = []
  for (const [i, { closed }] of days.entries()) {
    if (!closed || closed === 'weekend') continue
    const last = runs.at(-1)
    if (last && last.from + last.length === i) last.length += 1
    else runs.push({ from: i, length: 1, name: closed })
  }
  return runs
}

export interface Bar {
  kind: 'met' | 'on_time' | 'soon' | 'late' | 'ahead' | 'conditional'
  from: string | number
  to: string | number
  /** set while the window is running: how much of it has gone by is drawn */
  used?: number
}

/** The bar of a step; undefined where it has no dates. */
export function barOf(step: CaseStep, now: number): Bar | undefined {
  const from = step.earliestAt ?? step.countedFromAt
  if (!from || !step.latestAt || step.state === 'skipped' || step.state === 'cancelled') return undefined
  if (step.state === 'done') return { kind: 'met', from, to: step.latestAt }
  if (step.state === 'ahead')
    return { kind: step.condition ? 'conditional' : 'ahead', from, to: step.latestAt }
  const clock = readClock(step.latestAt, now, { start: step.countedFromAt ?? from })
  if (clock.state === 'late') return { kind: 'late', from, to: now }
  return { kind: clock.state === 'soon' ? 'soon' : 'on_time', from, to: step.latestAt, used: clock.used }
}

/** What stands beside the bar: "done Tue 10 Nov 15:12", "due Mon 23 Nov 17:30", "3 weeks after first contact". */
export function labelOf(step: CaseStep, now: number): string {
  if (step.state === 'done') return `done ${dateTime(step.doneAt!, now)}${step.isLate ? ', late' : ''}`
  if (step.state === 'skipped') return 'skipped'
  if (step.state === 'cancelled') return 'not done'
  if (step.needsDecision) return 'needs a decision'
  if (step.stoppedAt) return 'stands still'
  if (step.noClock) return 'no clock'
  if (!step.latestAt) return step.state === 'open' ? 'open' : step.rule
  return `${step.isLate ? 'was due' : 'due'} ${step.state === 'open' ? dateTime(step.latestAt, now) : date(step.latestAt, now)}`
}

/** The rule under a step's name: short, with its condition. */
export function ruleWords(step: Pick<CaseStep, 'rule' | 'condition' | 'state' | 'round'>): string {
  const round = step.round > 1 ? `round ${step.round}, ` : ''
  if (step.condition && step.state === 'ahead') return 'only if its condition holds'
  return round + step.rule.split(' after ')[0]!
}
