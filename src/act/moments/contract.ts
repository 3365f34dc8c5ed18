import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id } from '#platform/ids.ts'

/** A moment that the playbook of a case counts from, and that no step makes. */
export const Moment = z.object({
  name: z.string(),
  /** null while it has not happened */
  at: z.string().nullable(),
  /** go-live and renewal stand on the account; others are recorded on the case */
  isOfAccount: z.boolean(),
  by: z.string().nullable(),
  /** the titles of the steps that are counted from it */
  steps: z.array(z.string()),
})
export type Moment = z.output<typeof Moment>

const of = z.strictObject({ caseId: id('case') })

export const listMoments = endpoint({
  method: 'GET',
  path: '/cases/:caseId/moments',
  summary: 'The moments that steps of a case are counted from and that a person or the account brings',
  access: 'cases:read',
  params: of,
  response: z.object({ data: z.array(Moment) }),
})

export const recordMoment = endpoint({
  method: 'PUT',
  path: '/cases/:caseId/moments/:name',
  summary: 'Record when a moment of the playbook happened; steps counted from it get their dates',
  access: 'cases:write',
  params: of.extend({ name: z.string().max(60) }),
  body: z.strictObject({
    at: z.iso.datetime({ offset: true }).transform((value) => new Date(value)),
  }),
  response: z.object({ data: z.array(Moment) }),
})
