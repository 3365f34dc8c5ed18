import { stringify } from 'csv-stringify/sync'
import type { MetricFigure } from '#measure/metrics/contract.ts'
import type * as contract from '#measure/segments/contract.ts'
import type { ComparedCell } from '#measure/segments/contract.ts'
import { compareSegments } from '#measure/segments/queries.ts'
import type { Ctx } from '#platform/context.ts'
import type { Input } from '#platform/endpoint.ts'
import { safeCell } from '#platform/http/csv.ts'

/** The comparison as a table: one line for each group of each metric and theme, after the whole. */
export async function exportSegments(
  ctx: Ctx,
  input: Input<typeof contract.exportSegments>,
): Promise<Response> {
  const { by, span, groups, metrics, themes } = await compareSegments(ctx, input)
  const head = [
    ...['what', 'unit', 'from', 'to', by, 'accounts', 'value', 'low_95', 'high_95', 'n'],
    ...['against_others', 'difference_low', 'difference_high', 'chance', 'claim'],
  ]
  const figure = ({ value, low, high, n }: MetricFigure) => [value ?? '', low ?? '', high ?? '', n]
  const lines = (name: string, unit: string, all: MetricFigure, cells: readonly ComparedCell[]) => {
    const what = [safeCell(name), unit, span.from, span.to]
    return [
      [...what, '', '', ...figure(all), '', '', '', '', ''],
      ...cells.map(({ group, figure: own, difference }) => {
        const { label, accounts } = groups.find(({ key }) => key === group)!
        const { value = '', low = '', high = '', chance = '', claim = '' } = difference ?? {}
        return [...what, safeCell(label), accounts ?? '', ...figure(own), value, low, high, chance, claim]
      }),
    ]
  }
  const rows = [
    ...metrics.flatMap(({ metric, isPerHundred, all, cells }) =>
      lines(
        isPerHundred ? `${metric.name} per 100 accounts` : metric.name,
        isPerHundred ? 'items per 100 accounts' : metric.unit,
        all,
        cells,
      ),
    ),
    ...themes.flatMap(({ name, all, cells }) => lines(name, 'percent of speakers', all, cells)),
  ]
  return new Response(`\uFEFF${stringify([head, ...rows])}`, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="by-${by}.csv"`,
      'cache-control': 'no-store',
    },
  })
}
