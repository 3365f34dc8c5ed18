import { z } from 'zod'
import { kinds, mostWhys, states } from '#act/corrective-actions/rules.ts'
import { words } from '#act/touchpoints/contract.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const Person = z.object({ id: idOut('mem'), name: z.string() })
export const ActionKind = z.enum(kinds)
export const ActionState = z.enum(states)
const Counted = z.object({ mentions: z.number(), days: z.number() })

/** One line of the log. */
export const ActionRow = z.object({
  id: idOut('capa'),
  /** what people call it by: CAPA 31 */
  number: z.number(),
  kind: ActionKind,
  finding: z.string(),
  state: ActionState,
  owner: Person.nullable(),
  dueOn: z.string(),
  isOverdue: z.boolean(),
  doneAt: z.string().nullable(),
  checkOn: z.string().nullable(),
  /** the day of the check has come and a person has to say whether it helped */
  isToCheck: z.boolean(),
  watchUntil: z.string().nullable(),
  reopenedCount: z.number(),
  case: z.object({ id: idOut('case'), title: z.string() }).nullable(),
  theme: z.object({ id: idOut('th'), name: z.string() }).nullable(),
  feedbackId: idOut('fb').nullable(),
  costCents: z.number().nullable(),
  currency: z.string().nullable(),
  createdAt: z.string(),
})
export type ActionRow = z.output<typeof ActionRow>

const Entry = z.object({
  id: z.uuid(),
  kind: z.enum(['logged', 'changed', 'done', 'checked', 'reopened', 'cancelled']),
  at: z.string(),
  /** null: the clock */
  by: z.string().nullable(),
  note: z.string().nullable(),
  fields: z.array(z.string()),
  result: z.enum(['effective', 'ineffective', 'unclear']).nullable(),
  before: Counted.nullable(),
  after: Counted.nullable(),
  chance: z.number().nullable(),
})
export type Entry = z.output<typeof Entry>

export const Action = ActionRow.extend({
  whys: z.array(z.string()),
  cause: z.string().nullable(),
  correction: z.string().nullable(),
  prevention: z.string().nullable(),
  /** mentions of its theme by week, from before it was done until now; empty without a theme */
  weeks: z.array(z.object({ from: z.string(), mentions: z.number(), isAfter: z.boolean() })),
  /** the newest first, at most 100 */
  entries: z.array(Entry),
})
export type Action = z.output<typeof Action>

const one = z.strictObject({ actionId: id('capa') })
const text = (what: string) => words(2000, what)
const reason = text('why')
const currency = z.string().regex(/^[A-Z]{3}$/, 'is three capital letters, such as EUR')
const costCents = z.number().int().min(0).max(1e9)
const whys = z
  .array(text('the answer to why'))
  .max(mostWhys, `has at most ${mostWhys} lines; five whys are enough`)

export const listActions = endpoint({
  method: 'GET',
  path: '/actions',
  summary: 'Corrective actions: open ones by due date, others newest first',
  access: 'cases:read',
  query: z.strictObject({
    state: z.enum([...states, 'all']).default('open'),
    owner: z
      .union([z.enum(['me', 'none']), id('mem')])
      .optional()
      .meta({ description: 'me, none or a member id' }),
    kind: ActionKind.optional(),
    case: id('case').optional(),
    theme: id('th').optional(),
    overdue: z.stringbool().optional().meta({ description: 'open ones after, or not after, their due date' }),
    toCheck: z
      .stringbool()
      .optional()
      .meta({ description: 'done ones that wait for a person to check them' }),
    ...pageQuery,
  }),
  response: page(ActionRow),
})

export const countActions = endpoint({
  method: 'GET',
  path: '/actions/counts',
  summary: 'How many corrective actions are open, mine, overdue and to be checked; counting stops at 10,000',
  access: 'cases:read',
  response: z.object({
    open: z.number(),
    overdue: z.number(),
    mine: z.number(),
    mineOverdue: z.number(),
    toCheck: z.number(),
  }),
})

export const getAction = endpoint({
  method: 'GET',
  path: '/actions/:actionId',
  summary:
    'One corrective action whole: whys, what was done, its theme before and after, what happened to it',
  access: 'cases:read',
  params: one,
  response: Action,
})

export const logAction = endpoint({
  method: 'POST',
  path: '/actions',
  summary: 'Log a corrective action; its owner is who logs it, unless somebody else is named',
  access: 'cases:write',
  body: z
    .strictObject({
      kind: ActionKind,
      finding: text('what was found'),
      dueOn: z.iso.date(),
      whys: whys.default([]),
      cause: text('the root cause').optional(),
      correction: text('what is put right').optional(),
      prevention: text('what keeps it from coming back').optional(),
      ownerId: id('mem').optional(),
      caseId: id('case').optional(),
      feedbackId: id('fb').optional(),
      themeId: id('th').optional(),
      costCents: costCents.optional(),
      currency: currency.optional(),
    })
    .refine((body) => (body.costCents === undefined) === (body.currency === undefined), {
      path: ['currency'],
      message: 'and costCents come together: give both or neither',
    }),
  response: Action,
  status: 201,
})

export const changeAction = endpoint({
  method: 'PATCH',
  path: '/actions/:actionId',
  summary: 'Change an action that is open or done; null takes a value out',
  access: 'cases:write',
  params: one,
  body: z
    .strictObject({
      kind: ActionKind.optional(),
      finding: text('what was found').optional(),
      dueOn: z.iso.date().optional(),
      checkOn: z.iso.date().optional().meta({ description: 'of a done action' }),
      whys: whys.optional(),
      cause: text('the root cause').nullish(),
      correction: text('what is put right').nullish(),
      prevention: text('what keeps it from coming back').nullish(),
      ownerId: id('mem').nullish(),
      themeId: id('th').nullish(),
      costCents: costCents.nullish(),
      currency: currency.nullish(),
    })
    .refine((body) => (body.costCents == null) === (body.currency == null), {
      path: ['currency'],
      message: 'and costCents come together: give both or neither',
    }),
  response: Action,
})

export const completeAction = endpoint({
  method: 'POST',
  path: '/actions/:actionId/complete',
  summary: 'Say that an action is done; it is checked eight weeks later, unless another day is chosen',
  access: 'cases:write',
  params: one,
  body: z.strictObject({
    correction: text('what was put right').optional(),
    prevention: text('what keeps it from coming back').optional(),
    note: text('a note').optional(),
    checkOn: z.iso.date().optional(),
  }),
  response: Action,
})

export const checkAction = endpoint({
  method: 'POST',
  path: '/actions/:actionId/check',
  summary: 'Say whether a done action helped, with a note; one that did not opens again',
  access: 'cases:write',
  params: one,
  body: z.strictObject({ result: z.enum(['effective', 'ineffective']), note: text('what it shows in') }),
  response: Action,
})

export const cancelAction = endpoint({
  method: 'POST',
  path: '/actions/:actionId/cancel',
  summary: 'Drop an open action with a reason',
  access: 'cases:write',
  params: one,
  body: z.strictObject({ reason }),
  response: Action,
})

export const reopenAction = endpoint({
  method: 'POST',
  path: '/actions/:actionId/reopen',
  summary: 'Take up again an action that is done, effective or dropped, with a reason',
  access: 'cases:write',
  params: one,
  body: z.strictObject({ reason, dueOn: z.iso.date().optional() }),
  response: Action,
})
