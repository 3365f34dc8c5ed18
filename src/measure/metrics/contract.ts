import { z } from 'zod'
import { dimensions, metricKeys } from '#measure/metrics/definitions.ts'
import { defaultBands, steps } from '#measure/metrics/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'

const hours = z.number().int().min(1).max(168)

export const MetricSettings = z.strictObject({
  /** from the highest; a score on a border belongs to the higher band unless `isAbove` */
  npsBands: z
    .array(
      z.strictObject({
        key: z.string().regex(/^[a-z][a-z_]{0,39}$/),
        name: z.string().trim().min(1).max(40),
        from: z.number().int().min(-100).max(100),
        isAbove: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(8)
    .refine(
      (list) => list.every((band, i) => i === 0 || band.from < list[i - 1]!.from),
      'stand from the highest down',
    )
    .refine((list) => list.at(-1)?.from === -100, 'reach down to −100')
    .default(defaultBands.map((band) => ({ ...band }))),
  /** targets in whole hours */
  targets: z
    .strictObject({
      answered: hours.default(24),
      triaged: hours.default(24),
      acted: hours.default(24),
      criticalBugs: hours.default(48),
    })
    .prefault({}),
})
export type MetricSettings = z.output<typeof MetricSettings>

const nullable = z.number().nullable()
const Range = z.object({ value: z.number(), low: z.number(), high: z.number() })
const Span = z.object({ from: z.string(), to: z.string() })

export const MetricDefinition = z.object({
  key: z.enum(metricKeys),
  name: z.string(),
  formula: z.string(),
  source: z.string(),
  unit: z.enum(['points', 'percent', 'score', 'items', 'minutes']),
  good: z.enum(['up', 'down', 'neither']),
  interval: z.string(),
  /** what it can be split and narrowed by */
  by: z.array(z.enum(dimensions)),
  /** what its parts are called; each opens a list of its own */
  parts: z.record(z.string(), z.string()),
  targetHours: nullable,
  /** NPS only, from the highest; `from` belongs to it unless `isAbove` */
  bands: z
    .array(z.object({ key: z.string(), name: z.string(), from: z.number(), isAbove: z.boolean().optional() }))
    .nullable(),
})
export type MetricDefinition = z.output<typeof MetricDefinition>

export const listMetrics = endpoint({
  method: 'GET',
  path: '/metrics',
  summary:
    'Every metric: its formula in plain words, source, unit, what is good, and what it can be split by',
  access: 'metrics:read',
  response: z.object({ data: z.array(MetricDefinition) }),
})

/** A number with its 95 % interval; `value` is null below 5, where it says nothing. */
export const MetricFigure = z.object({
  n: z.number(),
  value: nullable,
  low: nullable,
  high: nullable,
  parts: z.record(z.string(), z.number()),
  /** waits: nine of ten were done by then */
  nineOfTen: nullable,
  /** waits: the share inside the target in per cent */
  inside: Range.extend({ n: z.number() }).nullable(),
  /** so many came in more than a day after they happened: imports and late answers move figures of the past */
  cameLate: z.number(),
})
export type MetricFigure = z.output<typeof MetricFigure>

const Change = Range.extend({ couldBeChance: z.boolean() }).nullable()
export const MetricPoint = Span.extend({
  /** it is cut by an end of the time that was asked for, or has not ended */
  isPartial: z.boolean(),
  figure: MetricFigure,
})
export type MetricPoint = z.output<typeof MetricPoint>

export const MetricGroup = z.object({
  /** for each dimension, in the order asked for: what to filter by, and what it is called */
  of: z.array(z.object({ key: z.string(), label: z.string() })),
  figure: MetricFigure,
  before: MetricFigure.nullable(),
  change: Change,
  /** empty where two dimensions were asked for */
  points: z.array(MetricPoint),
})
export type MetricGroup = z.output<typeof MetricGroup>

export const MetricAnswer = z.object({
  metric: MetricDefinition,
  /** days begin at midnight of this zone */
  zone: z.string(),
  span: Span,
  before: Span.nullable(),
  step: z.enum(steps),
  /** everything that happened until then is counted */
  asOf: z.string(),
  figure: MetricFigure,
  figureBefore: MetricFigure.nullable(),
  change: Change,
  points: z.array(MetricPoint),
  pointsBefore: z.array(MetricPoint),
  by: z.array(z.enum(dimensions)),
  /** the largest first, at most 60 */
  groups: z.array(MetricGroup),
  /** what stands in no group above */
  hidden: z.object({ groups: z.number(), n: z.number() }),
  /** what shipped in the time */
  releases: z.array(z.object({ id: z.string(), name: z.string(), on: z.string() })),
})
export type MetricAnswer = z.output<typeof MetricAnswer>

const key = z.strictObject({ key: z.enum(metricKeys) })
const dimension = z.enum(dimensions)
const one = (about: string) => z.string().max(100).optional().meta({ description: about })
const which = {
  from: z.iso.date().optional().meta({ description: 'First day; 13 weeks up to `to` when left out.' }),
  to: z.iso.date().optional().meta({ description: 'Last day; today when left out.' }),
  channel: one('Only of this channel.'),
  type: one('Only of this type; none: not triaged.'),
  priority: one('Only of this priority; none: without one.'),
  product: one('Only of this product area; none: without one.'),
  segment: one('Only of accounts that were in this segment then; none: not known.'),
  mrr: one('Only of accounts whose MRR was of this size then.'),
  survey: one('Only answers to this survey.'),
  playbook: one('Only cases of this playbook (its key).'),
}
const asked = {
  ...which,
  compare: z
    .enum(['before', 'year', 'none'])
    .default('before')
    .meta({ description: 'Against as many days just before, or the same days a year earlier.' }),
  step: z.enum(steps).optional().meta({ description: 'Chosen by the length of the time when left out.' }),
  by: dimension.optional().meta({ description: 'Split by this.' }),
  and: dimension.optional().meta({ description: 'Split by this as well.' }),
}

export const getMetric = endpoint({
  method: 'GET',
  path: '/metrics/:key',
  summary: 'A metric over time, against another time, split by one or two dimensions',
  access: 'metrics:read',
  params: key,
  query: z.strictObject(asked),
  response: MetricAnswer,
})

export const exportMetric = endpoint({
  method: 'GET',
  path: '/metrics/:key/export',
  summary: 'The same figures as CSV',
  access: 'metrics:read',
  params: key,
  query: z.strictObject(asked),
})

export const MetricRecord = z.object({
  id: z.string(),
  title: z.string(),
  /** who said it, or whom it is about */
  who: z.string().nullable(),
  account: z.string().nullable(),
  /** its segment then */
  segment: z.string().nullable(),
  at: z.string(),
  /** in words: the score, how long it took, what became of it */
  said: z.string(),
  part: z.string().nullable(),
  /** its page below the workspace; null: it has none */
  to: z.string().nullable(),
})
export type MetricRecord = z.output<typeof MetricRecord>

export const listMetricRecords = endpoint({
  method: 'GET',
  path: '/metrics/:key/records',
  summary: 'The records behind a number of a metric, newest first',
  access: 'feedback:read',
  params: key,
  query: z.strictObject({
    ...which,
    part: z.string().max(20).optional().meta({ description: 'Only this part, such as detractor or late.' }),
    ...pageQuery,
  }),
  response: page(MetricRecord).extend({ total: z.number() }),
})

export const getMetricSettings = endpoint({
  method: 'GET',
  path: '/metric-settings',
  summary: 'Bands of NPS and targets of times',
  access: 'metrics:read',
  response: MetricSettings,
})

export const putMetricSettings = endpoint({
  method: 'PUT',
  path: '/metric-settings',
  summary: 'Name the bands of NPS and set the targets of times',
  access: 'metrics:write',
  body: MetricSettings,
  response: MetricSettings,
})

export const checkMetrics = endpoint({
  method: 'POST',
  path: '/metric-settings/check',
  summary: 'Count every kept fact again and compare with the sums; write them anew when they differ',
  access: 'metrics:manage',
  body: z.strictObject({ repair: z.boolean().default(true) }),
  response: z.object({ facts: z.number(), wrongFacts: z.number(), wrongSums: z.number() }),
})
