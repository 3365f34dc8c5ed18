import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { type Ended, type Final, type Outbox, tellEnded, wake } from '#platform/outbox/outbox.ts'
import { type SendStep, statesBefore } from '#platform/outbox/rules.ts'

interface Said {
  reply?: string | null
  /** further columns of the table: `, provider_code = …` */
  also?: Sql
}

/** Ends messages in a final state, if the step is allowed from where they stand, and tells who listens. Answers which. */
export async function settle(
  ctx: Ctx,
  box: Outbox,
  step: Extract<SendStep, 'accept' | 'refuse' | 'lose' | 'suppress' | 'cancel' | 'lease_out'>,
  state: Final,
  {
    ids,
    fence,
    reason,
    reply = null,
    also = sql.empty,
  }: Said & { ids: readonly string[]; fence?: number; reason: string | null },
): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await ctx.db.many<Ended>(
    sql.kept(sql`
    update ${sql.id(box.table)} set state = ${state}, reason = ${reason}, hold = null, settled_at = ${ctx.now()}, lease_until = null,
      ${sql.id(box.reply)} = coalesce(${reply}, ${sql.id(box.reply)}) ${also}
    where workspace_id = ${ctx.workspaceId} and id = any(${ids}) and state = any(${statesBefore(step)})
      ${fence === undefined ? sql.empty : sql`and fence = ${fence}`}
    returning id, topic`),
  )
  await tellEnded(ctx, box, rows, { state, reason })
  return rows.map((row) => row.id)
}

/** Puts a message off until `dueAt`. */
export async function defer(
  ctx: Ctx,
  box: Outbox,
  {
    id,
    fence,
    reason,
    reply,
    dueAt,
    also = sql.empty,
  }: Said & { id: string; fence: number; reason: string; dueAt: Date },
): Promise<void> {
  await ctx.db.run(
    sql.kept(sql`
    update ${sql.id(box.table)} set state = 'deferred', reason = ${reason}, due_at = ${dueAt}, lease_until = null,
      ${sql.id(box.reply)} = ${reply} ${also}
    where workspace_id = ${ctx.workspaceId} and id = ${id} and fence = ${fence} and state = any(${statesBefore('defer')})`),
  )
}

/** Sends messages again on a person's press: the only way an uncertain one ever leaves again. Answers which. */
export async function requeue(ctx: Ctx, box: Outbox, which: Sql): Promise<string[]> {
  const rows = await ctx.db.many<{ id: string }>(sql`
    update ${sql.id(box.table)} set state = 'queued', reason = null, hold = null, settled_at = null, lease_until = null,
      due_at = ${ctx.now()}, attempts = 0, fence = fence + 1
    where workspace_id = ${ctx.workspaceId} and state = any(${statesBefore('retry')}) and ${which} returning id`)
  if (rows.length > 0) await wake(ctx, box)
  return rows.map((row) => row.id)
}
