import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id } from '#platform/ids.ts'

export const FollowUp = z.object({
  survey: z.string(),
  dueAt: z.string(),
  state: z.enum(['waiting', 'sent', 'not_sent', 'cancelled']),
  /** why nobody was asked */
  why: z.string().nullable(),
  settledAt: z.string().nullable(),
})
export type FollowUp = z.output<typeof FollowUp>

export const listFollowUps = endpoint({
  method: 'GET',
  path: '/cases/:caseId/follow-ups',
  summary: 'The surveys that ask again after a case has ended, newest first',
  access: 'cases:read',
  params: z.strictObject({ caseId: id('case') }),
  response: z.object({ data: z.array(FollowUp) }),
})
