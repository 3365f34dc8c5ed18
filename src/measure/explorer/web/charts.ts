import { daysBetween } from '#measure/dashboards/rules.ts'
import { againstText, axisStep, pointSays, stepText, valueText } from '#measure/explorer/web/words.ts'
import type { MetricAnswer, MetricGroup, MetricPoint } from '#measure/metrics/contract.ts'
import { lineChart } from '#platform/web/line-chart.ts'
import { type Mark, multiplesChart, type Series, seriesChart } from '#platform/web/series-chart.ts'
import type { Drawing } from '#platform/web/shapes.ts'

/** The records behind a point, a group or the whole. */
export type RecordsOf = (of: {
  span?: { from: string; to: string }
  group?: MetricGroup
  part?: string
}) => string

/** More series than these are each drawn in a chart of its own. */
const mostTogether = 4
const mostMultiples = 12

/** A metric over time: one line with its interval, up to four lines, or small multiples on one scale. */
export function metricChart(answer: MetricAnswer, width: number, records: RecordsOf): Drawing {
  const { metric, step, points, groups, by } = answer
  const labels = points.map((point) => stepText(step, point))
  const show = (value: number) =>
    value === 0 && metric.unit === 'minutes' ? '0' : valueText(metric.unit, value)
  if (by.length !== 1 || groups.length < 2) {
    const scale = axisStep(
      metric.unit,
      points.map((point) => point.figure),
    )
    return lineChart({
      width,
      height: 280,
      unit: metric.name,
      show,
      step: scale,
      points: points.map((point, i) => {
        const { value, low, high, n } = point.figure
        return {
          label: labels[i]!,
          value,
          ...(low !== null && high !== null && metric.unit !== 'items' && { low, high }),
          ...(metric.unit !== 'items' && { n }),
          link: { to: records({ span: point }), says: pointSays(metric, step, point) },
        }
      }),
      past: answer.pointsBefore.map((point) => point.figure.value),
      pastLabel: againstText(answer),
      marks: marksOf(answer),
      ...(metric.unit === 'minutes' &&
        metric.targetHours !== null && {
          target: { value: metric.targetHours * 60, label: `target ${metric.targetHours} h` },
        }),
      ...(metric.unit === 'percent' && { domain: [0, 100] as const }),
      ...(metric.key === 'ces' && { domain: [1, 7] as const }),
    })
  }
  const series = groups.slice(0, mostMultiples).map(
    (group): Series => ({
      label: group.of[0]!.label,
      values: group.points.map((point) => point.figure.value),
      links: group.points.map((point) => ({
        to: records({ span: point, group }),
        says: pointSays(metric, step, point, group.of[0]!.label),
      })),
      link: { to: records({ group }), says: `${group.of[0]!.label}, all of the time` },
      note: group.figure.value === null ? `n ${group.figure.n}` : show(group.figure.value),
    }),
  )
  const scale = axisStep(
    metric.unit,
    groups.flatMap((group) => group.points.map((point) => point.figure)),
  )
  const given = { width, labels, series, show, step: scale, from: metric.key === 'ces' ? 1 : 0 }
  return groups.length > mostTogether
    ? multiplesChart(given)
    : seriesChart({ ...given, marks: marksOf(answer) })
}

function marksOf({ releases, points }: MetricAnswer): Mark[] {
  return releases.map(({ id, name, on }) => ({
    index: indexOf(points, on),
    label: name,
    link: { to: `releases/${id}`, says: `${name} shipped on ${on}` },
  }))
}

/** Where a day lies between the points, each of which stands for its whole step. */
function indexOf(points: readonly MetricPoint[], day: string): number {
  const at = points.findIndex((point) => day <= point.to)
  const point = points[at]
  if (!point) return points.length - 1
  const share = daysBetween(point.from, day) / (daysBetween(point.from, point.to) + 1)
  return Math.min(points.length - 1, Math.max(0, at - 0.5 + share))
}
