import type { MetricFigure } from '#measure/metrics/contract.ts'
import { metricOf } from '#measure/metrics/definitions.ts'
import { figureOf, reckoned } from '#measure/metrics/figures.ts'
import { metricZone } from '#measure/metrics/kept.ts'
import { readLabels } from '#measure/metrics/labels.ts'
import { listMetrics, spanAsked } from '#measure/metrics/queries.ts'
import { metricSettings } from '#measure/metrics/settings.ts'
import { accountsThen } from '#measure/segments/base.ts'
import type * as contract from '#measure/segments/contract.ts'
import type { WeightedMetric } from '#measure/segments/contract.ts'
import { countedBy, weightedOf } from '#measure/segments/queries.ts'
import type { Ctx } from '#platform/context.ts'
import type { Input } from '#platform/endpoint.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** A metric weighted to the customer base, beside the one as it is. */
export async function getWeightedMetric(
  ctx: Ctx,
  input: Input<typeof contract.getWeightedMetric>,
): Promise<WeightedMetric> {
  const { key, by, survey, channel } = input
  const [zone, settings, labels, { data: definitions }] = await Promise.all([
    metricZone(ctx),
    getSetting(ctx, metricSettings),
    readLabels(ctx, metricOf(key)),
    listMetrics(ctx),
  ])
  const span = spanAsked(ctx, zone, input)
  const metric = definitions.find((one) => one.key === key)!
  const [rows, base] = await Promise.all([
    countedBy(ctx, by, metric, settings, span, zone, { survey, channel }),
    accountsThen(ctx, by, span, zone),
  ])
  const { weighted, strata } = weightedOf(metric, settings, rows, base)
  return {
    ...{ metric, by, span },
    plain: figureOf(
      reckoned(metricOf(key).count, settings.targets),
      [...rows.values()].flat(),
    ) as MetricFigure,
    weighted,
    groups: strata
      .map(({ key: group, ...stratum }) => ({ ...labels.show(by, group), ...stratum }))
      .sort((a, b) => b.ofBase - a.ofBase || a.label.localeCompare(b.label)),
  }
}
