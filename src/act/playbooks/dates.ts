import type { DatedStep } from '#act/playbooks/contract.ts'
import { needsOf, type Playbook, type Step, variablesOf } from '#act/playbooks/language.ts'
import { momentText, ruleText, windowOf } from '#act/playbooks/rules.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'
import { askCondition, names, nearest, type Variables } from '#platform/conditions/rules.ts'
import { AppError } from '#platform/errors.ts'

/** The dates of every step for moments that are known, and for values that conditions ask for. */
export function datesOf(
  playbook: Playbook,
  calendar: WorkingCalendar,
  moments: ReadonlyMap<string, Date>,
  values: Record<string, unknown>,
): DatedStep[] {
  const variables = variablesOf(playbook.steps)
  const holds = (text: string) => {
    const outcome = askCondition(variables, text, values)
    return 'holds' in outcome ? outcome.holds : null
  }
  return playbook.steps.map((step) => {
    const window = windowOf(calendar, step, moments)
    return {
      step: step.id,
      title: step.title,
      who: whoDoes(playbook, step, holds, values),
      earliest: window?.earliest?.toISOString() ?? null,
      aim: window?.aim?.toISOString() ?? null,
      latest: window?.latest.toISOString() ?? null,
      after: step.due.after,
      rule: ruleText(step, playbook.steps),
      if: step.if ?? null,
      holds: step.if ? holds(step.if) : null,
    }
  })
}

/** The position or team behind `lead`: the first line that holds, and that can be filled as far as the values say. */
function whoDoes(
  playbook: Playbook,
  step: Step,
  holds: (text: string) => boolean | null,
  values: Record<string, unknown>,
): string | null {
  if (step.who !== 'lead') return step.who
  const { has_owner } = values.account as { has_owner: boolean }
  const line = playbook.lead.find((one) => (!one.if || holds(one.if)) && (!one.field || has_owner))
  return line?.position ?? line?.team ?? line?.field ?? line?.role ?? null
}

/** Why a step has no dates: "counted from first contact, which is not known". */
export function waitsFor(playbook: Playbook, step: Pick<DatedStep, 'after'>): string {
  return `counted from ${momentText(step.after, playbook.steps)}, which has not happened`
}

/** What conditions know before a case has begun: nothing happened, and every text is empty. */
export function startValues(playbook: Playbook): Record<string, unknown> {
  const empty = (shape: Variables): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(shape).map(([name, type]) => {
        if (typeof type !== 'string') return [name, empty(type)]
        return [name, { bool: false, int: 0n, double: 0, string: '', 'list<string>': [] }[type]]
      }),
    )
  const values = empty(variablesOf(playbook.steps))
  // An answer nobody gave is not a no.
  values.steps = Object.fromEntries(
    Object.keys(values.steps as object).map((name) => [name, { done: false, skipped: false }]),
  )
  return values
}

/** Sets a variable such as `account.mrr` from text, as its type asks; an MRR that is set is known. */
export function setValue(
  playbook: Playbook,
  values: Record<string, unknown>,
  name: string,
  text: string,
): void {
  const variables = variablesOf(playbook.steps)
  let type: Variables | string | undefined = variables
  for (const part of name.split('.')) type = typeof type === 'object' ? type[part] : undefined
  if (typeof type !== 'string') {
    const meant = nearest(name, names(variables))
    throw new AppError(
      'invalid',
      'playbook.unknown_variable',
      `Nothing is called “${name}”. Write ${meant ?? `one of ${names(variables).join(', ')}`}.`,
    )
  }
  const value = readValue(type, text)
  if (value === undefined)
    throw new AppError('invalid', 'playbook.value', `“${name}” is a ${type}; “${text}” is not.`)
  const path = name.split('.')
  const last = path.pop()!
  let place = values
  for (const part of path) place = place[part] as Record<string, unknown>
  place[last] = value
  if (name === 'account.mrr') place.mrr_known = true
}

function readValue(type: string, text: string): unknown {
  if (type === 'bool') return text === 'true' ? true : text === 'false' ? false : undefined
  if (type === 'string') return text
  if (type === 'list<string>')
    return text
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean)
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number)) return undefined
  if (type === 'int') return Number.isInteger(number) ? BigInt(number) : undefined
  return number
}

/** The moments of the steps that open as soon as the case does. */
export function firstSteps(playbook: Playbook): string[] {
  return playbook.steps
    .filter((_, index) => needsOf(playbook, index).length === 0 && !playbook.steps[index]!.if)
    .map((step) => `${step.id}.opened`)
}
