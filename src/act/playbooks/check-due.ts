import type { Say } from '#act/playbooks/check.ts'
import { momentsIn, needsOf, type Playbook, startMoments } from '#act/playbooks/language.ts'
import { edge, parseDuration, type WorkingCalendar } from '#platform/calendar/rules.ts'
import { nearest } from '#platform/conditions/rules.ts'
import { reachesCustomer } from './rules.ts'

const office: WorkingCalendar = {
  zone: 'UTC',
  hours: { 1: [[540, 1020]], 2: [[540, 1020]], 3: [[540, 1020]], 4: [[540, 1020]], 5: [[540, 1020]] },
  holidays: {},
  halfDays: {},
}

/** All steps that are surely over when this one opens. */
export function before(playbook: Playbook, index: number, seen = new Set<string>()): Set<string> {
  for (const need of needsOf(playbook, index)) {
    if (seen.has(need)) continue
    seen.add(need)
    const at = playbook.steps.findIndex((step) => step.id === need)
    if (at >= 0) before(playbook, at, seen)
  }
  return seen
}

/** What is wrong with the due times of a step: windows that contradict themselves, or cannot be kept. */
export function dueFindings(playbook: Playbook, i: number, say: Say): void {
  const step = playbook.steps[i]!
  const { earliest, aim, latest, after } = step.due
  const path = ['steps', i, 'due']
  const fixed: readonly string[] = [...startMoments, ...playbook.moments]
  const moments = momentsIn(playbook)
  const earlier = before(playbook, i)
  if (!moments.includes(after)) {
    say(
      'error',
      [...path, 'after'],
      `nothing is called “${after}”`,
      `write ${nearest(after, moments) ?? `one of ${fixed.join(', ')}, or a step with .done`}`,
    )
  } else if (!fixed.includes(after)) {
    const [id, what] = after.split('.')
    const own = id === step.id && what === 'opened'
    if (!own && !earlier.has(id!)) {
      const above = [...earlier].at(-1)
      say(
        'error',
        [...path, 'after'],
        `the window can never open: “${id}” comes after “${step.id}” or beside it`,
        `write opened${above ? ` or ${above}.done` : ''}`,
      )
    }
  } else if (
    after === 'first-contact' &&
    !playbook.steps.some((one, n) => (earlier.has(one.id) || n === i) && reachesCustomer(one.do))
  ) {
    say(
      'error',
      [...path, 'after'],
      'no step before this one reaches the customer',
      'write opened, or add a step that calls or writes',
    )
  }
  for (const [name, start] of [
    ['earliest', earliest],
    ['aim', aim],
  ] as const) {
    if (start && everLater(start, latest))
      say(
        'error',
        [...path, 'latest'],
        `“${step.title}” ends before it may begin: ${name} is ${start}, latest is ${latest}`,
        `write latest: ${start}, or more`,
      )
  }
  const above = playbook.steps[i - 1]
  if (above && earliest && above.due.after === after && everLater(above.due.latest, earliest))
    say(
      'warning',
      [...path, 'earliest'],
      `“${above.id}” may last until ${above.due.latest}, “${step.id}” may begin at ${earliest}`,
      'keep it if they may overlap',
    )
}

/** True when for some opening moment of a fortnight the first duration ends after the second. */
function everLater(first: string, second: string): boolean {
  const a = parseDuration(first)!
  const b = parseDuration(second)!
  if (a.unit === b.unit) return a.amount > b.amount
  return Array.from({ length: 14 }, (_, day) => new Date(Date.UTC(2026, 0, 5 + day, 12))).some(
    (moment) => edge(office, moment, a, 'earliest') > edge(office, moment, b, 'latest'),
  )
}
