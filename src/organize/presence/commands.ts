import { presenceSeconds } from '#organize/presence/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'

/** Shows the others that a member is writing a reply to an item, and so to its author, or hides it. */
export async function showPresence(
  ctx: Ctx,
  { feedbackId, isReplying }: { feedbackId: string; isReplying: boolean },
): Promise<void> {
  const item = await ctx.db.maybe<{ contact_id: string | null }>(sql`
    select root_id(c.merged_into_id, c.id) as contact_id from inbox_items i
    join feedback_items f on f.workspace_id = ${ctx.workspaceId} and f.id = i.id
    left join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = f.contact_id
    where i.workspace_id = ${ctx.workspaceId} and i.id = ${feedbackId}`)
  if (!item) throw new AppError('not_found', 'feedback.not_found', 'There is no such feedback item.')
  await show(ctx, { feedbackId, contactId: item.contact_id }, isReplying)
}

/** Shows the others that a member is writing to a person, or hides it. */
export async function showWriting(
  ctx: Ctx,
  { contactId, isWriting }: { contactId: string; isWriting: boolean },
): Promise<void> {
  const person = await ctx.db.maybe<{ id: string }>(sql`
    select coalesce(merged_into_id, id) as id from contacts where workspace_id = ${ctx.workspaceId} and id = ${contactId}`)
  if (!person) throw new AppError('not_found', 'contact.not_found', 'There is no such contact. Check the id.')
  await show(ctx, { feedbackId: null, contactId: person.id }, isWriting)
}

/** It is no change and leaves no event; what ran out is swept along the way. */
async function show(
  ctx: Ctx,
  { feedbackId, contactId }: { feedbackId: string | null; contactId: string | null },
  isWriting: boolean,
): Promise<void> {
  if (ctx.actor.kind !== 'member')
    throw new AppError('forbidden', 'presence.member_only', 'Only a signed-in member writes a reply.')
  const memberId = ctx.actor.id
  const about = feedbackId ?? contactId
  if (!isWriting) {
    await ctx.db.run(sql`
      delete from reply_presences
      where workspace_id = ${ctx.workspaceId} and member_id = ${memberId} and coalesce(feedback_id, contact_id) = ${about}`)
    return
  }
  const until = new Date(ctx.now().getTime() + presenceSeconds * 1000)
  await ctx.db.run(sql`
    insert into reply_presences (workspace_id, feedback_id, contact_id, member_id, until)
    values (${ctx.workspaceId}, ${feedbackId}, ${contactId}, ${memberId}, ${until})
    on conflict (workspace_id, member_id, (coalesce(feedback_id, contact_id))) do update set until = excluded.until`)
  // a row somebody is just renewing is left to them: two sweeps never wait for each other
  await ctx.db.run(sql`
    delete from reply_presences p using (
      select member_id, coalesce(feedback_id, contact_id) as about from reply_presences
      where workspace_id = ${ctx.workspaceId} and until <= ${ctx.now()} for update skip locked
    ) gone
    where p.workspace_id = ${ctx.workspaceId} and p.member_id = gone.member_id
      and coalesce(p.feedback_id, p.contact_id) = gone.about`)
}
