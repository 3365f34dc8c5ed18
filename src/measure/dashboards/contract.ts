import { z } from 'zod'
import { links } from '#close/ledger/rules.ts'
import { periods } from '#measure/dashboards/rules.ts'
import { endpoint } from '#platform/endpoint.ts'

const count = z.number()
export const Span = z.object({ from: z.string(), to: z.string() })

/** A quarter of NPS. `score`, `low` and `high` are null below five answers. */
export const NpsQuarter = z.object({
  name: z.string(),
  from: z.string(),
  to: z.string(),
  n: count,
  promoters: count,
  passives: count,
  detractors: count,
  score: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Invitations of the quarter that reached somebody, and how many of those were answered. */
  delivered: count,
  answered: count,
})
export type NpsQuarter = z.output<typeof NpsQuarter>

export const ChannelVolume = z.object({
  channel: z.string(),
  label: z.string(),
  items: count,
  before: count,
  weeks: z.array(count),
})
export type ChannelVolume = z.output<typeof ChannelVolume>

/** How long customers waited for a first answer; times in minutes, null below five that were answered. */
export const AnswerTimes = z.object({
  channel: z.string().nullable(),
  label: z.string(),
  answered: count,
  /** Answered within the target; answered later or waiting for longer; still waiting inside the target. */
  inside: count,
  late: count,
  waiting: count,
  median: z.number().nullable(),
  nineOfTen: z.number().nullable(),
})
export type AnswerTimes = z.output<typeof AnswerTimes>

export const Health = z.object({
  period: z.enum(periods),
  span: Span,
  before: Span,
  segment: z.string().nullable(),
  /** The time up to which items are counted. */
  asOf: z.string(),
  hasAnything: z.boolean(),
  nps: z.object({
    quarters: z.array(NpsQuarter),
    /** The latest quarter with enough answers, and how it changed against the same quarter a year ago or the one before. */
    latest: z
      .object({
        quarter: NpsQuarter,
        band: z.string(),
        bandFrom: z.number(),
        bandTo: z.number(),
        change: z
          .object({
            points: z.number(),
            low: z.number(),
            high: z.number(),
            couldBeChance: z.boolean(),
            against: z.enum(['a year ago', 'the quarter before']),
          })
          .nullable(),
      })
      .nullable(),
  }),
  volume: z.object({ items: count, before: count, channels: z.array(ChannelVolume) }),
  answers: z.object({ targetHours: z.number(), all: AnswerTimes, channels: z.array(AnswerTimes) }),
  /** of what was heard in the span: how far it came, and what came no further */
  loop: z.array(z.object({ stage: z.enum(links), reached: count, stopped: count })),
  now: z.object({ lateTriage: count, openCases: count, lateCases: count }),
})
export type Health = z.output<typeof Health>

export const getHealth = endpoint({
  method: 'GET',
  path: '/metrics/health',
  summary: 'Feedback health: NPS, volume, response times, the loop, open and late cases',
  access: 'metrics:read',
  query: z.strictObject({ period: z.enum(periods).default('13w'), segment: z.string().max(80).optional() }),
  response: Health,
})
