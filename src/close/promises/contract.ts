import { z } from 'zod'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const Standing = z.enum(['open', 'soon', 'late', 'kept', 'kept_late', 'broken', 'moved'])
const Member = z.object({ id: idOut('mem'), name: z.string() })
const count = z.number()

export const PromiseSettings = z.object({
  /** days before the day that the owner is reminded, and that it is called due soon */
  remindDays: z.number().int().min(0).max(60).default(3),
})
export type PromiseSettings = z.output<typeof PromiseSettings>

/** A date that customers were told. */
export const CustomerPromise = z.object({
  id: idOut('prom'),
  what: z.string(),
  /** the date as it was written */
  words: z.string(),
  /** quarterly: it is looked at again each quarter */
  kind: z.enum(['day', 'quarter', 'within', 'quarterly']),
  dueOn: z.string(),
  standing: Standing,
  settledOn: z.string().nullable(),
  /** how many were told */
  people: count,
  /** whom it was told, where it was one person */
  contact: z.object({ id: idOut('ct'), name: z.string().nullable() }).nullable(),
  owner: Member.nullable(),
  area: z.object({ id: idOut('area'), name: z.string() }).nullable(),
  requestId: idOut('req').nullable(),
  releaseId: idOut('rel').nullable(),
  caseId: idOut('case').nullable(),
  createdAt: z.string(),
})
export type CustomerPromise = z.output<typeof CustomerPromise>

export const listPromises = endpoint({
  method: 'GET',
  path: '/promises',
  summary: 'Dates that customers were told: open ones by their day, ended ones the latest first',
  access: 'updates:read',
  query: z.strictObject({
    view: z.enum(['open', 'soon', 'late', 'kept', 'broken', 'ended']).default('open').meta({
      description:
        'open: all that are not over; kept: in time or late; ended: those and the broken and moved',
    }),
    owner: z.union([z.enum(['me']), id('mem')]).optional(),
    area: id('area').optional(),
    request: id('req').optional(),
    case: id('case').optional(),
    ...pageQuery,
  }),
  response: page(CustomerPromise),
})

export const countPromises = endpoint({
  method: 'GET',
  path: '/promises/counts',
  summary: 'How many promises are open, due soon and late, of everybody and of oneself',
  access: 'updates:read',
  response: z.object({ open: count, soon: count, late: count, mineSoon: count, mineLate: count }),
})

export const PromiseScore = z.object({
  /** of a member or a product area; null: nobody or none */
  id: z.string().nullable(),
  name: z.string().nullable(),
  open: count,
  late: count,
  kept: count,
  keptLate: count,
  broken: count,
  /** kept in time, of all that came to an end */
  keptShare: z.number().nullable(),
})
export type PromiseScore = z.output<typeof PromiseScore>

export const scorePromises = endpoint({
  method: 'GET',
  path: '/promises/scores',
  summary: 'Who keeps their promises, by owner or by product area',
  access: 'updates:read',
  query: z.strictObject({ by: z.enum(['owner', 'area']).default('owner') }),
  response: z.object({ data: z.array(PromiseScore) }),
})

const one = z.strictObject({ promiseId: id('prom') })

export const settlePromise = endpoint({
  method: 'POST',
  path: '/promises/:promiseId/settle',
  summary: 'Say that a promise was kept or broken; one of each quarter is promised for the next again',
  access: 'updates:write',
  params: one,
  body: z.strictObject({
    as: z.enum(['kept', 'broken']),
    on: z.iso.date().optional().meta({ description: 'The day it was kept; today when not given.' }),
  }),
  response: CustomerPromise,
})

export const reopenPromise = endpoint({
  method: 'POST',
  path: '/promises/:promiseId/reopen',
  summary: 'Take back what was said of a promise: it is open again',
  access: 'updates:write',
  params: one,
  response: CustomerPromise,
})

export const changePromise = endpoint({
  method: 'PATCH',
  path: '/promises/:promiseId',
  summary: 'Give a promise to another owner',
  access: 'updates:write',
  params: one,
  body: z.strictObject({ ownerId: id('mem') }),
  response: CustomerPromise,
})

export const getPromiseSettings = endpoint({
  method: 'GET',
  path: '/promises/settings',
  summary: 'How many days before the day owners are reminded',
  access: 'updates:read',
  response: PromiseSettings,
})

export const putPromiseSettings = endpoint({
  method: 'PUT',
  path: '/promises/settings',
  summary: 'Set how many days before the day owners are reminded',
  access: 'settings:write',
  body: z.strictObject(PromiseSettings.shape),
  response: PromiseSettings,
})
