import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { idOut } from '#platform/ids.ts'

const TodayStep = z.object({
  id: idOut('step'),
  caseId: idOut('case'),
  title: z.string(),
  action: z.string(),
  contact: z.string().nullable(),
  account: z.object({ name: z.string(), mrrCents: z.number().nullable(), currency: z.string() }).nullable(),
  playbook: z.string(),
  rule: z.string(),
  score: z.number().nullable(),
  countedFromAt: z.string().nullable(),
  latestAt: z.string().nullable(),
  noClock: z.string().nullable(),
  isLate: z.boolean(),
  needsDecision: z.boolean(),
})
export type TodayStep = z.output<typeof TodayStep>

export const getToday = endpoint({
  method: 'GET',
  path: '/today',
  summary:
    'What needs you now: late and due steps, items assigned to you, replies, what comes this week, what you did today',
  access: 'member',
  query: z.strictObject({ team: z.stringbool().optional() }),
  response: z.object({
    zone: z.string(),
    now: z.string(),
    /** today's working time; null when the office is closed today */
    opensAt: z.string().nullable(),
    closesAt: z.string().nullable(),
    closed: z.string().nullable(),
    /** late first, then by what is at stake */
    steps: z.array(TodayStep),
    week: z.array(TodayStep),
    /** open items given to me: how many, how many without an answer for over 24 hours, the oldest */
    items: z.object({
      count: z.number(),
      unanswered: z.number(),
      oldest: z.object({ id: idOut('fb'), summary: z.string(), receivedAt: z.string() }).nullable(),
    }),
    /** people of my open cases who said something more since I last wrote to them */
    replies: z.array(
      z.object({
        caseId: idOut('case'),
        feedbackId: idOut('fb').nullable(),
        contact: z.string(),
        verbatim: z.string().nullable(),
        at: z.string(),
      }),
    ),
    done: z.array(z.object({ caseId: idOut('case'), title: z.string(), at: z.string() })),
    counts: z.object({ mine: z.number(), team: z.number() }),
  }),
})
