import { z } from 'zod'
import {
  type Duration,
  durationText,
  edge,
  parseDuration,
  partOf,
  type WorkingCalendar,
} from '#platform/calendar/rules.ts'
import type { Variables } from '#platform/conditions/rules.ts'

// The playbook language. A word that the software does not follow is refused, never ignored.

const word = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'is written in small letters, digits and hyphens')
const line = z.string().trim().min(1).max(200)
const condition = z.string().trim().min(1).max(500)
const duration = z
  .string()
  .refine(
    (text) => parseDuration(text) !== undefined,
    'is not a duration such as “3 business days”, “24 hours” or “1 month”',
  )
const due = z.strictObject({
  earliest: duration.optional(),
  aim: duration.optional(),
  latest: duration,
  after: z.string().max(100).default('opened'),
})
const rung = z.strictObject({
  at: z
    .string()
    .regex(/^\d{1,3}%( \+ .+)?$/, 'is a share of the window such as “75%” or “100% + 1 business day”'),
  tell: z.union([z.string().max(60), z.array(z.string().max(60)).min(1).max(10)]),
})
const lead = z.strictObject({
  field: z.enum(['account.owner']).optional(),
  position: word.optional(),
  role: z.enum(['manager', 'admin', 'owner']).optional(),
  if: condition.optional(),
})

export const stepActions = ['send-update', 'task', 'call', 'meeting', 'escalate', 'resolve'] as const
export type StepAction = (typeof stepActions)[number]

const step = z.strictObject({
  id: word,
  title: line,
  if: condition.optional(),
  needs: z.array(word).max(20).optional(),
  who: z.string().max(60),
  do: z.enum(stepActions),
  template: z.string().max(100).optional(),
  checklist: z.array(line).max(20).default([]),
  evidence: z.array(line).max(10).default([]),
  asks: z.record(word, z.enum(['yes-no'])).default({}),
  repeat: z.strictObject({ every: duration, until: condition }).optional(),
  due: due.optional(),
  late: z.array(rung).max(6).optional(),
})

/** A playbook file, as data. `playbook` is its name; steps run from top to bottom unless `needs` says otherwise. */
export const Playbook = z.strictObject({
  playbook: word,
  title: line,
  source: line.optional(),
  owner: word.optional(),
  approver: word.optional(),
  review: line.optional(),
  when: z.strictObject({ event: z.enum(['response.received']), if: condition }),
  joins: z.enum(['same contact']).default('same contact'),
  lead: z.array(lead).min(1).max(10),
  steps: z.array(step).min(1).max(50),
  late: z.array(rung).max(6).default([]),
  ends: z.string().max(100).optional(),
})
export type Playbook = z.output<typeof Playbook>
export type Step = Playbook['steps'][number]

/** What conditions may name in this playbook. Step ids write `_` for `-`, because CEL reads a hyphen as minus. */
export function variablesOf(steps: readonly { id: string; asks: Record<string, string> }[]): Variables {
  return {
    survey: { key: 'string', kind: 'string' },
    response: { score: 'double', negative: 'bool' },
    contact: { roles: 'list<string>', reachable: 'bool' },
    account: {
      name: 'string',
      mrr: 'double',
      mrr_known: 'bool',
      segment: 'string',
      lifecycle: 'string',
      has_owner: 'bool',
    },
    case: { dissatisfied: 'bool', resolved: 'bool', answers: 'int' },
    settings: { executive_call_mrr: 'double' },
    steps: Object.fromEntries(
      steps.map((one) => [
        variableName(one.id),
        {
          done: 'bool',
          skipped: 'bool',
          ...Object.fromEntries(Object.keys(one.asks).map((key) => [variableName(key), 'bool'])),
        },
      ]),
    ) as Variables,
  }
}

/** `follow-up` as conditions write it: `follow_up`. */
export function variableName(id: string): string {
  return id.replaceAll('-', '_')
}

/** The steps that must be done before this one: as written, else the step above it. */
export function needsOf(
  playbook: { steps: readonly Pick<Step, 'id' | 'needs'>[] },
  index: number,
): readonly string[] {
  const own = playbook.steps[index]!
  if (own.needs) return own.needs
  const above = playbook.steps[index - 1]
  return above ? [above.id] : []
}

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
  const title = steps.find((one) => one.id === id)?.title ?? id
  return `“${title}” is ${what}`
}

/** The rule of a window in words: "24 hours after the answer", "5 to 10 business days after opening". */
export function ruleText(
  step: Pick<Step, 'due' | 'repeat'>,
  steps: readonly Pick<Step, 'id' | 'title'>[],
): string {
  if (!step.due) return 'no time limit'
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
  if (!step.due) return undefined
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
  const unit = parseDuration(step.due?.latest ?? '')?.unit ?? 'hours'
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

/** How much of a window has gone by, from 0; 1 and more is late. Undefined without a window. */
export function isLate(latestAt: Date | null, now: Date): boolean {
  return latestAt !== null && now.getTime() > latestAt.getTime()
}
