import { onShare } from '#act/outcomes/queries.ts'
import { addDays, type Span } from '#measure/dashboards/rules.ts'
import type { LiveFact } from '#measure/metrics/definitions.ts'
import { accountThen, noneSql } from '#measure/metrics/kept.ts'
import { startOfDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/** The facts of a span that are read from their own tables, in the columns of `metric_facts`. */
export function liveRows(ctx: Ctx, fact: LiveFact, span: Span, zone: string): Sql {
  const [from, to] = [
    new Date(startOfDate(zone, span.from)),
    new Date(startOfDate(zone, addDays(span.to, 1))),
  ]
  const inSpan = (at: Sql) => sql`${at} >= ${from} and ${at} < ${to}`
  return sql`
    select id, at, (at at time zone ${zone})::date as day, channel, type, priority, product, segment, mrr, part, value, flag
    from (${sources[fact](ctx, inSpan)}) of_live`
}

type Source = (ctx: Ctx, inSpan: (at: Sql) => Sql) => Sql

/** Cases `k` with what they are split by, at one of their times. */
const ofCases = (ctx: Ctx, what: Sql, at: Sql, more: Sql, which: Sql): Sql => sql`
  select ${what}, '' as channel, '' as type, '' as priority, ${noneSql} as product, coalesce(of_then.segment, '') as segment,
    coalesce(of_then.mrr, '') as mrr, coalesce(p.id, ${noneSql}) as part
  from cases k
  left join playbooks p on p.workspace_id = ${ctx.workspaceId} and p.key = k.playbook_key
  ${more} ${accountThen(ctx, sql`k.account_id`, at)}
  where k.workspace_id = ${ctx.workspaceId} and ${which}`

const sources: Record<LiveFact, Source> = {
  case: (ctx, inSpan) =>
    ofCases(
      ctx,
      sql`k.id, k.opened_at as at, coalesce(metric_wait(k.resolved_at - k.opened_at), -1) as value, false as flag`,
      sql`k.opened_at`,
      sql.empty,
      sql`k.status <> 'cancelled' and ${inSpan(sql`k.opened_at`)}`,
    ),
  resolved: (ctx, inSpan) =>
    ofCases(
      ctx,
      sql`k.id, k.resolved_at as at, 0 as value, k.is_on_time as flag`,
      sql`k.resolved_at`,
      sql.empty,
      sql`k.status = 'resolved' and k.is_on_time is not null and ${inSpan(sql`k.resolved_at`)}`,
    ),
  step: (ctx, inSpan) =>
    ofCases(
      ctx,
      sql`s.id, s.latest_at as at, 0 as value, s.done_at is null or s.done_at > s.latest_at as flag`,
      sql`s.latest_at`,
      sql`join case_steps s on s.workspace_id = ${ctx.workspaceId} and s.case_id = k.id`,
      sql`s.opened_at is not null and ${inSpan(sql`s.latest_at`)} and (s.state = 'done' or (s.state = 'open' and s.latest_at < ${ctx.now()}))`,
    ),
  // The segment is that of today, as the ledger itself counts.
  loop: (ctx, inSpan) => sql`
    select l.id, l.received_at as at, l.channel, '' as type, '' as priority, ${noneSql} as product, l.segment, '' as mrr, ${noneSql} as part,
      0 as value, l.missing is null as flag
    from loop_positions l where l.workspace_id = ${ctx.workspaceId} and ${inSpan(sql`l.received_at`)}`,
  request: (ctx, inSpan) => sql`
    select r.id, r.created_at as at, '' as channel, '' as type, '' as priority, coalesce(r.product_area_id, ${noneSql}) as product,
      '' as segment, '' as mrr, ${noneSql} as part,
      case when r.status = 'shipped' then 2 when r.status in ('planned', 'in_progress') then 1 else 0 end as value, false as flag
    from requests r where r.workspace_id = ${ctx.workspaceId} and r.merged_into_id is null and ${inSpan(sql`r.created_at`)}`,
  // Hundredths of a per cent of the scale, so that the difference of two shares is a whole number.
  pair: (ctx, inSpan) =>
    ofCases(
      ctx,
      sql`k.id, k.resolved_at as at, round(10000 * (${onShare(sql`a.score`, sql`s.kind`)} - ${onShare(sql`b.score`, sql`bs.kind`)}))::integer as value,
        false as flag`,
      sql`k.resolved_at`,
      sql`join case_confirmations f on f.workspace_id = ${ctx.workspaceId} and f.case_id = k.id
        join responses a on a.workspace_id = ${ctx.workspaceId} and a.id = f.response_id and a.score is not null
        join surveys s on s.workspace_id = ${ctx.workspaceId} and s.id = a.survey_id
        join responses b on b.workspace_id = ${ctx.workspaceId} and b.id = k.response_id and b.score is not null
        join surveys bs on bs.workspace_id = ${ctx.workspaceId} and bs.id = b.survey_id`,
      sql`k.status = 'resolved' and ${inSpan(sql`k.resolved_at`)}`,
    ),
}
