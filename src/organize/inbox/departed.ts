import { applyChange } from '#organize/inbox/apply.ts'
import { endChange, startChange } from '#organize/inbox/records.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Emitted } from '#platform/events/event.ts'
import { newId } from '#platform/ids.ts'

/** Items that wait for somebody who leaves go to their successor; without one they are nobody's again. */
export async function passItemsOn(
  ctx: Ctx,
  { subjectId, payload }: Emitted<{ toMemberId: string | null }>,
): Promise<void> {
  for (let passed = 1000; passed === 1000; ) {
    const held = await ctx.db.many<{ id: string }>(sql`
      select id from inbox_items
      where workspace_id = ${ctx.workspaceId} and assignee_member_id = ${subjectId} and status in ('open', 'snoozed')
      order by id limit 1000`)
    passed = held.length
    if (passed === 0) return
    const changeId = newId()
    const change = { assigneeId: payload.toMemberId }
    const ids = held.map(({ id }) => id)
    startChange(ctx, changeId, change)
    const { changed, skipped } = await applyChange(ctx, changeId, ids, change)
    endChange(ctx, changeId, changed, skipped)
  }
}

/** Who of these members has left the workspace. */
export async function goneAmong(
  ctx: Ctx,
  memberIds: readonly (string | null | undefined)[],
): Promise<Set<string>> {
  const ids = [...new Set(memberIds.filter((one) => typeof one === 'string'))]
  if (ids.length === 0) return new Set()
  const gone = await ctx.db.many<{ id: string }>(sql`
    select id from members
    where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[]) and removed_at is not null`)
  return new Set(gone.map(({ id }) => id))
}
