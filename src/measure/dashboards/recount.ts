import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { takeTurn } from '#platform/db/turn.ts'

/** Items as they should be counted now. */
export function countedNow(ctx: Ctx, which: Sql): Sql {
  const ws = ctx.workspaceId
  return sql`
    select i.id, (i.occurred_at at time zone 'UTC')::date as day, i.channel, coalesce(r.segment, '') as segment,
      i.received_at, (not i.is_history and i.contact_id is not null and (i.channel <> 'survey' or exists (
        select 1 from cases c where c.workspace_id = ${ws} and c.feedback_id = i.id and c.status <> 'cancelled'))) as is_owed,
      floor(extract(epoch from i.first_response_at - i.received_at) / 60)::integer as response_minutes
    from inbox_items i
    left join accounts a on a.workspace_id = ${ws} and a.id = i.account_id
    left join accounts r on r.workspace_id = ${ws} and r.id = root_id(a.merged_into_id, a.id)
    where i.workspace_id = ${ws} and i.status not in ('spam', 'merged') and ${which}`
}

const chunk = 5000

/** Figures of one workspace are moved by one transaction at a time. */
export async function lockFigures(ctx: Ctx): Promise<void> {
  await takeTurn(ctx, 'figures')
}

/**
 * Counts these items as they stand now and moves the daily sums by the difference to where they were counted before.
 * Done twice, the second time moves nothing; an item that is gone, spam or merged is taken out.
 */
export async function recount(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await lockFigures(ctx)
  const ws = ctx.workspaceId
  for (let start = 0; start < ids.length; start += chunk) {
    const some = ids.slice(start, start + chunk)
    await ctx.db.run(sql`
      with now as materialized (${countedNow(ctx, sql`i.id = any(${some}::uuid[])`)}),
      old as materialized (
        select id, day, channel, segment from measure_items where workspace_id = ${ws} and id = any(${some}::uuid[])
      ),
      gone as (
        delete from measure_items m using old o
        where m.workspace_id = ${ws} and m.id = o.id and not exists (select 1 from now n where n.id = o.id)
      ),
      put as (
        insert into measure_items (workspace_id, id, day, channel, segment, received_at, is_owed, response_minutes)
        select ${ws}, n.id, n.day, n.channel, n.segment, n.received_at, n.is_owed, n.response_minutes from now n
        on conflict (workspace_id, id) do update set day = excluded.day, channel = excluded.channel, segment = excluded.segment,
          received_at = excluded.received_at, is_owed = excluded.is_owed, response_minutes = excluded.response_minutes
        where (measure_items.day, measure_items.channel, measure_items.segment, measure_items.is_owed, measure_items.response_minutes)
          is distinct from (excluded.day, excluded.channel, excluded.segment, excluded.is_owed, excluded.response_minutes)
      )
      insert into measure_daily (workspace_id, day, channel, segment, items)
      select ${ws}, d.day, d.channel, d.segment, sum(d.n)
      from (select day, channel, segment, 1 as n from now union all select day, channel, segment, -1 from old) d
      group by d.day, d.channel, d.segment having sum(d.n) <> 0
      order by d.day, d.channel, d.segment
      on conflict (workspace_id, day, channel, segment) do update set items = measure_daily.items + excluded.items`)
  }
}

/** Items of these accounts and of everything merged into them. */
export async function itemsOfAccounts(ctx: Ctx, accountIds: readonly string[]): Promise<string[]> {
  if (accountIds.length === 0) return []
  const rows = await ctx.db.many<{ id: string }>(sql`
    select i.id from inbox_items i where i.workspace_id = ${ctx.workspaceId} and i.account_id in (
      select a.id from accounts a where a.workspace_id = ${ctx.workspaceId}
        and (a.id = any(${accountIds}::uuid[]) or a.merged_into_id = any(${accountIds}::uuid[])))`)
  return rows.map((row) => row.id)
}
