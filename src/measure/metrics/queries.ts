import { together } from '#collect/surveys/results/figures.ts'
import { addDays, daysBetween, type Span, spanBefore } from '#measure/dashboards/rules.ts'
import type * as contract from '#measure/metrics/contract.ts'
import type { MetricAnswer, MetricDefinition, MetricPoint } from '#measure/metrics/contract.ts'
import { type Dimension, type Metric, metricOf, metrics } from '#measure/metrics/definitions.ts'
import {
  type Counted,
  type Figure,
  figureChange,
  figureOf,
  type Reckoned,
  reckoned,
} from '#measure/metrics/figures.ts'
import { metricZone } from '#measure/metrics/kept.ts'
import { readLabels } from '#measure/metrics/labels.ts'
import { columnOf, narrowed, rowsOf } from '#measure/metrics/rows.ts'
import { type Step, stepsOf } from '#measure/metrics/rules.ts'
import { metricSettings } from '#measure/metrics/settings.ts'
import { localDate, startOfDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { waitingSince } from '#platform/events/waiting.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

type Asked = Input<typeof contract.getMetric>

/** Every metric with the bands and targets of this workspace. */
export async function listMetrics(ctx: Ctx): Promise<{ data: MetricDefinition[] }> {
  const settings = await getSetting(ctx, metricSettings)
  return { data: metrics.map((metric) => define(metric, settings)) }
}

function define(metric: Metric, { npsBands, targets }: contract.MetricSettings): MetricDefinition {
  const { key, name, formula, source, unit, good, interval, by, parts, count } = metric
  const reckon = reckoned(count, targets)
  return {
    ...{ key, name, formula, source, unit, good, interval, by: [...by], parts },
    targetHours: 'targetHours' in reckon ? reckon.targetHours : null,
    bands: count.as === 'nps' ? npsBands : null,
  }
}

/** The longest time that figures are given for. */
const longest = 1100
const mostGroups = 60

/** The time that was asked for: 13 weeks up to today when nothing was said. */
export function spanAsked(
  ctx: Ctx,
  zone: string,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): Span {
  const last = to ?? localDate(zone, ctx.now().getTime())
  const span = { from: from ?? addDays(last, -90), to: last }
  if (span.from > span.to)
    throw new AppError('invalid', 'metrics.no_time', '`from` lies after `to`. Give the earlier day first.')
  if (daysBetween(span.from, span.to) >= longest)
    throw new AppError(
      'invalid',
      'metrics.too_long',
      `Figures are given for at most ${longest} days. Ask for a shorter time.`,
    )
  return span
}

const stepFor = (days: number): Step =>
  days <= 31 ? 'day' : days <= 200 ? 'week' : days <= 800 ? 'month' : 'quarter'

/** The same days a year earlier. */
function yearBefore({ from, to }: Span): Span {
  const back = (day: string) => {
    const date = new Date(`${day}T00:00:00Z`)
    date.setUTCFullYear(date.getUTCFullYear() - 1)
    return date.toISOString().slice(0, 10)
  }
  return { from: back(from), to: back(to) }
}

type Row = Counted & {
  /** of the time asked for, not of the one compared with */
  is_now: boolean
  start: string | null
  a: string | null
  b: string | null
  /** it belongs to a cell of two dimensions; a step of time has rows of its own then */
  is_cell: boolean
}

/** A metric over a time, against another, split by up to two dimensions. */
export async function getMetric(ctx: Ctx, input: Asked): Promise<MetricAnswer> {
  const metric = metricOf(input.key)
  const [zone, settings, labels] = await Promise.all([
    metricZone(ctx),
    getSetting(ctx, metricSettings),
    readLabels(ctx, metric),
  ])
  const count = reckoned(metric.count, settings.targets)
  const span = spanAsked(ctx, zone, input)
  const before =
    input.compare === 'none' ? null : input.compare === 'year' ? yearBefore(span) : spanBefore(span)
  const step = input.step ?? stepFor(daysBetween(span.from, span.to) + 1)
  const by = splitBy(metric, input)
  const where = await narrowed(ctx, metric, labels, input)
  // each on its own: a year earlier lies partly inside a time of more than a year
  const facts = (of: Span, isNow: boolean) =>
    sql`select ${isNow}::boolean as is_now, r.* from (${rowsOf(ctx, metric, count, of, where, zone)}) r`
  const source = before ? sql`${facts(span, true)} union all ${facts(before, false)}` : facts(span, true)
  const [rows, releases, asOf] = await Promise.all([
    counted(ctx, source, by, step),
    shipped(ctx, span, zone),
    waitingSince(ctx, 'measure/metrics'),
  ])
  const isCell = by.length === 2
  const of = (isNow: boolean, cells: boolean) =>
    rows.filter((row) => row.is_now === isNow && row.is_cell === cells)
  const [now, then] = [of(true, isCell), of(false, isCell)]
  const points = (list: readonly Row[], of: Span) => pointsOf(count, list, of, step)
  const figure = figureOf(count, now)
  const figureBefore = before && figureOf(count, then)
  const groups = groupsOf(count, by, now, then, before !== null).map(({ stored, own, ...group }) => ({
    ...group,
    of: stored.map((value, i) => labels.show(by[i]!, value)),
    points: by.length === 1 ? points(own, span) : [],
  }))
  return {
    metric: define(metric, settings),
    zone,
    span,
    before,
    step,
    asOf: (asOf ?? ctx.now()).toISOString(),
    figure,
    figureBefore,
    change: figureBefore && figureChange(count, figureBefore, figure),
    points: points(of(true, false), span),
    pointsBefore: before ? points(of(false, false), before) : [],
    by,
    groups: groups.slice(0, mostGroups),
    hidden: {
      groups: Math.max(0, groups.length - mostGroups),
      n: groups.slice(mostGroups).reduce((sum, group) => sum + group.figure.n, 0),
    },
    releases,
  }
}

function splitBy(metric: Metric, { by, and }: Asked): Dimension[] {
  const asked = [by, and].filter((one): one is Dimension => one !== undefined)
  for (const dimension of asked)
    if (!metric.by.includes(dimension))
      throw new AppError(
        'invalid',
        'metrics.not_by',
        `${metric.name} cannot be split by ${dimension}. It can be split by ${metric.by.join(', ')}.`,
      )
  return [...new Set(asked)]
}

/**
 * Facts added up by dimensions and steps of time, in one walk. With two dimensions each cell has one number, and only the
 * whole is followed over time.
 */
function counted(ctx: Ctx, rows: Sql, by: readonly Dimension[], step: Step): Promise<Row[]> {
  const part = (dimension: Dimension | undefined) =>
    dimension ? sql`${columnOf[dimension]}::text` : sql`null::text`
  const sets =
    by.length === 2
      ? sql`grouping sets ((is_now, a, b, value, flag), (is_now, start, value, flag))`
      : sql`is_now, start, a, b, value, flag`
  return ctx.db.many<Row>(sql`
    select is_now, start, a, b, value, flag, sum(n)::integer as n, sum(late)::integer as late, grouping(start) = 1 as is_cell
    from (
      select is_now, date_trunc(${step}, day::timestamp)::date as start, ${part(by[0])} as a, ${part(by[1])} as b, value, flag, n, late
      from (${rows}) facts
    ) r group by ${sets} having sum(n) <> 0`)
}

function pointsOf(count: Reckoned, rows: readonly Row[], span: Span, step: Step): MetricPoint[] {
  const byStart = together(rows, (row) => row.start)
  return stepsOf(span, step).map(({ start, from, to, isPartial }) => ({
    from,
    to,
    isPartial,
    figure: figureOf(count, byStart.get(start) ?? []),
  }))
}

function groupsOf(
  count: Reckoned,
  by: readonly Dimension[],
  now: readonly Row[],
  then: readonly Row[],
  isCompared: boolean,
) {
  if (by.length === 0) return []
  const nameOf = ({ a, b }: Row) => JSON.stringify([a, b].slice(0, by.length))
  const [ofNow, ofThen] = [together(now, nameOf), together(then, nameOf)]
  return [...new Set([...ofNow.keys(), ...ofThen.keys()])]
    .map((name) => {
      const own = ofNow.get(name) ?? []
      const figure = figureOf(count, own)
      const before: Figure | null = isCompared ? figureOf(count, ofThen.get(name) ?? []) : null
      return {
        stored: JSON.parse(name) as string[],
        own,
        figure,
        before,
        change: before && figureChange(count, before, figure),
      }
    })
    .sort(
      (a, b) =>
        b.figure.n - a.figure.n ||
        (b.before?.n ?? 0) - (a.before?.n ?? 0) ||
        (a.stored.join() < b.stored.join() ? -1 : 1),
    )
}

async function shipped(ctx: Ctx, span: Span, zone: string): Promise<MetricAnswer['releases']> {
  const rows = await ctx.db.many<{ id: string; name: string; shipped_at: Date }>(sql`
    select id, name, shipped_at from releases where workspace_id = ${ctx.workspaceId}
      and shipped_at >= ${new Date(startOfDate(zone, span.from))} and shipped_at < ${new Date(startOfDate(zone, addDays(span.to, 1)))}
    order by shipped_at, id limit 40`)
  return rows.map((row) => ({
    id: encodeId('rel', row.id),
    name: row.name,
    on: localDate(zone, row.shipped_at.getTime()),
  }))
}
