import { z } from 'zod'
import { MetricDefinition, MetricFigure, MetricRecord } from '#measure/metrics/contract.ts'
import { claims, comparedBy, weightedBy, weightedMetrics } from '#measure/segments/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const nullable = z.number().nullable()

/** Against all other groups together. */
const Difference = z
  .object({
    value: z.number(),
    low: z.number(),
    high: z.number(),
    chance: z.number(),
    /** holds: unlikely to be chance among all that is shown; perhaps: it would be alone; chance: it could be chance */
    claim: z.enum(claims),
  })
  .nullable()

const Cell = z.object({ group: z.string(), figure: MetricFigure, difference: Difference })
export type ComparedCell = z.output<typeof Cell>

/** A metric as it would be if answers came in the shares of the accounts of each group. */
const Weighted = z.object({
  figure: MetricFigure,
  /** answers that count: of groups that customers are in */
  n: z.number(),
  leftOut: z.number(),
  /** as many equal answers would say as much (Kish) */
  effective: z.number(),
  /** share of the accounts whose groups answered, 0 to 1: it speaks for them alone */
  covered: z.number(),
})
export type Weighted = z.output<typeof Weighted>

export const ComparedMetric = z.object({
  metric: MetricDefinition,
  /** the figure is per 100 accounts of the group, over the time */
  isPerHundred: z.boolean(),
  all: MetricFigure,
  /** all of them, weighted to the base; null for what is no answer, and by product area */
  weighted: Weighted.nullable(),
  cells: z.array(Cell),
})
export type ComparedMetric = z.output<typeof ComparedMetric>

/** Of the accounts that said anything, those that spoke of it, in per cent; a person without an account counts alone. */
export const ComparedTheme = z.object({
  id: idOut('th'),
  name: z.string(),
  all: MetricFigure,
  cells: z.array(Cell),
})
export type ComparedTheme = z.output<typeof ComparedTheme>

export const SegmentComparison = z.object({
  by: z.enum(comparedBy),
  zone: z.string(),
  span: z.object({ from: z.string(), to: z.string() }),
  /** everything that happened until then is counted */
  asOf: z.string(),
  groups: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      /** accounts over the time: one that was in it for half of the time is a half; null for product areas */
      accounts: nullable,
      /** no account is in it today */
      isGone: z.boolean(),
    }),
  ),
  /** accounts of all groups together */
  accounts: z.number(),
  metrics: z.array(ComparedMetric),
  themes: z.array(ComparedTheme),
  /** what has no such dimension, by name */
  without: z.array(z.string()),
  /** so many differences were looked at together */
  compared: z.number(),
  /** smaller groups that are not shown */
  hiddenGroups: z.number(),
})
export type SegmentComparison = z.output<typeof SegmentComparison>

const asked = {
  by: z.enum(comparedBy).default('segment'),
  from: z.iso.date().optional().meta({ description: 'First day; 13 weeks up to `to` when left out.' }),
  to: z.iso.date().optional().meta({ description: 'Last day; today when left out.' }),
}

export const compareSegments = endpoint({
  method: 'GET',
  path: '/metrics/segments',
  summary:
    'Segments, MRR bands or product areas side by side: scores, volume per 100 accounts, times, themes, each against all others',
  access: 'metrics:read',
  query: z.strictObject(asked),
  response: SegmentComparison,
})

export const exportSegments = endpoint({
  method: 'GET',
  path: '/metrics/segments/export',
  summary: 'The same comparison as CSV',
  access: 'metrics:read',
  query: z.strictObject(asked),
})

export const listSegmentThemeRecords = endpoint({
  method: 'GET',
  path: '/metrics/segments/records',
  summary: 'What a group said, or what it said of a theme: the items behind a share, newest first',
  access: 'feedback:read',
  query: z.strictObject({
    ...asked,
    group: z.string().max(100).optional().meta({ description: 'Key of a group; all when left out.' }),
    theme: id('th').optional(),
    ...pageQuery,
  }),
  response: page(MetricRecord).extend({
    total: z.number(),
    /** accounts, and persons without one */
    speakers: z.number(),
    theme: z.string().nullable(),
  }),
})

export const WeightedMetric = z.object({
  metric: MetricDefinition,
  by: z.enum(weightedBy),
  span: z.object({ from: z.string(), to: z.string() }),
  plain: MetricFigure,
  /** null: no group of the base answered */
  weighted: Weighted.nullable(),
  /** in the base: by its share, the largest first */
  groups: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      n: z.number(),
      ofAnswers: z.number(),
      ofBase: z.number(),
      weight: nullable,
    }),
  ),
})
export type WeightedMetric = z.output<typeof WeightedMetric>

export const getWeightedMetric = endpoint({
  method: 'GET',
  path: '/metrics/:key/weighted',
  summary:
    'A metric as it would be if answers came in the shares of the accounts of each segment or MRR band, beside the one as it is',
  access: 'metrics:read',
  params: z.strictObject({ key: z.enum(weightedMetrics) }),
  query: z.strictObject({
    by: z.enum(weightedBy).default('segment'),
    from: asked.from,
    to: asked.to,
    survey: z.string().max(100).optional().meta({ description: 'Only answers to this survey.' }),
    channel: z.string().max(100).optional().meta({ description: 'Only of this channel.' }),
  }),
  response: WeightedMetric,
})
