import { z } from 'zod'
import { companyDomain } from '#customers/accounts/rules.ts'
import { endpoint } from '#platform/endpoint.ts'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is a time of day such as 21:00')

const ownDomain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}-]+)+$/u, 'is a mail domain such as larkfield.example')
  .refine((domain) => companyDomain(`a@${domain}`) !== undefined, 'is a public mail service, not our own')

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
  /** Mail domains of our own company: contacts with such an address are our own people, whom no survey asks. */
  ownDomains: z.array(ownDomain).max(50).default([]),
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
    'Set quiet hours, in each person’s own zone, how many case mails and updates a person gets in a day, and our own mail domains',
  access: 'settings:write',
  body: z.strictObject(ReachLimits.shape),
  response: ReachLimits,
})
