import { z } from 'zod'
import { MetricDefinition, MetricFigure, MetricRecord } from '#measure/metrics/contract.ts'
import { claims, comparedBy } from '#measure/segments/rules.ts'
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

export const ComparedMetric = z.object({
  metric: MetricDefinition,
  /** the figure is per 100 accounts of the group, over the time */
  isPerHundred: z.boolean(),
  all: MetricFigure,
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
    voices: z.number(),
    theme: z.string().nullable(),
  }),
})
