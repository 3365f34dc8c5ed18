import type { FilterText } from '#organize/inbox/rules.ts'
import type { ChangeOf } from '#organize/inbox/triage.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { actorId } from '#platform/events/emit.ts'

/** Writes down that a change begins; with a filter it waits for its job. */
export function startChange(
  ctx: Ctx,
  changeId: string,
  change: ChangeOf,
  waiting?: { filter: FilterText; expected: number | null },
): void {
  ctx.db.later(sql`
    insert into inbox_changes (workspace_id, id, actor_kind, actor_id, change, filter, state, expected, created_at)
    values (${ctx.workspaceId}, ${changeId}, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${JSON.stringify(change)},
      ${waiting ? JSON.stringify(waiting.filter) : null}, ${waiting ? 'queued' : 'done'}, ${waiting?.expected ?? null}, ${ctx.now()})`)
}

/** Writes down what became of a change that was made at once. */
export function endChange(ctx: Ctx, changeId: string, changed: number, skipped: number): void {
  ctx.db.later(sql`
    update inbox_changes set changed = ${changed}, skipped = ${skipped}, ended_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${changeId}`)
}
