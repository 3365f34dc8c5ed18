import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id } from '#platform/ids.ts'

/** What waits on one member: what somebody else has to take over when they leave. */
export const Holdings = z.object({
  cases: z.number(),
  steps: z.number(),
  lateSteps: z.number(),
  actions: z.number(),
  items: z.number(),
  accounts: z.number(),
  areas: z.number(),
  questions: z.number(),
  requests: z.number(),
  /** updates of others that wait for them as second reader */
  readings: z.number(),
  /** people they are to call and ask */
  calls: z.number(),
  /** programmes whose calls they make */
  programmes: z.number(),
})
export type Holdings = z.output<typeof Holdings>

export const getHoldings = endpoint({
  method: 'GET',
  path: '/members/:memberId/holdings',
  summary:
    'What waits on a member: cases, steps, corrective actions, items, accounts, areas, questions, requests, mails, calls',
  access: 'members:manage',
  params: z.strictObject({ memberId: id('mem') }),
  response: Holdings,
})
