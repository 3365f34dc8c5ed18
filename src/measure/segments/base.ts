import type { Span } from '#measure/dashboards/rules.ts'
import { addDays } from '#measure/dashboards/rules.ts'
import { mrrBands } from '#measure/metrics/definitions.ts'
import { startOfDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/**
 * The customers of a time, by their segment or MRR as it was then ('' where it is not known): one that was there for half
 * of the time, or in two segments for half of it each, counts a half in each. Accounts count while they are active, from
 * the day they went live, and where that is not known always; what is not known yet is taken from what became known first,
 * as everywhere in figures.
 */
export async function accountsThen(
  ctx: Ctx,
  by: 'segment' | 'mrr',
  span: Span,
  zone: string,
): Promise<Map<string, number>> {
  const ws = ctx.workspaceId
  const from = new Date(startOfDate(zone, span.from))
  const to = new Date(Math.min(startOfDate(zone, addDays(span.to, 1)), ctx.now().getTime()))
  if (to <= from) return new Map()
  const froms = mrrBands.map((band) => band.from)
  const value =
    by === 'segment' ? sql`h.segment` : sql`(width_bucket(h.mrr_cents, ${froms}::bigint[]) - 1)::text`
  const rows = await ctx.db.many<{ key: string; accounts: number }>(sql`
    with stages as (
      select h.account_id, h.valid_at, h.lifecycle, a.go_live_on, ${value} as value, lead(h.valid_at) over w as until,
        count(${value}) over w as run, row_number() over w as nth
      from account_history h
      join accounts a on a.workspace_id = ${ws} and a.id = h.account_id and a.merged_into_id is null
      where h.workspace_id = ${ws}
      window w as (partition by h.account_id order by h.valid_at, h.id)
    ), known as (
      select lifecycle, coalesce(max(value) over (partition by account_id, run), max(value) filter (where run = 1) over (partition by account_id), '') as key,
        least(coalesce(until, 'infinity'), ${to}) as until,
        greatest(${from}, case when nth > 1 then valid_at when go_live_on is null then '-infinity' else least(valid_at, go_live_on::timestamptz) end) as since
      from stages
    )
    select key, sum(extract(epoch from until - since))::double precision / ${(to.getTime() - from.getTime()) / 1000}::double precision as accounts
    from known where lifecycle = 'active' and until > since group by key`)
  const keyOf = (key: string) => (by === 'mrr' && key !== '' ? (mrrBands[Number(key)]?.key ?? '') : key)
  return new Map(rows.map(({ key, accounts }) => [keyOf(key), accounts]))
}
