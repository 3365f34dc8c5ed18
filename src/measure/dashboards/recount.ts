import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/** Items as they should be counted now; the same facts and order as `loopStage` (a test compares the two). */
export function countedNow(ctx: Ctx, which: Sql): Sql {
  const ws = ctx.workspaceId
  return sql`
    select i.id, (i.occurred_at at time zone 'UTC')::date as day, i.channel, coalesce(r.segment, '') as segment,
      (case
        when i.type is null then 1
        when i.status <> 'done' and k.cases is null and i.first_response_at is null then 2
        when i.status <> 'done' and k.resolved is not true and i.first_response_at is null then 3
        when i.first_response_at is null and i.contact_id is not null then 4
        when i.first_response_at is not null and exists (
          select 1 from responses x where x.workspace_id = ${ws} and x.contact_id = i.contact_id
            and x.submitted_at > i.first_response_at and not x.is_provisional
        ) then 6
        else 5
      end)::smallint as stage,
      i.received_at, (not i.is_history and i.contact_id is not null and (i.channel <> 'survey' or k.cases is not null)) as is_owed,
      floor(extract(epoch from i.first_response_at - i.received_at) / 60)::integer as response_minutes
    from inbox_items i
    left join accounts a on a.workspace_id = ${ws} and a.id = i.account_id
    left join accounts r on r.workspace_id = ${ws} and r.id = root_id(a.merged_into_id, a.id)
    left join lateral (
      select count(*) as cases, bool_or(c.status = 'resolved') as resolved from cases c
      where c.workspace_id = ${ws} and c.feedback_id = i.id and c.status <> 'cancelled' having count(*) > 0
    ) k on true
    where i.workspace_id = ${ws} and i.status not in ('spam', 'merged') and ${which}`
}

const chunk = 5000

/** Figures of one workspace are moved by one transaction at a time. */
export async function lockFigures(ctx: Ctx): Promise<void> {
  await ctx.db.run(sql`select pg_advisory_xact_lock(hashtextextended('figures ' || ${ctx.workspaceId}, 0))`)
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
        select id, day, channel, segment, stage from measure_items where workspace_id = ${ws} and id = any(${some}::uuid[])
      ),
      gone as (
        delete from measure_items m using old o
        where m.workspace_id = ${ws} and m.id = o.id and not exists (select 1 from now n where n.id = o.id)
      ),
      put as (
        insert into measure_items (workspace_id, id, day, channel, segment, stage, received_at, is_owed, response_minutes)
        select ${ws}, n.id, n.day, n.channel, n.segment, n.stage, n.received_at, n.is_owed, n.response_minutes from now n
        on conflict (workspace_id, id) do update set day = excluded.day, channel = excluded.channel, segment = excluded.segment,
          stage = excluded.stage, received_at = excluded.received_at, is_owed = excluded.is_owed, response_minutes = excluded.response_minutes
        where (measure_items.day, measure_items.channel, measure_items.segment, measure_items.stage, measure_items.is_owed, measure_items.response_minutes)
          is distinct from (excluded.day, excluded.channel, excluded.segment, excluded.stage, excluded.is_owed, excluded.response_minutes)
      )
      insert into measure_daily (workspace_id, day, channel, segment, stage, items)
      select ${ws}, d.day, d.channel, d.segment, d.stage, sum(d.n)
      from (select day, channel, segment, stage, 1 as n from now union all select day, channel, segment, stage, -1 from old) d
      group by d.day, d.channel, d.segment, d.stage having sum(d.n) <> 0
      order by d.day, d.channel, d.segment, d.stage
      on conflict (workspace_id, day, channel, segment, stage) do update set items = measure_daily.items + excluded.items`)
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

/** Items whose contact was answered: a later survey answer confirms them. */
export async function answeredItemsOfContacts(ctx: Ctx, contactIds: readonly string[]): Promise<string[]> {
  if (contactIds.length === 0) return []
  const rows = await ctx.db.many<{ id: string }>(sql`
    select id from inbox_items where workspace_id = ${ctx.workspaceId} and contact_id = any(${contactIds}::uuid[]) and first_response_at is not null`)
  return rows.map((row) => row.id)
}
