import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { before, dueFindings } from '#act/playbooks/check-due.ts'
import { parseDuration } from '#platform/calendar/rules.ts'
import { checkCondition, nearest } from '#platform/conditions/rules.ts'
import { Playbook, variableName, variablesOf } from './rules.ts'

export interface Finding {
  line: number
  level: 'error' | 'warning'
  message: string
  fix: string
}

/** What the checker can compare with; what is left out is not checked. */
export interface Known {
  positions?: readonly string[]
  templates?: readonly string[]
}

export interface Checked {
  /** present when there is no error */
  playbook: Playbook | undefined
  findings: Finding[]
}

type Path = readonly PropertyKey[]

const builtInPeople = ['lead', 'management', 'account.owner']

/** Reads a playbook file and says everything that is wrong with it, each with its line and what to write instead. */
export function checkPlaybook(text: string, known: Known = {}): Checked {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, maxAliasCount: 0 } as never)
  const findings: Finding[] = []
  for (const error of document.errors) {
    findings.push({
      line: lines.linePos(error.pos[0]).line,
      level: 'error',
      message: `the file cannot be read here: ${error.message.split('\n')[0]!.replace(/\.$/, '')}`,
      fix: 'correct the YAML; text with a colon or a # goes in quotes',
    })
  }
  if (findings.length > 0) return { playbook: undefined, findings }

  const lineOf = (path: Path): number => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = document.getIn(path.slice(0, depth) as unknown[], true) as { range?: [number] } | undefined
      if (node?.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  const say = (level: Finding['level'], path: Path, message: string, fix: string) =>
    findings.push({ line: lineOf(path), level, message, fix })

  let data: unknown
  try {
    data = document.toJS({ maxAliasCount: 0 })
  } catch {
    say(
      'error',
      [],
      'anchors and aliases (& and *) are not used in playbooks',
      'write the text out where it belongs',
    )
    return { playbook: undefined, findings }
  }
  const parsed = Playbook.safeParse(data)
  if (!parsed.success) {
    for (const issue of parsed.error.issues) shapeFinding(issue, data, say)
    return { playbook: undefined, findings: findings.sort((a, b) => a.line - b.line) }
  }
  meaning(parsed.data, known, say)
  findings.sort((a, b) => a.line - b.line)
  return { playbook: findings.some((one) => one.level === 'error') ? undefined : parsed.data, findings }
}

export type Say = (level: Finding['level'], path: Path, message: string, fix: string) => void

function shapeFinding(issue: z.core.$ZodIssue, data: unknown, say: Say): void {
  const name = String(issue.path.findLast((part) => typeof part === 'string') ?? 'the file')
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      const words = wordsAt(issue.path)
      const meant = nearest(key, words)
      say(
        'error',
        [...issue.path, key],
        `“${key}” is not a word of playbooks here`,
        meant ? `write ${meant}` : `use one of ${words.join(', ')}, or take it out`,
      )
    }
    return
  }
  let value: unknown = data
  for (const part of issue.path) value = (value as Record<PropertyKey, unknown> | undefined)?.[part]
  if (value === undefined) {
    say('error', issue.path, `${name} is missing`, `add ${name}:`)
    return
  }
  if (issue.code === 'invalid_value') {
    const meant = nearest(String(value), issue.values.map(String))
    const fix = meant ? `write ${meant}` : `write one of ${issue.values.join(', ')}`
    say('error', issue.path, `${name} cannot be “${String(value)}”`, fix)
    return
  }
  say(
    'error',
    issue.path,
    `${name} ${issue.message.replace(/^Invalid input: /, 'is wrong: ')}`,
    `correct ${name}`,
  )
}

/** The words that may stand at a place of the file. */
function wordsAt(path: Path): string[] {
  const root = Playbook.shape
  const top = path[0] as keyof typeof root | undefined
  if (top === undefined) return Object.keys(root)
  if (top === 'steps') {
    const inner = {
      due: ['earliest', 'aim', 'latest', 'after'],
      repeat: ['every', 'until'],
      late: ['at', 'tell'],
    }
    const group = path.find((part) => typeof part === 'string' && part in inner) as
      | keyof typeof inner
      | undefined
    return group ? inner[group] : Object.keys(root.steps.element.shape)
  }
  if (top === 'lead') return ['field', 'position', 'role', 'if']
  if (top === 'late') return ['at', 'tell']
  if (top === 'when') return ['event', 'if']
  return []
}

function meaning(playbook: Playbook, known: Known, say: Say): void {
  const ids = playbook.steps.map((step) => step.id)
  const variables = variablesOf(playbook.steps)
  const condition = (path: Path, text: string | undefined) => {
    const fault = text === undefined ? undefined : checkCondition(variables, text)
    if (fault) say('error', path, fault.message, fault.fix)
  }
  const person = (path: Path, who: string, extra: readonly string[] = []) => {
    const allowed = [...builtInPeople, ...extra]
    if (allowed.includes(who)) return
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(who)) {
      say(
        'error',
        path,
        `nobody can be “${who}”`,
        `write ${nearest(who, allowed) ?? 'lead, or a position such as customer-success-manager'}`,
      )
      return
    }
    const everyone = [...allowed, ...(known.positions ?? [])]
    const meant = nearest(who, everyone)
    // A word close to one of ours is a slip of the pen even where positions are not known.
    if (!known.positions && meant && allowed.includes(meant))
      say('error', path, `nobody can be “${who}”`, `write ${meant}`)
    else if (known.positions && !known.positions.includes(who))
      say(
        'error',
        path,
        `nobody holds the position “${who}”`,
        meant ? `write ${meant}` : 'give a member this position in the settings',
      )
  }

  condition(['when', 'if'], playbook.when.if)
  playbook.lead.forEach((lead, i) => {
    if ([lead.field, lead.position, lead.role].filter(Boolean).length !== 1)
      say('error', ['lead', i], 'each lead names one of field, position or role', 'keep one of them')
    condition(['lead', i, 'if'], lead.if)
  })
  playbook.steps.forEach((step, i) => {
    const at = (...rest: PropertyKey[]) => ['steps', i, ...rest]
    const twin = ids.findIndex((id) => variableName(id) === variableName(step.id))
    if (twin !== i)
      say('error', at('id'), `another step is called “${ids[twin]}” already`, 'give the step its own id')
    person(at('who'), step.who)
    condition(at('if'), step.if)
    if (step.do === 'send-update' && !step.template)
      say('error', at(), `“${step.id}” sends an update without a template`, 'add template:')
    if (step.template && known.templates && !known.templates.includes(step.template)) {
      const meant = nearest(step.template, known.templates)
      say(
        'error',
        at('template'),
        `there is no template “${step.template}”`,
        meant ? `write ${meant}` : `use one of ${known.templates.join(', ')}`,
      )
    }
    step.needs?.forEach((need, n) => {
      if (!ids.includes(need))
        say(
          'error',
          at('needs', n),
          `there is no step “${need}”`,
          `write ${nearest(need, ids) ?? `one of ${ids.join(', ')}`}`,
        )
    })
    if (step.repeat) {
      condition(at('repeat', 'until'), step.repeat.until)
      if (!step.due)
        say('error', at('repeat'), `“${step.id}” repeats without a due time`, 'add due: { latest: … }')
      if (parseDuration(step.repeat.every)?.unit.startsWith('business'))
        say(
          'error',
          at('repeat', 'every'),
          'a repetition runs by the wall calendar',
          'write days, weeks, months or quarters',
        )
    }
    if (step.due) dueFindings(playbook, i, say)
    checkLate(step.late ?? [], at('late'), say, person)
  })
  checkLate(playbook.late, ['late'], say, person)
  cycles(playbook, say)
  if (playbook.ends !== undefined && !ids.some((id) => playbook.ends === `${id}.done`))
    say(
      'error',
      ['ends'],
      `a case cannot end with “${playbook.ends}”`,
      `write ${
        nearest(
          playbook.ends,
          ids.map((id) => `${id}.done`),
        ) ?? `${ids.at(-1)}.done`
      }, or take the line out to end cases by hand`,
    )
}

function checkLate(
  rungs: readonly { at: string; tell: string | string[] }[],
  path: Path,
  say: Say,
  person: (path: Path, who: string, extra: readonly string[]) => void,
): void {
  rungs.forEach((rung, r) => {
    const [, extra] = rung.at.split(' + ')
    if (extra && !parseDuration(extra))
      say(
        'error',
        [...path, r, 'at'],
        `“${extra}” is not a duration`,
        'write for example 100% + 1 business day',
      )
    for (const who of typeof rung.tell === 'string' ? [rung.tell] : rung.tell)
      person([...path, r, 'tell'], who, ['who'])
  })
}

function cycles(playbook: Playbook, say: Say): void {
  playbook.steps.forEach((step, i) => {
    if (before(playbook, i).has(step.id))
      say(
        'error',
        ['steps', i, 'needs'],
        `“${step.id}” waits for itself: ${[...before(playbook, i)].join(', ')}`,
        'take one of the needs out',
      )
  })
}
