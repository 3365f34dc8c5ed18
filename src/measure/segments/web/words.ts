import { pathTo } from '#measure/dashboards/web/links.ts'
import { axisStep, changeText, valueText } from '#measure/explorer/web/words.ts'
import type { MetricDefinition, MetricFigure } from '#measure/metrics/contract.ts'
import type { ComparedCell, SegmentComparison, Weighted } from '#measure/segments/contract.ts'
import type { Claim, ComparedBy } from '#measure/segments/rules.ts'
import type { Panel } from '#measure/segments/web/panels.ts'
import { count } from '#platform/web/format.ts'

/** What the groups are called. */
export const groupWords: Record<ComparedBy, { one: string; text: string; title: string }> = {
  segment: { one: 'Segment', text: 'segment', title: 'Segments side by side' },
  mrr: { one: 'MRR', text: 'MRR', title: 'MRR bands side by side' },
  product: { one: 'Product area', text: 'product area', title: 'Product areas side by side' },
}

export const claimWords: Record<Claim, string> = {
  holds: 'unlikely to be chance',
  perhaps: 'perhaps chance',
  chance: 'could be chance',
}

/** A measure of the page: a metric, or the share that spoke of a theme. */
export interface Measure {
  key: string
  title: string
  unit: MetricDefinition['unit']
  all: MetricFigure
  weighted: Weighted | null
  cells: ComparedCell[]
  show(value: number): string
  /** where the records of a group stand */
  to(group: string): string
}

/** Metrics and themes of a comparison in one shape. */
export function measuresOf(found: SegmentComparison): { metrics: Measure[]; themes: Measure[] } {
  const { by, span } = found
  return {
    metrics: found.metrics.map(({ metric, isPerHundred, all, weighted, cells }) => ({
      key: metric.key,
      title: isPerHundred ? 'Feedback per 100 accounts' : metric.name,
      unit: metric.unit,
      ...{ all, weighted, cells },
      show: (value) => valueText(metric.unit, value),
      to: (group) => pathTo('explorer/records', { metric: metric.key, [by]: group, ...span }),
    })),
    themes: found.themes.map(({ id, name, all, cells }) => ({
      key: id,
      title: name,
      unit: 'percent',
      weighted: null,
      ...{ all, cells },
      show: (value) => valueText('percent', value),
      to: (group) => pathTo('segments/records', { by, group, theme: id, ...span }),
    })),
  }
}

/** How a group's figure stands to all others, in words. */
export function differenceText({ unit }: Measure, { figure, difference }: ComparedCell): string {
  if (!difference) return figure.value === null ? '' : 'nothing to compare with'
  const [value, low, high] = [difference.value, difference.low, difference.high].map((one) =>
    changeText(unit, one),
  )
  return `${value} against the others (${low} to ${high}), ${claimWords[difference.claim]}`
}

/** A weighted figure with what it rests on. */
export function weightedText(
  show: (value: number) => string,
  { figure, effective, covered }: Weighted,
): string {
  const { value, low, high } = figure
  const rests = `effective n ${count(Math.round(effective))}${covered < 0.995 ? `, speaks for ${Math.round(100 * covered)} % of the accounts` : ''}`
  if (value === null) return `too few to say, ${rests}`
  return `${show(value)} (${show(low ?? value)} to ${show(high ?? value)}), ${rests}`
}

/** A measure as a panel of the drawing; its line is all together as they answered, or weighted. */
export function panelOf(measure: Measure, found: SegmentComparison, isWeighted: boolean): Panel {
  const { title, unit, all, cells, show, weighted } = measure
  return {
    title,
    ...(isWeighted && weighted ? { all: weighted.figure.value, line: 'weighted' } : { all: all.value }),
    show: (value) => (value === 0 && unit === 'minutes' ? '0' : show(value)),
    step: axisStep(
      unit,
      cells.map(({ figure }) => ({ ...figure, value: figure.high })),
    ),
    ...(unit === 'percent' && { domain: [0, 0] as const }),
    rows: cells.map((cell, i) => {
      const { value, low, high, n } = cell.figure
      const said = value === null ? `${count(n)}, too few to say` : `${show(value)}, n ${count(n)}`
      return {
        ...{ value, low, high, n },
        isFaint: cell.difference?.claim !== 'holds',
        // enough was said, but by nobody whom a number of accounts could stand for
        ...(value === null && n >= 5 && { note: `${count(n)}, no accounts` }),
        link: {
          to: measure.to(cell.group),
          says: `${title}, ${found.groups[i]!.label}: ${said}. ${differenceText(measure, cell)}`,
        },
      }
    }),
  }
}

/** What the comparison found, in at most nine words. */
export function comparisonFinding(found: SegmentComparison): string {
  const { metrics, themes } = measuresOf(found)
  const holding = [...metrics, ...themes].flatMap((measure) =>
    measure.cells.flatMap(({ difference }, i) =>
      difference?.claim === 'holds' ? [{ measure, difference, label: found.groups[i]!.label }] : [],
    ),
  )
  if (found.compared === 0) return 'Not enough data to compare'
  const [first] = holding.sort((a, b) => a.difference.chance - b.difference.chance)
  if (!first) return 'Nothing differs by more than chance'
  const isMore = first.difference.value > 0
  const title = short(first.measure.title)
  const what = themes.includes(first.measure)
    ? `${isMore ? 'more' : 'fewer'} speak of “${title}”`
    : `${title} ${isMore ? 'higher' : 'lower'}`
  return `${short(first.label)}: ${what}`
}

const short = (text: string) => (text.length > 36 ? `${text.slice(0, 35)}…` : text)
