import type { Span } from '#measure/dashboards/rules.ts'
import {
  type Dimension,
  dimensions,
  type KeptFact,
  keptFacts,
  type Metric,
} from '#measure/metrics/definitions.ts'
import { type Counted, type Reckoned, reckoned } from '#measure/metrics/figures.ts'
import { metricZone } from '#measure/metrics/kept.ts'
import type { Labels } from '#measure/metrics/labels.ts'
import { liveRows } from '#measure/metrics/live.ts'
import { metricSettings } from '#measure/metrics/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** The column of a dimension in facts and sums. */
export const columnOf: Record<Dimension, Sql> = {
  channel: sql`channel`,
  type: sql`type`,
  priority: sql`priority`,
  product: sql`product`,
  segment: sql`segment`,
  mrr: sql`mrr`,
  survey: sql`part`,
  playbook: sql`part`,
}

export type Filters = Partial<Record<Dimension, string | undefined>>

/** What narrows the facts of a metric: its definition, and what was asked for. */
export async function narrowed(ctx: Ctx, metric: Metric, labels: Labels, filters: Filters): Promise<Sql> {
  const given: Sql[] = []
  const { type, priority, surveys } = metric.only ?? {}
  if (type) given.push(sql`type = ${type}`)
  if (priority) given.push(sql`priority = ${priority}`)
  if (surveys) {
    const rows = await ctx.db.many<{ id: string }>(sql`
      select id from surveys where workspace_id = ${ctx.workspaceId}
        and (${surveys.kinds ?? null}::text[] is null or kind = any(${surveys.kinds ?? null}::text[]))
        and (${surveys.keys ?? null}::text[] is null or key = any(${surveys.keys ?? null}::text[]))
        and key <> all(${surveys.not ?? []}::text[])`)
    given.push(sql`part = any(${rows.map((row) => row.id)}::uuid[])`)
  }
  for (const dimension of dimensions) {
    const key = filters[dimension]
    if (key !== undefined) given.push(sql`${columnOf[dimension]} = ${labels.stored(dimension, key)}`)
  }
  return given.length > 0 ? sql`and ${sql.join(given, ' and ')}` : sql.empty
}

export const isKept = (fact: Metric['fact']): fact is KeptFact =>
  (keptFacts as readonly string[]).includes(fact)

/** Since when somebody who waits has waited for too long; null: there is no target. */
export function overdueSince(ctx: Ctx, count: Reckoned): Date | null {
  return (count.as === 'wait' || count.as === 'inside') && count.targetHours !== null
    ? new Date(ctx.now().getTime() - count.targetHours * 3_600_000)
    : null
}

/**
 * The facts of a metric in a span of days, in sums: columns day, the dimensions, value, flag, n and late. Who still waits is
 * read from the facts themselves, as it turns late by the clock alone.
 */
export function rowsOf(ctx: Ctx, metric: Metric, count: Reckoned, span: Span, where: Sql, zone: string): Sql {
  const ws = ctx.workspaceId
  if (!isKept(metric.fact))
    return sql`select *, 1 as n, 0 as late from (${liveRows(ctx, metric.fact, span, zone)}) x where true ${where}`
  const these = sql`workspace_id = ${ws} and fact = ${metric.fact} and day between ${span.from}::date and ${span.to}::date ${where}`
  const sums = sql`select day, channel, type, priority, product, segment, mrr, part, value, flag, n, case when is_late then n else 0 end as late
    from metric_sums where ${these}`
  if (count.as !== 'wait' && count.as !== 'inside') return sums
  const overdue = overdueSince(ctx, count)
  return sql`${sums} union all
    select day, channel, type, priority, product, segment, mrr, part, value, ${overdue ? sql`at <= ${overdue}` : sql`false`}, 1, 0
    from metric_facts where ${these} and value = -1`
}

/** The facts of a metric in a span of days, added up by something of theirs: what `figureOf` takes. `by`: expressions by the names they get. */
export async function countedBy<Of>(
  ctx: Ctx,
  metric: Metric,
  labels: Labels,
  span: Span,
  filters: Filters,
  by: Record<keyof Of & string, Sql>,
): Promise<(Counted & Of)[]> {
  const [zone, { targets }, where] = await Promise.all([
    metricZone(ctx),
    getSetting(ctx, metricSettings),
    narrowed(ctx, metric, labels, filters),
  ])
  const facts = rowsOf(ctx, metric, reckoned(metric.count, targets), span, where, zone)
  const named = Object.entries<Sql>(by).map(([name, expression]) => sql`${expression} as ${sql.id(name)}`)
  return ctx.db.many<Counted & Of>(sql`
    select ${sql.join(named, ', ')}, value, flag, sum(n)::integer as n, sum(late)::integer as late from (${facts}) facts
    group by ${sql.join(Object.values<Sql>(by), ', ')}, value, flag having sum(n) <> 0`)
}
