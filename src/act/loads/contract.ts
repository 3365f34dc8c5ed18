import { z } from 'zod'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const Person = z.object({ id: idOut('mem'), name: z.string() })

/** What one person has to do; `member` is null for what is nobody's. */
export const Load = z.object({
  member: Person.nullable(),
  openCases: z.number(),
  late: z.number(),
  today: z.number(),
  week: z.number(),
  /** due after this week, or without a due time */
  later: z.number(),
  away: z.object({ until: z.string(), cover: Person.nullable() }).nullable(),
  /** working hours of the rest of this week in which they are away */
  hoursAway: z.number(),
})
export type Load = z.output<typeof Load>

export const getTeam = endpoint({
  method: 'GET',
  path: '/team',
  summary: 'The load of everybody: open cases, steps late, due today, this week and later, hours away',
  access: 'cases:read',
  response: z.object({
    data: z.array(Load),
    /** working hours left this week */
    hoursLeft: z.number(),
  }),
})

/** An open step of the team. */
export const TeamStep = z.object({
  id: idOut('step'),
  caseId: idOut('case'),
  title: z.string(),
  action: z.string(),
  caseTitle: z.string(),
  contact: z.string().nullable(),
  account: z.object({ name: z.string(), mrrCents: z.number().nullable(), currency: z.string() }).nullable(),
  assignee: Person.nullable(),
  countedFromAt: z.string().nullable(),
  latestAt: z.string().nullable(),
  rule: z.string(),
  noClock: z.string().nullable(),
  isEscalated: z.boolean(),
})
export type TeamStep = z.output<typeof TeamStep>

export const listTeamSteps = endpoint({
  method: 'GET',
  path: '/team/steps',
  summary: 'Open steps of everybody or of one person, by how late they are or by what is at stake',
  access: 'cases:read',
  query: z.strictObject({
    assignee: z
      .union([z.literal('none'), id('mem')])
      .optional()
      .meta({ description: 'none (nobody) or a member id' }),
    when: z.enum(['late', 'today', 'week', 'later', 'all']).default('all'),
    sort: z.enum(['due', 'stake']).default('due').meta({ description: 'stake: the MRR of the account' }),
    ...pageQuery,
  }),
  response: page(TeamStep),
})

export const giveTeamSteps = endpoint({
  method: 'POST',
  path: '/team/steps/give',
  summary: 'Give up to 100 open steps to a person; steps that are no longer open are left out',
  access: 'cases:write',
  body: z.strictObject({ stepIds: z.array(id('step')).min(1).max(100), toId: id('mem').nullable() }),
  response: z.object({
    /** whose each was before */
    given: z.array(z.object({ stepId: idOut('step'), fromId: idOut('mem').nullable() })),
  }),
})
