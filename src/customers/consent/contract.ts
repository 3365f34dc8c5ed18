import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is a time of day such as 21:00')

/** When and how often mail of ours may reach one person. */
export const ReachLimits = z.object({
  /** In these hours of their own day no mail leaves for them; it waits for the end. Null: at any hour. */
  quiet: z
    .strictObject({ from: clock, to: clock })
    .refine(({ from, to }) => from !== to, { path: ['to'], message: 'is another time than the beginning' })
    .nullable()
    .default(null),
  /** Replies, case mail and updates to one person within 24 hours; what is more waits. Null: no limit. */
  mailsPerDay: z.number().int().min(1).max(100).nullable().default(5),
})
export type ReachLimits = z.output<typeof ReachLimits>

export const getReachLimits = endpoint({
  method: 'GET',
  path: '/reach-limits',
  summary: 'When and how often mail may reach one person',
  access: 'contacts:read',
  response: ReachLimits,
})

export const putReachLimits = endpoint({
  method: 'PUT',
  path: '/reach-limits',
  summary:
    'Set quiet hours, in each person’s own zone, and how many case mails and updates a person gets in a day',
  access: 'settings:write',
  body: z.strictObject(ReachLimits.shape),
  response: ReachLimits,
})
