import { lockSums } from '#collect/surveys/results/counting.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/** Invitations that reached somebody, as they should be counted now. Somebody who answered got it, whatever the mail server said. */
export function reachedNow({ workspaceId: ws }: Ctx, which: Sql): Sql {
  return sql`
    select i.id, i.wave_id, i.survey_id, i.channel, i.answered_at is not null as has_answered
    from invitations i
    where i.workspace_id = ${ws} and (i.delivered_at is not null or i.answered_at is not null) and ${which}`
}

/** Counts these invitations as they stand now and moves the rates of their waves by the difference, as `recount` does. */
export async function recountInvitations(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const ws = ctx.workspaceId
  await lockSums(ctx)
  await ctx.db.run(sql`
    with now as materialized (${reachedNow(ctx, sql`i.id = any(${ids}::uuid[])`)}),
    old as materialized (select * from counted_invitations where workspace_id = ${ws} and id = any(${ids}::uuid[])),
    gone as (
      delete from counted_invitations c using old o
      where c.workspace_id = ${ws} and c.id = o.id and not exists (select 1 from now n where n.id = o.id)
    ),
    put as (
      insert into counted_invitations as c (workspace_id, id, wave_id, survey_id, channel, has_answered)
      select ${ws}, id, wave_id, survey_id, channel, has_answered from now
      on conflict (workspace_id, id) do update set channel = excluded.channel, has_answered = excluded.has_answered
      where (c.channel, c.has_answered) <> (excluded.channel, excluded.has_answered)
    )
    insert into wave_rates as r (workspace_id, wave_id, survey_id, channel, delivered, answered)
    select ${ws}, d.wave_id, d.survey_id, d.channel, sum(d.n), coalesce(sum(d.n) filter (where d.has_answered), 0)
    from (
      select wave_id, survey_id, channel, has_answered, 1 as n from now
      union all select wave_id, survey_id, channel, has_answered, -1 from old
    ) d
    group by d.wave_id, d.survey_id, d.channel
    having sum(d.n) <> 0 or coalesce(sum(d.n) filter (where d.has_answered), 0) <> 0
    on conflict (workspace_id, wave_id, channel)
      do update set delivered = r.delivered + excluded.delivered, answered = r.answered + excluded.answered`)
}
