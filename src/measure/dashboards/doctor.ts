import { countedNow, lockFigures } from '#measure/dashboards/recount.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

export interface FigureCheck {
  items: number
  /** Items counted where they should not be, or not counted at all. */
  wrongItems: number
  /** Daily sums that differ from counting again. */
  wrongSums: number
}

/** Counts everything again and compares; with `repair` the sums are then written anew. Right: both differences are 0. */
export async function checkFigures(ctx: Ctx, options: { repair?: boolean } = {}): Promise<FigureCheck> {
  const ws = ctx.workspaceId
  if (options.repair) await lockFigures(ctx)
  const check = await ctx.db.one<{ items: number; wrong_items: number; wrong_sums: number }>(sql`
    with fresh as materialized (${countedNow(ctx, sql`true`)}),
    sums as (select day, channel, segment, count(*) as items from fresh group by day, channel, segment)
    select (select count(*) from fresh) as items,
      (select count(*) from fresh f full join (select * from measure_items where workspace_id = ${ws}) m on m.id = f.id
        where (f.id, f.day, f.channel, f.segment, f.is_owed, f.response_minutes)
          is distinct from (m.id, m.day, m.channel, m.segment, m.is_owed, m.response_minutes)) as wrong_items,
      (select count(*) from sums s full join (select * from measure_daily where workspace_id = ${ws} and items <> 0) d
        on d.day = s.day and d.channel = s.channel and d.segment = s.segment
        where s.items is distinct from d.items) as wrong_sums`)
  const result = { items: check.items, wrongItems: check.wrong_items, wrongSums: check.wrong_sums }
  if (options.repair && (result.wrongItems > 0 || result.wrongSums > 0)) await rebuild(ctx)
  return result
}

async function rebuild(ctx: Ctx): Promise<void> {
  const ws = ctx.workspaceId
  await ctx.db.run(sql`delete from measure_daily where workspace_id = ${ws}`)
  await ctx.db.run(sql`delete from measure_items where workspace_id = ${ws}`)
  await ctx.db.run(sql`
    insert into measure_items (workspace_id, id, day, channel, segment, received_at, is_owed, response_minutes)
    select ${ws}, n.id, n.day, n.channel, n.segment, n.received_at, n.is_owed, n.response_minutes from (${countedNow(ctx, sql`true`)}) n`)
  await ctx.db.run(sql`
    insert into measure_daily (workspace_id, day, channel, segment, items)
    select ${ws}, day, channel, segment, count(*) from measure_items where workspace_id = ${ws} group by day, channel, segment`)
}
