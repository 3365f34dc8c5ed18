import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { dueFindings } from '#act/playbooks/check-due.ts'
import { checkEnds } from '#act/playbooks/check-ends.ts'
import { checkPeople } from '#act/playbooks/check-people.ts'
import { Playbook, variableName, variablesOf } from '#act/playbooks/language.ts'
import { parseDuration } from '#platform/calendar/rules.ts'
import { checkCondition, nearest } from '#platform/conditions/rules.ts'

export interface Finding {
  line: number
  level: 'error' | 'warning'
  message: string
  fix: string
}

/** What the checker can compare with; what is left out is not checked. */
export interface Known {
  /** positions that members hold */
  positions?: readonly string[]
  /** the teams and how many are in each */
  teams?: ReadonlyMap<string, number>
  templates?: readonly string[]
  surveys?: readonly string[]
  playbooks?: readonly string[]
}

export interface Checked {
  /** present when there is no error */
  playbook: Playbook | undefined
  findings: Finding[]
}

type Path = readonly PropertyKey[]

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

/** The words that may stand at a place of the file, read from the language itself. */
function wordsAt(path: Path): string[] {
  let place: z.ZodType = Playbook
  for (const part of path) {
    place = bare(place)
    // what is a word alone or an object has its words in the object
    if (place instanceof z.ZodUnion) place = place.options.find((one) => one instanceof z.ZodObject) ?? place
    if (place instanceof z.ZodArray) place = place.element as z.ZodType
    else if (place instanceof z.ZodObject) place = place.shape[String(part)] as z.ZodType
  }
  place = bare(place)
  if (place instanceof z.ZodUnion) place = place.options.find((one) => one instanceof z.ZodObject) ?? place
  return place instanceof z.ZodObject ? Object.keys(place.shape) : []
}

/** A shape without what makes it optional or gives it a default. */
function bare(shape: z.ZodType): z.ZodType {
  let inner = shape
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault) inner = inner.unwrap() as z.ZodType
  return inner
}

function meaning(playbook: Playbook, known: Known, say: Say): void {
  const ids = playbook.steps.map((step) => step.id)
  const variables = variablesOf(playbook.steps)
  const condition = (path: Path, text: string | undefined) => {
    const fault = text === undefined ? undefined : checkCondition(variables, text)
    if (fault) say('error', path, fault.message, fault.fix)
  }
  const oneOf = (path: Path, what: string, name: string | undefined, all: readonly string[] | undefined) => {
    if (name === undefined || !all || all.includes(name)) return
    const meant = nearest(name, all)
    say(
      'error',
      path,
      `there is no ${what} “${name}”`,
      meant ? `write ${meant}` : `use one of ${all.join(', ')}`,
    )
  }

  condition(['when', 'if'], playbook.when.if)
  condition(['stops'], playbook.stops)
  if (playbook.joins === 'same contact and wave' && playbook.when.event !== 'response.received')
    say('error', ['joins'], 'only answers to a survey belong to a wave', 'write same contact')
  if (playbook['joins-cases-of'] && playbook.joins === 'nothing')
    say(
      'error',
      ['joins-cases-of'],
      'a signal that joins nothing joins no case of another playbook either',
      'write joins: same contact, or take the line out',
    )
  if (Array.isArray(playbook['joins-cases-of']))
    playbook['joins-cases-of'].forEach((name, i) => {
      oneOf(['joins-cases-of', i], 'playbook', name, known.playbooks)
    })
  if (playbook.then) oneOf(['then', 'survey'], 'survey', playbook.then.survey, known.surveys)
  playbook.lead.forEach((lead, i) => {
    if ([lead.field, lead.position, lead.team, lead.role].filter(Boolean).length !== 1)
      say('error', ['lead', i], 'each lead names one of field, position, team or role', 'keep one of them')
    condition(['lead', i, 'if'], lead.if)
  })
  playbook.steps.forEach((step, i) => {
    const at = (...rest: PropertyKey[]) => ['steps', i, ...rest]
    const twin = ids.findIndex((id) => variableName(id) === variableName(step.id))
    if (twin !== i)
      say('error', at('id'), `another step is called “${ids[twin]}” already`, 'give the step its own id')
    condition(at('if'), step.if)
    if (step.do === 'send-update' && !step.template)
      say('error', at(), `“${step.id}” sends an update without a template`, 'add template:')
    oneOf(at('template'), 'template', step.template, known.templates)
    oneOf(at('tells'), 'template', step.tells, known.templates)
    step.needs?.forEach((need, n) => {
      oneOf(at('needs', n), 'step', need, ids)
    })
    step.invite.forEach((one, n) => {
      condition(at('invite', n, 'if'), one.if)
    })
    if (step['sends-before'] && step.invite.length === 0)
      say(
        'error',
        at('sends-before'),
        'nobody is invited who would get it',
        'add invite:, or take the line out',
      )
    step.choose.forEach((one, n) => {
      condition(at('choose', n, 'if'), one.if)
      if (!one.if && n < step.choose.length - 1)
        say(
          'error',
          at('choose', n),
          'this text always holds, so the next ones are never chosen',
          'put it last',
        )
    })
    if (step.repeat) {
      condition(at('repeat', 'until'), step.repeat.until)
      if (parseDuration(step.repeat.every)?.unit.startsWith('business'))
        say(
          'error',
          at('repeat', 'every'),
          'a repetition runs by the wall calendar',
          'write days, weeks, months or quarters',
        )
    }
    dueFindings(playbook, i, say)
    checkLate(step.late ?? [], at('late'), say)
  })
  checkLate(playbook.late, ['late'], say)
  checkPeople(playbook, known, say)
  checkEnds(playbook, say)
}

function checkLate(rungs: Playbook['late'], path: Path, say: Say): void {
  rungs.forEach((rung, r) => {
    const [, extra] = rung.at.split(' + ')
    if (extra && !parseDuration(extra))
      say(
        'error',
        [...path, r, 'at'],
        `“${extra}” is not a duration`,
        'write for example 100% + 1 business day',
      )
  })
}
