import type { Span } from '#analyze/themes/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** How often a theme was said on each day of a span; counted with what it was merged into, merged from and split into. */
export async function mentionsByDay(
  ctx: Ctx,
  themeId: string,
  { from, to }: Span,
): Promise<ReadonlyMap<string, number>> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{ day: string; mentions: number }>(sql`
    with recursive up as (
      select id, merged_into_id from themes where workspace_id = ${ws} and id = ${themeId}
      union select t.id, t.merged_into_id from themes t join up on t.id = up.merged_into_id where t.workspace_id = ${ws}
    ), members as (
      select id from up
      union select t.id from themes t join members m on t.merged_into_id = m.id or t.split_from_id = m.id
        where t.workspace_id = ${ws}
    )
    select d.day::text as day, sum(d.mentions)::integer as mentions from theme_days d
    where d.workspace_id = ${ws} and d.theme_id in (select id from members) and d.day between ${from}::date and ${to}::date
    group by d.day`)
  return new Map(rows.map((row) => [row.day, row.mentions]))
}

/** Says that something of a later stage rests on a theme: from now on it stays, found again or not. */
export async function keepTheme(ctx: Ctx, themeId: string): Promise<void> {
  await ctx.db.run(sql`
    update themes set is_kept = true where workspace_id = ${ctx.workspaceId} and id = ${themeId}`)
}
