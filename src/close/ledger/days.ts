import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { takeTurn } from '#platform/db/turn.ts'

/** How many loops were heard on each day and how many of them are closed: sums that follow from the positions alone. */

/** What a position counts by; changes of it move the sums. */
export interface Counted {
  received_at: Date
  channel: string
  segment: string
  owner_member_id: string | null
  missing: string | null
}

/** Sums of positions `p`, each taken `times` over: by day, and there by what rates are shown by. */
const sumsOf = (positions: Sql, times: Sql) => sql`
  select (p.received_at at time zone 'UTC')::date as day, g.facet, g.key, sum(${times})::integer as n,
    coalesce(sum(${times}) filter (where p.missing is null), 0)::integer as closed
  from ${positions} cross join lateral (values ('all', ''), ('channel', p.channel), ('segment', p.segment),
    ('owner', coalesce(p.owner_member_id::text, ''))) as g (facet, key)
  group by 1, 2, 3`

/** Takes out what stood before and counts in what stands now. One at a time in a workspace. */
export async function moveDays(
  ctx: Ctx,
  before: readonly Counted[],
  after: readonly Counted[],
): Promise<void> {
  const rows = [
    ...before.map((row) => ({ ...row, times: -1 })),
    ...after.map((row) => ({ ...row, times: 1 })),
  ]
  const moved = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p (times integer, received_at timestamptz, channel text,
    segment text, owner_member_id uuid, missing text)`
  await ctx.db.run(sql`
    insert into loop_days as d (workspace_id, day, facet, key, n, closed)
    select ${ctx.workspaceId}::uuid, s.* from (${sumsOf(moved, sql`p.times`)}) s
    where s.n <> 0 or s.closed <> 0 order by s.day, s.facet, s.key
    on conflict (workspace_id, day, facet, key) do update set n = d.n + excluded.n, closed = d.closed + excluded.closed`)
}

/** How many sums differ from counting the positions again; with `repair` they are written anew. */
export async function checkDays(ctx: Ctx, options: { repair?: boolean } = {}): Promise<number> {
  const ws = ctx.workspaceId
  if (options.repair) await takeTurn(ctx, 'loops')
  const fresh = sumsOf(sql`(select * from loop_positions where workspace_id = ${ws}) p`, sql`1`)
  const { wrong } = await ctx.db.one<{ wrong: number }>(sql`
    select count(*) as wrong from (${fresh}) s
    full join (select * from loop_days where workspace_id = ${ws} and n <> 0) d on d.day = s.day and d.facet = s.facet and d.key = s.key
    where (s.n, s.closed) is distinct from (d.n, d.closed)`)
  if (options.repair && wrong > 0) {
    await ctx.db.run(sql`delete from loop_days where workspace_id = ${ws}`)
    await ctx.db.run(sql`insert into loop_days select ${ws}::uuid, s.* from (${fresh}) s`)
  }
  return wrong
}
