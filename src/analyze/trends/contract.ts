import { z } from 'zod'
import { dimensions } from '#analyze/trends/rules.ts'
import { endpoint } from '#platform/endpoint.ts'

const count = z.number()

export const Trend = z.object({
  /** code of a type, priority or channel, key of a segment, id of an area or tag; '' for items without one */
  key: z.string(),
  label: z.string(),
  items: count,
  /** in the twelve weeks before */
  before: count,
  weeks: z.array(count),
  usual: z.object({ low: z.number(), high: z.number() }),
  change: z.object({ now: count, before: count, chance: z.number(), holds: z.boolean() }),
  spikes: z.array(count),
})
export type Trend = z.output<typeof Trend>

export const listTrends = endpoint({
  method: 'GET',
  path: '/trends',
  summary: 'How often something is said by week: by type, priority, product area, channel, segment or tag',
  access: 'themes:read',
  query: z.strictObject({
    by: z.enum(dimensions).default('type'),
    /** only items of accounts in this segment */
    segment: z.string().max(80).optional(),
  }),
  response: z.object({
    data: z.array(Trend),
    items: count,
    span: z.object({ from: z.string(), to: z.string() }),
  }),
})
