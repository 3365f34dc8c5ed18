import { together } from '#collect/surveys/results/figures.ts'
import type { Span } from '#measure/dashboards/rules.ts'
import type { MetricDefinition, MetricFigure, MetricSettings } from '#measure/metrics/contract.ts'
import { metricOf, mrrBands } from '#measure/metrics/definitions.ts'
import { type Counted, type Figure, figureOf, reckoned } from '#measure/metrics/figures.ts'
import { metricZone } from '#measure/metrics/kept.ts'
import { readLabels } from '#measure/metrics/labels.ts'
import { listMetrics, spanAsked } from '#measure/metrics/queries.ts'
import { columnOf, type Filters, narrowed, rowsOf } from '#measure/metrics/rows.ts'
import { metricSettings } from '#measure/metrics/settings.ts'
import { accountsThen } from '#measure/segments/base.ts'
import type * as contract from '#measure/segments/contract.ts'
import type { ComparedCell, SegmentComparison, Weighted } from '#measure/segments/contract.ts'
import {
  type ComparedBy,
  claimsOf,
  comparedMetrics,
  compareGroups,
  compareVolumes,
  type Difference,
  isUnknown,
  isWeighted,
} from '#measure/segments/rules.ts'
import { readSaid, type Said } from '#measure/segments/said.ts'
import { type Stratum, weigh } from '#measure/segments/weights.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { waitingSince } from '#platform/events/waiting.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

const mostGroups = 20
const topThemes = 6

type Asked = Input<typeof contract.compareSegments>
interface Cells {
  all: Figure
  cells: Map<string, { figure: Figure; difference: Difference | null }>
}

/** Groups of customers side by side over a time, each against all others together. */
export async function compareSegments(ctx: Ctx, input: Asked): Promise<SegmentComparison> {
  const { by } = input
  const [zone, settings, labels, { data: definitions }] = await Promise.all([
    metricZone(ctx),
    getSetting(ctx, metricSettings),
    readLabels(ctx, metricOf('volume')),
    listMetrics(ctx),
  ])
  const span = spanAsked(ctx, zone, input)
  const metrics = comparedMetrics
    .map((key) => definitions.find((one) => one.key === key)!)
    .filter((one) => one.by.includes(by))
  const [base, said, asOf, today, ...rows] = await Promise.all([
    accountsThen(ctx, by === 'product' ? 'segment' : by, span, zone),
    readSaid(ctx, by, span),
    waitingSince(ctx, 'measure/metrics'),
    accountsToday(ctx, by),
    ...metrics.map((metric) => countedBy(ctx, by, metric, settings, span, zone)),
  ])
  const accounts = [...base.values()].reduce((sum, one) => sum + one, 0)
  const known = new Set([
    ...(by === 'product' ? [] : base.keys()),
    ...said.groups.keys(),
    ...rows.flatMap((one) => [...one.keys()]),
  ])
  const size = (key: string) =>
    by === 'product' ? (said.groups.get(key)?.speakers ?? 0) : (base.get(key) ?? 0)
  const sorted = [...known].sort(
    (a, b) =>
      Number(isUnknown(a)) - Number(isUnknown(b)) ||
      (by === 'mrr'
        ? bandAt(a) - bandAt(b)
        : size(b) - size(a) ||
          labels.show(by, a).label.localeCompare(labels.show(by, b).label) ||
          (a < b ? -1 : 1)),
  )
  const shown = sorted.slice(0, mostGroups)
  const measured = metrics.map((metric, i) => {
    const isPerHundred = metric.key === 'volume'
    const { all, cells } = isPerHundred
      ? volumes(rows[i]!, said, by === 'product' ? accounts : base)
      : compared(rows[i]!, metric, settings)
    const weighted =
      by !== 'product' && isWeighted(metric.key)
        ? weightedOf(metric, settings, rows[i]!, base).weighted
        : null
    return { metric, isPerHundred, all, weighted, cells }
  })
  const themes = spoken(said)
  const family = [...measured, ...themes].flatMap(({ cells }) =>
    shown.flatMap((group) => cells.get(group)?.difference ?? []),
  )
  const found = claimsOf(family.map(({ chance }) => chance))
  const claims = new Map(family.map((one, i) => [one, found[i]!]))
  const cellsOf = ({ all, cells }: Cells): ComparedCell[] =>
    shown.map((group) => {
      const cell = cells.get(group)
      const difference = cell?.difference
      return {
        group: labels.show(by, group).key,
        figure: shownFigure(cell?.figure ?? empty(all)),
        difference: difference ? { ...difference, claim: claims.get(difference)! } : null,
      }
    })
  return {
    by,
    zone,
    span,
    asOf: (asOf ?? ctx.now()).toISOString(),
    groups: shown.map((group) => ({
      ...labels.show(by, group),
      accounts: by === 'product' ? null : (base.get(group) ?? 0),
      isGone: by === 'segment' && !isUnknown(group) && !today.has(group),
    })),
    accounts,
    metrics: measured.map((one) => ({
      metric: one.metric,
      isPerHundred: one.isPerHundred,
      all: shownFigure(one.all),
      weighted: one.weighted,
      cells: cellsOf(one),
    })),
    themes: themes.map((one) => ({
      id: encodeId('th', one.id),
      name: one.name,
      all: shownFigure(one.all),
      cells: cellsOf(one),
    })),
    without: comparedMetrics.flatMap((key) => {
      const { by: dimensions, name } = metricOf(key)
      return dimensions.includes(by) ? [] : [name]
    }),
    compared: family.length,
    hiddenGroups: sorted.length - shown.length,
  }
}

const bandAt = (key: string) => mrrBands.findIndex((band) => band.key === key)
const shownFigure = (figure: Figure): MetricFigure => figure as MetricFigure
const empty = (like: Figure): Figure => ({
  ...like,
  n: 0,
  value: null,
  low: null,
  high: null,
  parts: {},
  nineOfTen: null,
  inside: null,
  cameLate: 0,
})

/** The facts of a metric by group. */
export async function countedBy(
  ctx: Ctx,
  by: ComparedBy,
  { key }: Pick<MetricDefinition, 'key'>,
  settings: MetricSettings,
  span: Span,
  zone: string,
  only: Filters = {},
): Promise<Map<string, Counted[]>> {
  const metric = metricOf(key)
  const count = reckoned(metric.count, settings.targets)
  const where = await narrowed(ctx, metric, await readLabels(ctx, metric), only)
  const rows = await ctx.db.many<Counted & { grp: string }>(sql`
    select ${columnOf[by]}::text as grp, value, flag, sum(n)::integer as n, sum(late)::integer as late
    from (${rowsOf(ctx, metric, count, span, where, zone)}) r group by 1, 2, 3 having sum(n) <> 0`)
  return together(rows, (row) => row.grp)
}

function compared(
  rows: ReadonlyMap<string, readonly Counted[]>,
  { key }: MetricDefinition,
  settings: MetricSettings,
): Cells {
  const count = reckoned(metricOf(key).count, settings.targets)
  return { all: figureOf(count, [...rows.values()].flat()), cells: compareGroups(count, rows) }
}

/** A metric of answers weighted to the base; its figure rests on the effective number of them. */
export function weightedOf(
  { key }: Pick<MetricDefinition, 'key'>,
  settings: MetricSettings,
  rows: ReadonlyMap<string, readonly Counted[]>,
  base: ReadonlyMap<string, number>,
): { weighted: Weighted | null; strata: Stratum[] } {
  const found = weigh(rows, base)
  if (!found) return { weighted: null, strata: [] }
  const { rows: weighed, strata, ...more } = found
  const figure = figureOf(reckoned(metricOf(key).count, settings.targets), weighed)
  // parts of weighted answers are no number of records
  return { weighted: { figure: { ...shownFigure(figure), parts: {} }, ...more }, strata }
}

/** Volume for every 100 accounts; of product areas, for which nobody has accounts of its own, for every 100 of all. */
function volumes(
  rows: ReadonlyMap<string, readonly Counted[]>,
  { groups }: Said,
  base: ReadonlyMap<string, number> | number,
): Cells {
  const figure = (list: readonly Counted[]) => figureOf({ as: 'number' }, list)
  const volume = (key: string, list: readonly Counted[]) => ({
    items: figure(list).n,
    // who has no account has said what is not known too: there is nothing to divide that by
    accounts: typeof base === 'number' ? base : isUnknown(key) ? 0 : (base.get(key) ?? 0),
    ...(groups.get(key) ?? { squares: 0, ofAccounts: 0 }),
  })
  const keys = new Set([...rows.keys(), ...(typeof base === 'number' ? [] : base.keys())])
  const found = compareVolumes(new Map([...keys].map((key) => [key, volume(key, rows.get(key) ?? [])])))
  const all = figure([...rows.values()].flat())
  const ranged = (of: { value: number; low: number; high: number } | null) => ({
    value: of?.value ?? null,
    low: of?.low ?? null,
    high: of?.high ?? null,
  })
  return {
    all: { ...all, ...ranged(typeof base === 'number' ? null : found.all) },
    cells: new Map(
      [...found.groups].map(([key, one]) => [
        key,
        {
          figure: { ...figure(rows.get(key) ?? []), ...ranged(one.ranged) },
          difference: typeof base === 'number' ? null : one.difference,
        },
      ]),
    ),
  }
}

/** The themes that most accounts spoke of, as shares of those that said anything. */
function spoken({ groups, themes, names }: Said): (Cells & { id: string; name: string })[] {
  const speakers = (of: ReadonlyMap<string, number>) => [...of.values()].reduce((sum, n) => sum + n, 0)
  const count = { as: 'share', of: 'flag' } as const
  return [...themes]
    .sort(([a, ofA], [b, ofB]) => speakers(ofB) - speakers(ofA) || (a < b ? -1 : 1))
    .slice(0, topThemes)
    .map(([id, of]) => {
      const rows = new Map(
        [...groups].map(([group, all]) => {
          const hits = of.get(group) ?? 0
          const row = (flag: boolean, n: number): Counted => ({ value: 0, flag, n, late: 0 })
          return [group, [row(true, hits), row(false, all.speakers - hits)]]
        }),
      )
      return {
        id,
        name: names.get(id) ?? '',
        all: figureOf(
          count,
          [...rows].flatMap(([group, list]) => (isUnknown(group) ? [] : list)),
        ),
        cells: compareGroups(count, rows),
      }
    })
}

/** Segments that an account is in today. */
async function accountsToday(ctx: Ctx, by: ComparedBy): Promise<Set<string>> {
  if (by !== 'segment') return new Set()
  const rows = await ctx.db.many<{ segment: string }>(sql`
    select distinct segment from accounts
    where workspace_id = ${ctx.workspaceId} and merged_into_id is null and segment is not null`)
  return new Set(rows.map(({ segment }) => segment))
}
