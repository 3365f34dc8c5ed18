import type { Playbook, Step } from '#act/playbooks/language.ts'
import {
  type Duration,
  durationText,
  edge,
  parseDuration,
  partOf,
  type WorkingCalendar,
} from '#platform/calendar/rules.ts'

/** A moment in words: "the answer", "opening", "Agree an action plan is done". */
export function momentText(moment: string, steps: readonly Pick<Step, 'id' | 'title'>[]): string {
  const named: Record<string, string> = {
    opened: 'opening',
    answered: 'the answer',
    'first-contact': 'first contact',
    'go-live': 'go-live',
    renewal: 'renewal',
  }
  if (named[moment]) return named[moment]
  const [id, what] = moment.split('.')
  if (!what) return moment.replaceAll('-', ' ')
  const title = steps.find((one) => one.id === id)?.title ?? id
  return `“${title}” is ${what}`
}

/** The rule of a window in words: "24 hours after the answer", "5 to 10 business days after opening". */
export function ruleText(
  step: Pick<Step, 'due' | 'repeat'>,
  steps: readonly Pick<Step, 'id' | 'title'>[],
): string {
  const { earliest, latest, after } = step.due
  const from = earliest ? parseDuration(earliest) : undefined
  const to = parseDuration(latest)!
  const span = from
    ? `${from.unit === to.unit ? from.amount : durationText(from)} to ${durationText(to)}`
    : durationText(to)
  const every = step.repeat ? `, then every ${step.repeat.every}` : ''
  return `${span} after ${momentText(after, steps)}${every}`
}

export interface Window {
  countedFrom: Date
  earliest: Date | null
  aim: Date | null
  latest: Date
}

/**
 * When a step falls due, counted from a moment of the case; undefined while that moment has not happened.
 * Later rounds of a repeated step are counted from the same moment, so that the 31st stays the 31st.
 */
export function windowOf(
  calendar: WorkingCalendar,
  step: Pick<Step, 'due' | 'repeat'>,
  moments: ReadonlyMap<string, Date>,
  round = 1,
): Window | undefined {
  const countedFrom = moments.get(step.due.after)
  if (!countedFrom) return undefined
  const side = (text: string | undefined, which: 'earliest' | 'latest') => {
    const length = text ? parseDuration(text) : undefined
    if (!length) return null
    const every = step.repeat && round > 1 ? parseDuration(step.repeat.every) : undefined
    if (!every) return edge(calendar, countedFrom, length, which)
    const shift: Duration = { amount: every.amount * (round - 1), unit: every.unit }
    if (every.unit === length.unit)
      return edge(calendar, countedFrom, { amount: length.amount + shift.amount, unit: length.unit }, which)
    return edge(calendar, edge(calendar, countedFrom, shift, 'latest'), length, which)
  }
  return {
    countedFrom,
    earliest: side(step.due.earliest, 'earliest'),
    aim: side(step.due.aim, 'latest'),
    latest: side(step.due.latest, 'latest')!,
  }
}

/** The first round after `round` whose window is still ahead of the instant: months nobody answered are not caught up on. */
export function nextRound(
  calendar: WorkingCalendar,
  step: Pick<Step, 'due' | 'repeat'>,
  moments: ReadonlyMap<string, Date>,
  round: number,
  now: Date,
): number {
  let next = round + 1
  while (next < round + 1000) {
    const window = windowOf(calendar, step, moments, next)
    if (!window || window.latest > now) return next
    next += 1
  }
  return next
}

export interface Rung {
  index: number
  label: string
  at: Date
  tell: readonly string[]
}

/** The warnings and escalations of a step with the instants at which they fire, earliest first. */
export function rungsOf(
  calendar: WorkingCalendar,
  playbook: Pick<Playbook, 'late'>,
  step: Pick<Step, 'due' | 'late'>,
  window: Pick<Window, 'countedFrom' | 'latest'>,
): Rung[] {
  const unit = parseDuration(step.due.latest)!.unit
  return (step.late ?? playbook.late)
    .map(({ at, tell }, index) => {
      const [share, extra] = at.split(' + ')
      const percent = Number(share!.slice(0, -1))
      const base =
        percent === 100
          ? window.latest
          : partOf(calendar, window.countedFrom, window.latest, percent / 100, unit)
      const more = extra ? parseDuration(extra) : undefined
      return {
        index,
        label: at,
        at: more ? edge(calendar, base, more, 'latest') : base,
        tell: typeof tell === 'string' ? [tell] : tell,
      }
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** True for steps that reach the customer: without a way to reach them they have no clock. */
export function reachesCustomer(action: string): boolean {
  return action === 'send-update' || action === 'call'
}

/** A step that reaches the customer, or of which the customer is told: it is not done without a touchpoint. */
export function needsWord(step: Pick<Step, 'do' | 'tells'>): boolean {
  return reachesCustomer(step.do) || step.tells !== undefined
}

/** Whether a case goes on until this step is done: it ends the case, or it comes round until the case is resolved. */
export function keepsCaseOpen({ ends }: Pick<Playbook, 'ends'>, step: Step): boolean {
  if (ends !== undefined) return ends === `${step.id}.done`
  return step.repeat?.until.trim() === 'case.resolved' && !step.if
}

/** How much of a window has gone by, from 0; 1 and more is late. Undefined without a window. */
export function isLate(latestAt: Date | null, now: Date): boolean {
  return latestAt !== null && now.getTime() > latestAt.getTime()
}
