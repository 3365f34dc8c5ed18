import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { idOut } from '#platform/ids.ts'

/** A share with its 95 % interval, from 0 to 1. */
const Share = z.object({
  n: z.number(),
  of: z.number(),
  share: z.number(),
  low: z.number(),
  high: z.number(),
})

/** A quarter of a share; null where nothing was counted. */
const Quarter = z.object({ name: z.string(), from: z.string(), to: z.string(), share: Share.nullable() })
export type Quarter = z.output<typeof Quarter>

const ShareChange = z
  .object({
    difference: z.number(),
    low: z.number(),
    high: z.number(),
    couldBeChance: z.boolean(),
    against: z.string(),
  })
  .nullable()

const Trend = z.object({
  quarters: z.array(Quarter),
  /** the latest quarter with enough to say, against the same one a year ago or the one before */
  change: ShareChange,
})
export type Trend = z.output<typeof Trend>

export const OutcomeFigures = z.object({
  since: z.string(),
  until: z.string(),
  surveys: z.array(z.object({ id: idOut('srv'), key: z.string(), name: z.string() })),
  playbooks: z.array(z.object({ key: z.string(), title: z.string() })),
  /** negative answers to one survey; null while no survey was answered */
  negative: Trend.extend({ surveyId: idOut('srv'), surveyKey: z.string(), survey: z.string() }).nullable(),
  /** resolved cases of which no step was late */
  onTime: Trend,
  /** cases with an answer before and one after, in per cent of the survey's scale */
  scores: z.object({
    pairs: z.number(),
    better: z.number(),
    same: z.number(),
    worse: z.number(),
    /** null below five pairs */
    change: z
      .object({
        before: z.number(),
        after: z.number(),
        points: z.number(),
        low: z.number(),
        high: z.number(),
        couldBeChance: z.boolean(),
      })
      .nullable(),
  }),
  /** what cases of these two years were caused by, the most frequent first */
  causes: z.array(z.object({ cause: z.string(), cases: z.number() })),
})
export type OutcomeFigures = z.output<typeof OutcomeFigures>

export const getOutcomeFigures = endpoint({
  method: 'GET',
  path: '/metrics/outcomes',
  summary:
    'How cases end: negative answers over time, scores after against before, cases resolved on time, causes',
  access: 'metrics:read',
  query: z.strictObject({
    survey: z
      .string()
      .max(60)
      .optional()
      .meta({ description: 'the key of a survey; post-implementation when left out' }),
    playbook: z.string().max(100).optional(),
  }),
  response: OutcomeFigures,
})
