import type * as contract from '#measure/metrics/contract.ts'
import type { MetricFigure } from '#measure/metrics/contract.ts'
import { dimensionWords } from '#measure/metrics/definitions.ts'
import { getMetric } from '#measure/metrics/queries.ts'
import type { Ctx } from '#platform/context.ts'
import type { Input } from '#platform/endpoint.ts'
import { csvFile, safeCell } from '#platform/http/csv.ts'

/** The figures of a metric as a table: the whole, each step of time, and each group with its steps. */
export async function exportMetric(ctx: Ctx, input: Input<typeof contract.exportMetric>): Promise<Response> {
  const { metric, by, groups, points, pointsBefore, ...all } = await getMetric(ctx, input)
  const parts = Object.keys(all.figure.parts)
  const cells = (figure: MetricFigure | null) => [
    figure?.value ?? '',
    figure?.low ?? '',
    figure?.high ?? '',
    figure?.n ?? '',
    ...(metric.unit === 'minutes' ? [figure?.nineOfTen ?? '', figure?.inside?.value ?? ''] : []),
    ...parts.map((part) => figure?.parts[part] ?? ''),
    figure?.cameLate ?? '',
  ]
  const nobody = by.map(() => '')
  const head = [
    ...['metric', 'unit', 'what', 'from', 'to'],
    ...by.map((one) => dimensionWords[one]),
    ...['value', 'low_95', 'high_95', 'n'],
    ...(metric.unit === 'minutes' ? ['nine_of_ten', 'inside_target_percent'] : []),
    ...parts,
    'came_late',
  ]
  const row = (
    what: string,
    span: { from: string; to: string },
    of: string[],
    figure: MetricFigure | null,
  ) => [...[metric.key, metric.unit, what, span.from, span.to], ...of, ...cells(figure)]
  const rows = [
    row('whole', all.span, nobody, all.figure),
    ...(all.before ? [row('compared', all.before, nobody, all.figureBefore)] : []),
    ...points.map((point) => row(all.step, point, nobody, point.figure)),
    ...pointsBefore.map((point) => row(`${all.step} compared`, point, nobody, point.figure)),
    ...groups.flatMap((group) => {
      const names = group.of.map(({ label }) => safeCell(label))
      return [
        row('group', all.span, names, group.figure),
        ...(all.before ? [row('group compared', all.before, names, group.before)] : []),
        ...group.points.map((point) => row(`group ${all.step}`, point, names, point.figure)),
      ]
    }),
  ]
  return csvFile(`${metric.key}.csv`, head, rows)
}
