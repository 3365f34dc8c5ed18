import { tellAuthor, tellFollowersTask, wholeIdea } from '#close/portal/commands/tell.ts'
import type * as contract from '#close/portal/contract.ts'
import type { PortalComment } from '#close/portal/contract.ts'
import { commentDecided, commentPosted } from '#close/portal/events.ts'
import { showComment } from '#close/portal/queries/moderation.ts'
import { cleanText, heldFor, linksIn, longest } from '#close/portal/rules.ts'
import type { PortalSettings } from '#close/portal/settings.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { rootOf } from '#prioritize/requests/load.ts'

/** What a customer says below an idea. Answers whether a member looks at it first. */
export async function postComment(
  ctx: Ctx,
  { requestId, contactId, text }: { requestId: string; contactId: string; text: string },
  settings: Pick<PortalSettings, 'commentsHeld' | 'linksAllowed'>,
): Promise<{ isHeld: boolean }> {
  const clean = cleanText(text, longest.comment)
  const known = await ctx.db.run(sql`
    select 1 from portal_comments where workspace_id = ${ctx.workspaceId} and contact_id = ${contactId} and state = 'published' limit 1`)
  const held = heldFor({ links: linksIn(clean), isKnown: known > 0 }, settings)
  await write(ctx, { requestId, contactId, memberId: null, text: clean, held })
  return { isHeld: held !== null }
}

async function write(
  ctx: Ctx,
  comment: {
    requestId: string
    contactId: string | null
    memberId: string | null
    text: string
    held: string | null
  },
): Promise<string> {
  const id = newId()
  const { requestId, contactId, memberId, text, held } = comment
  await ctx.db.run(sql`
    insert into portal_comments (workspace_id, id, request_id, contact_id, member_id, text, state, held_for, created_at)
    values (${ctx.workspaceId}, ${id}, ${requestId}, ${contactId}, ${memberId}, ${text}, ${held ? 'held' : 'published'}, ${held}, ${ctx.now()})`)
  await ctx.emit(commentPosted, {
    subjectId: id,
    payload: { commentId: id, requestId, isHeld: held !== null, isOurs: memberId !== null },
  })
  return id
}

/** Answers below an idea, as the team. */
export async function answerIdea(ctx: Ctx, input: Input<typeof contract.answerIdea>): Promise<PortalComment> {
  const memberId = actorMember(ctx)
  if (memberId === null)
    throw new AppError('forbidden', 'comment.member_only', 'Only a signed-in member answers below an idea.')
  const requestId = await rootOf(ctx, input.requestId)
  const id = await write(ctx, {
    requestId,
    contactId: null,
    memberId,
    text: cleanText(input.text, longest.comment),
    held: null,
  })
  await ctx.enqueue(
    tellFollowersTask,
    { workspaceId: ctx.workspaceId, commentId: id },
    { key: `portal answer ${id}` },
  )
  return showComment(ctx, id)
}

/** Shows a comment, or removes it. */
export async function decideComment(
  ctx: Ctx,
  input: Input<typeof contract.decideComment>,
): Promise<PortalComment> {
  const { commentId, state } = input
  const row = await ctx.db.maybe<{
    request_id: string
    contact_id: string | null
    text: string
    before: PortalComment['state']
  }>(sql`
    update portal_comments o set state = ${state}, decided_by_member_id = ${actorMember(ctx)}
    from (select id, state from portal_comments where workspace_id = ${ctx.workspaceId} and id = ${commentId} for update) b
    where o.workspace_id = ${ctx.workspaceId} and o.id = b.id
    returning o.request_id, o.contact_id, o.text, b.state as before`)
  if (!row) throw new AppError('not_found', 'comment.not_found', 'There is no such comment. Check the id.')
  await ctx.emit(commentDecided, {
    subjectId: commentId,
    payload: { commentId, requestId: row.request_id, state },
  })
  if (row.contact_id && row.before !== state) {
    const idea = await wholeIdea(ctx, row.request_id)
    if (idea.isPublic)
      await tellAuthor(ctx, row.contact_id, {
        told: `comment_${state}`,
        key: `comment ${commentId} ${state}`,
        aboutId: idea.id,
        title: idea.title,
        words: row.text,
        requestId: idea.id,
      })
  }
  return showComment(ctx, commentId)
}
