import { presenceSeconds } from '#organize/presence/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'

/**
 * Shows the others that a member is writing a reply, or hides it. It is no change to the item and leaves no event; what
 * ran out is swept along the way.
 */
export async function showPresence(
  ctx: Ctx,
  { feedbackId, isReplying }: { feedbackId: string; isReplying: boolean },
): Promise<void> {
  if (ctx.actor.kind !== 'member')
    throw new AppError('forbidden', 'presence.member_only', 'Only a signed-in member writes a reply.')
  const item = await ctx.db.maybe(sql`
    select 1 from inbox_items where workspace_id = ${ctx.workspaceId} and id = ${feedbackId}`)
  if (!item) throw new AppError('not_found', 'feedback.not_found', 'There is no such feedback item.')
  const memberId = ctx.actor.id
  if (!isReplying) {
    await ctx.db.run(sql`
      delete from reply_presences
      where workspace_id = ${ctx.workspaceId} and feedback_id = ${feedbackId} and member_id = ${memberId}`)
    return
  }
  const until = new Date(ctx.now().getTime() + presenceSeconds * 1000)
  await ctx.db.run(sql`
    insert into reply_presences (workspace_id, feedback_id, member_id, until)
    values (${ctx.workspaceId}, ${feedbackId}, ${memberId}, ${until})
    on conflict (workspace_id, feedback_id, member_id) do update set until = excluded.until`)
  // a row somebody is just renewing is left to them: two sweeps never wait for each other
  await ctx.db.run(sql`
    delete from reply_presences p using (
      select feedback_id, member_id from reply_presences
      where workspace_id = ${ctx.workspaceId} and until <= ${ctx.now()} for update skip locked
    ) gone
    where p.workspace_id = ${ctx.workspaceId} and p.feedback_id = gone.feedback_id and p.member_id = gone.member_id`)
}
