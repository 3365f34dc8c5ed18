import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** Notes that a step is somebody else's because of an absence, and the rule by which it comes back. */
export async function noteStandIn(
  ctx: Ctx,
  stepId: string,
  { absenceId, rule }: { absenceId: string; rule: string },
): Promise<void> {
  await ctx.db.run(sql`
    insert into absence_steps (workspace_id, absence_id, step_id, rule, moved_at)
    values (${ctx.workspaceId}, ${absenceId}, ${stepId}, ${rule}, ${ctx.now()})
    on conflict (workspace_id, absence_id, step_id) do update
      set rule = excluded.rule, moved_at = excluded.moved_at, returned_at = null`)
}
