import { z } from 'zod'
import { evidenceKinds } from '#act/evidence/contract.ts'
import { parseDuration } from '#platform/calendar/rules.ts'
import type { Variables } from '#platform/conditions/rules.ts'

// The playbook language. A word that the software does not follow is refused, never ignored.

/** The moments that every case has and no step makes. */
export const startMoments = ['opened', 'answered', 'first-contact', 'go-live', 'renewal'] as const
/** Those of them that are dates of the account. */
export const accountMoments = ['go-live', 'renewal'] as const

const wordForm = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const word = z.string().max(60).regex(wordForm, 'is written in small letters, digits and hyphens')
const line = z.string().trim().min(1).max(200)
const duration = z
  .string()
  .max(60)
  .refine(
    (text) => parseDuration(text) !== undefined,
    'is not a duration such as “3 business days”, “24 hours” or “1 month”',
  )
  .meta({ examples: ['3 business days', '24 hours', '1 month', '4 business hours'] })
const condition = z.string().trim().min(1).max(500).meta({
  description: 'A yes-or-no question in CEL, such as account.mrr > 3000',
})
const template = z.string().max(100).meta({ description: 'The key of a mail template' })
/** A position, a team, `lead`, `management` or `account.owner`. */
const person = z.string().max(60).meta({
  description:
    'lead, management, account.owner, a position such as marketing-specialist, or the key of a team',
})
const position = word.meta({ description: 'A position that members hold, such as marketing-specialist' })

const due = z.strictObject({
  earliest: duration.optional().meta({ description: 'The planned start; nobody has to justify being quick' }),
  aim: duration.optional().meta({ description: 'What the team tries for' }),
  latest: duration.meta({ description: 'What the team owes' }),
  after: z.string().max(100).default('opened').meta({
    description:
      'The moment it is counted from: opened, answered, first-contact, go-live, renewal, one of moments, <step>.opened or <step>.done',
  }),
})
const rung = z.strictObject({
  at: z
    .string()
    .max(60)
    .regex(/^\d{1,3}%( \+ .+)?$/, 'is a share of the window such as “75%” or “100% + 1 business day”'),
  tell: z.union([
    person.or(z.literal('who')),
    z
      .array(person.or(z.literal('who')))
      .min(1)
      .max(10),
  ]),
})
const lead = z.strictObject({
  field: z.enum(['account.owner']).optional(),
  position: position.optional(),
  team: word
    .optional()
    .meta({ description: 'The key of a team; who of it is chosen by area, hours, load and turn' }),
  role: z.enum(['manager', 'admin', 'owner']).optional(),
  if: condition.optional(),
})

export const stepActions = [
  'send-update',
  'task',
  'call',
  'meeting',
  'corrective-actions',
  'escalate',
  'resolve',
] as const
export type StepAction = (typeof stepActions)[number]

const step = z.strictObject({
  id: word,
  title: line,
  if: condition.optional().meta({ description: 'False: the step is skipped, and the case says why' }),
  needs: z
    .array(word)
    .max(20)
    .optional()
    .meta({ description: 'The steps that must be over first; the one above when left out' }),
  who: person,
  do: z.enum(stepActions),
  template: template.optional(),
  checklist: z.array(line).max(20).default([]),
  evidence: z
    .array(
      line.or(
        z
          .strictObject({ note: line, file: line, update: line, call: line, 'corrective-action': line })
          .partial()
          .refine(
            (entry) => Object.keys(entry).length === 1,
            `names one kind: ${evidenceKinds.join(', ')}, such as { file: signed plan }`,
          ),
      ),
    )
    .max(10)
    .default([])
    .meta({
      description:
        'What it cannot be completed without: a note in words, or { file | update | call | corrective-action: name }',
    }),
  asks: z
    .record(word, z.enum(['yes-no']))
    .default({})
    .meta({ description: 'Questions whose answers conditions know as steps.<step>.<question>' }),
  may: z
    .array(z.enum(['log-corrective-action']))
    .max(1)
    .default([]),
  'sends-before': line
    .optional()
    .meta({ description: 'What everybody invited gets to read before the step can be completed' }),
  invite: z
    .array(z.strictObject({ position, if: condition.optional() }))
    .max(10)
    .default([]),
  choose: z
    .array(z.strictObject({ if: condition.optional(), text: line }))
    .max(10)
    .default([])
    .meta({ description: 'What to do: the first text whose condition holds' }),
  approve: person.optional().meta({ description: 'Who has to agree before it counts as done' }),
  tells: template.optional().meta({ description: 'The customer is told with this template, and kept told' }),
  logs: z
    .array(z.enum(['case', 'crm']))
    .max(2)
    .default([])
    .meta({ description: 'Where the outcome is written; crm where a customer system is connected' }),
  repeat: z.strictObject({ every: duration, until: condition }).optional(),
  due,
  late: z.array(rung).max(6).optional(),
})

export const playbookEvents = ['response.received', 'feedback.triaged'] as const
export const joinRules = ['same contact', 'same contact and wave', 'same account', 'nothing'] as const
export type JoinRule = (typeof joinRules)[number]

/** A playbook file, as data. `playbook` is its name; steps run from top to bottom unless `needs` says otherwise. */
export const Playbook = z.strictObject({
  playbook: word,
  title: line,
  source: line.optional().meta({ description: 'The document it comes from' }),
  owner: position.optional().meta({ description: 'The position that keeps it' }),
  approver: person.optional().meta({ description: 'A new version takes effect when this one agrees' }),
  review: z.enum(['every quarter', 'every year']).optional(),
  positions: z
    .array(position)
    .max(30)
    .default([])
    .meta({ description: 'Positions it names beside those that the product’s own playbooks know' }),
  teams: z.array(word).max(30).default([]).meta({ description: 'The keys of the teams it names' }),
  moments: z
    .array(
      word.refine(
        (name) => !(startMoments as readonly string[]).includes(name),
        'is a moment that every case has; take it out',
      ),
    )
    .max(20)
    .default([])
    .meta({ description: 'Moments that a person records on the case, such as contract-signed' }),
  when: z.strictObject({
    event: z.enum(playbookEvents),
    if: condition,
    otherwise: z
      .literal(true)
      .optional()
      .meta({ description: 'Only where no other playbook that is on takes the answer or item' }),
  }),
  joins: z.enum(joinRules).default('same contact'),
  'joins-cases-of': z
    .union([z.literal('any'), z.array(word).min(1).max(30)])
    .optional()
    .meta({
      description: 'Other playbooks whose open case of the same contact or account a signal joins; or any',
    }),
  lead: z.array(lead).min(1).max(10),
  steps: z.array(step).min(1).max(50),
  late: z.array(rung).max(6).default([]),
  stops: condition.optional().meta({ description: 'As soon as it holds, open steps are cancelled' }),
  ends: z.string().max(100).optional().meta({ description: 'What ends the case, such as document.done' }),
  // biome-ignore lint/suspicious/noThenProperty: the language's word; its value is data, never a function
  then: z
    .strictObject({ survey: word, after: duration })
    .optional()
    .meta({ description: 'The survey that asks again after the case has ended' }),
})
export type Playbook = z.output<typeof Playbook>
export type Step = Playbook['steps'][number]

/** The language as JSON Schema, for editors that check while typing. */
export function playbookSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(Playbook, { io: 'input', target: 'draft-2020-12' }),
    title: 'A Hearback playbook',
  }
}

/** Every moment that a case of this playbook can have, for checking a name. */
export function momentsIn(playbook: Playbook): string[] {
  return [
    ...startMoments,
    ...playbook.moments,
    ...playbook.steps.flatMap((one) => [`${one.id}.opened`, `${one.id}.done`]),
  ]
}

type Asking = readonly { id: string; asks: Record<string, string> }[]

const variables = new WeakMap<Asking, Variables>()

/**
 * What conditions may name in this playbook. Step ids write `_` for `-`, because CEL reads a hyphen as minus. The same
 * steps give the same object: what conditions are read with is kept by it.
 */
export function variablesOf(steps: Asking): Variables {
  let known = variables.get(steps)
  if (!known) {
    known = namesFor(steps)
    variables.set(steps, known)
  }
  return known
}

function namesFor(steps: Asking): Variables {
  return {
    survey: { key: 'string', kind: 'string' },
    response: { score: 'double', negative: 'bool' },
    item: {
      type: 'string',
      priority: 'string',
      sentiment: 'string',
      channel: 'string',
      area: 'string',
      negative: 'bool',
    },
    contact: { known: 'bool', roles: 'list<string>', reachable: 'bool' },
    account: {
      name: 'string',
      mrr: 'double',
      mrr_known: 'bool',
      segment: 'string',
      lifecycle: 'string',
      has_owner: 'bool',
    },
    case: { dissatisfied: 'bool', resolved: 'bool', answers: 'int', areas: 'list<string>' },
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

/** Positions that the product's own playbooks name; a file that names others lists them under `positions`. */
export const knownPositions = [
  'customer-success-manager',
  'director-of-implementations',
  'engineering-lead',
  'management',
  'marketing-specialist',
  'product-manager',
  'quality-manager',
  'support-lead',
  'transition-success-manager',
] as const
