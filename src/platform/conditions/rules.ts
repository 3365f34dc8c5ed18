import { Environment } from '@marcbachmann/cel-js'

/** Types of variables a condition may name: nested groups of CEL types. Never an open map, so a typo is caught when saved. */
export interface Variables {
  [name: string]: Variables | 'bool' | 'int' | 'double' | 'string' | 'list<string>'
}

/** Where a condition is wrong (0-based offset in its text) and what to write instead. */
export interface ConditionFault {
  message: string
  fix: string
  at: number
}

const limits = {
  maxAstNodes: 300,
  maxDepth: 20,
  maxListElements: 100,
  maxMapEntries: 20,
  maxCallArguments: 8,
}
const environments = new WeakMap<Variables, Environment>()

function environment(variables: Variables): Environment {
  let found = environments.get(variables)
  if (!found) {
    found = new Environment({ limits })
    for (const [name, schema] of Object.entries(variables)) {
      found.registerVariable(
        typeof schema === 'string' ? { name, type: schema } : { name, schema: schema as never },
      )
    }
    environments.set(variables, found)
  }
  return found
}

/** Checks a condition against the variables: undefined when it is a yes-or-no question that can be asked. */
export function checkCondition(variables: Variables, text: string): ConditionFault | undefined {
  const result = environment(variables).check(text)
  if (result.valid) {
    if (result.type === 'bool') return undefined
    return {
      message: `“${text}” is a ${result.type}, not a yes or no`,
      fix: `compare it, for example: ${text.trim()} ${result.type === 'string' ? "== 'text'" : '> 0'}`,
      at: 0,
    }
  }
  const error = result.error as { message?: string; range?: { start: number; end: number } } | undefined
  const said = (error?.message ?? 'it cannot be read').split('\n')[0]!
  const at = error?.range?.start ?? 0
  const word = text.slice(at, error?.range?.end ?? at)
  const unknown = /^(No such key|Unknown variable): (.+)$/.exec(said)
  if (!unknown)
    return {
      message: `“${text}” cannot be read: ${said}`,
      fix: 'correct the condition (it is written in CEL)',
      at,
    }
  const known = names(variables)
  if (unknown[1] === 'Unknown variable' && text.slice(at + word.length).startsWith('-')) {
    const id = /^[\w-]+/.exec(text.slice(at))?.[0] ?? word
    return {
      message: `“${id}” reads as a subtraction here`,
      fix: `write steps.${id.replaceAll('-', '_')}`,
      at,
    }
  }
  const path = /[\w.]*$/.exec(text.slice(0, at))![0] + unknown[2]!
  return {
    message: `nothing is called “${path}”`,
    fix: `write ${nearest(path, known) ?? `one of ${known.join(', ')}`}`,
    at,
  }
}

/** The answer to a condition, or why it could not be answered. A failure is never a no. */
export type Outcome = { holds: boolean } | { failed: string }

/** Asks a checked condition with the values of a case. A yes or no that is not known yet fails it only where it matters. */
export function askCondition(variables: Variables, text: string, values: Record<string, unknown>): Outcome {
  const outcome = evaluate(variables, text, values)
  if ('holds' in outcome) return outcome
  const unknown = names(variables).filter((name) => isNamed(text, name) && under(values, name) === undefined)
  if (
    unknown.length === 0 ||
    unknown.length > mostUnknown ||
    unknown.some((name) => under(variables, name) !== 'bool')
  )
    return outcome
  const outcomes = unknown
    .reduce<Record<string, unknown>[]>(
      (all, name) => all.flatMap((one) => [withValue(one, name, true), withValue(one, name, false)]),
      [values],
    )
    .map((one) => evaluate(variables, text, one))
  const [first] = outcomes
  const isSame = outcomes.every((one) => 'holds' in one && 'holds' in first! && one.holds === first.holds)
  return isSame ? first! : outcome
}

const mostUnknown = 4

function evaluate(variables: Variables, text: string, values: Record<string, unknown>): Outcome {
  try {
    const value = environment(variables).evaluate(text, values)
    return typeof value === 'boolean' ? { holds: value } : { failed: `“${text}” gave no yes or no` }
  } catch (error) {
    const said = (error instanceof Error ? error.message : String(error)).split('\n')[0]!
    const missing = /^No such key: (.+)$/.exec(said)
    return {
      failed: missing ? `“${text}” asks for ${missing[1]}, which is not known yet` : `“${text}”: ${said}`,
    }
  }
}

/** The variables a condition names with their values now, for the reason written on a case. */
export function valuesIn(variables: Variables, text: string, values: Record<string, unknown>): string {
  return names(variables)
    .filter((name) => isNamed(text, name))
    .map((name) => {
      const value = under(values, name)
      return `${name} is ${value === undefined ? 'not known' : value === '' ? 'empty' : Array.isArray(value) ? value.join(', ') || 'empty' : String(value)}`
    })
    .join(', ')
}

const isNamed = (text: string, name: string) =>
  new RegExp(`(^|[^\\w.])${name.replaceAll('.', '\\.')}($|[^\\w])`).test(text)

/** What stands under a full name in nested groups; undefined: nothing. */
function under(groups: Record<string, unknown>, name: string): unknown {
  let value: unknown = groups
  for (const part of name.split('.')) value = (value as Record<string, unknown> | undefined)?.[part]
  return value
}

function withValue(values: Record<string, unknown>, name: string, value: boolean): Record<string, unknown> {
  const [part, ...rest] = name.split('.')
  const inner = (values[part!] ?? {}) as Record<string, unknown>
  return { ...values, [part!]: rest.length === 0 ? value : withValue(inner, rest.join('.'), value) }
}

/** Every variable with its full name, in the order declared. */
export function names(variables: Variables, prefix = ''): string[] {
  return Object.entries(variables).flatMap(([name, type]) =>
    typeof type === 'string' ? [prefix + name] : names(type, `${prefix}${name}.`),
  )
}

/** The candidate that differs from the word by the fewest letters, if it is near enough to be meant. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined
  let least = Math.max(2, Math.ceil(word.length / 3)) + 1
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate)
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best
}

/** How many letters have to be put in, taken out or changed to make one word of the other (Levenshtein 1966). */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}
