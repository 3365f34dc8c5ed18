import { z } from 'zod'
import { MetricDefinition, MetricFigure, MetricRecord } from '#measure/metrics/contract.ts'
import { teamMetrics, teamWhats } from '#measure/teams/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id } from '#platform/ids.ts'

const count = z.number()

/** A team, everybody, or a person, by what they have to do, what is late, and what came of it. */
export const TeamRow = z.object({
  kind: z.enum(['all', 'team', 'none', 'nobody', 'person']),
  /** of the team or the person */
  id: z.string().nullable(),
  name: z.string(),
  /** who takes cases, viewers left out */
  people: count,
  away: count,
  /** working days in the time on which somebody of them was away, added up */
  daysAway: count,
  /** now */
  load: z.object({
    openCases: count,
    openSteps: count,
    late: count,
    today: count,
    week: count,
    later: count,
  }),
  /** open cases and steps for each person who is here; null: nobody is */
  casesEach: count.nullable(),
  stepsEach: count.nullable(),
  /** in the time, by metric; null: of so few people only managers see it, or there is nobody */
  figures: z.record(z.enum(teamMetrics), MetricFigure).nullable(),
})
export type TeamRow = z.output<typeof TeamRow>

export const TeamPerformance = z.object({
  zone: z.string(),
  span: z.object({ from: z.string(), to: z.string() }),
  metrics: z.array(MetricDefinition),
  /** everybody, then teams by name, then who is in none, then what is nobody's */
  teams: z.array(TeamRow),
  /** by name: all of them for managers and up, else oneself */
  persons: z.array(TeamRow),
  seesAll: z.boolean(),
})
export type TeamPerformance = z.output<typeof TeamPerformance>

const span = {
  from: z.iso.date().optional().meta({ description: 'First day; 13 weeks up to `to` when left out.' }),
  to: z.iso.date().optional().meta({ description: 'Last day; today when left out.' }),
}

export const getTeamPerformance = endpoint({
  method: 'GET',
  path: '/metrics/teams',
  summary:
    'Load, lateness and outcomes by team; persons only for managers and up, and oneself. By name, never by rank',
  access: 'metrics:read',
  query: z.strictObject(span),
  response: TeamPerformance,
})

export const exportTeamPerformance = endpoint({
  method: 'GET',
  path: '/metrics/teams/export',
  summary: 'The same figures as CSV, of the same rows',
  access: 'metrics:read',
  query: z.strictObject(span),
})

export const listTeamRecords = endpoint({
  method: 'GET',
  path: '/metrics/teams/records',
  summary: 'The cases and steps behind a number of a team or person, newest first',
  access: 'cases:read',
  query: z.strictObject({
    ...span,
    what: z.enum(teamWhats),
    team: z
      .union([z.enum(['none', 'nobody']), id('team')])
      .optional()
      .meta({ description: 'A team; none: who is in no team; nobody: what is nobody’s. All when left out.' }),
    member: id('mem').optional().meta({ description: 'Oneself, or anybody for managers and up.' }),
    part: z.string().max(20).optional().meta({ description: 'Only this part, such as hit or late.' }),
    ...pageQuery,
  }),
  response: page(MetricRecord).extend({ total: count, of: z.string() }),
})
