import { contactRoot } from '#customers/contacts/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import type * as contract from '#prioritize/requests/contract.ts'
import type { Request } from '#prioritize/requests/contract.ts'
import { getRequest } from '#prioritize/requests/detail.ts'
import { requestContactFollowed, requestFollowed } from '#prioritize/requests/events.ts'
import { familyOf, rootOf } from '#prioritize/requests/load.ts'

/**
 * Following stays with the request it was said of and counts for what that was merged into, so that a merge is taken apart
 * exactly. Whoever follows already gets no second row; following no longer ends it wherever it was said.
 */

/** Follows a request, or no longer. */
export async function followRequest(ctx: Ctx, input: Input<typeof contract.followRequest>): Promise<Request> {
  const { isFollowing } = input
  if (ctx.actor.kind !== 'member')
    throw new AppError('forbidden', 'request.member_only', 'Only a signed-in member follows a request.')
  const ws = ctx.workspaceId
  const requestId = await rootOf(ctx, input.requestId)
  const memberId = ctx.actor.id
  const mine = sql`workspace_id = ${ws} and member_id = ${memberId} and request_id in (${familyOf(ctx, requestId)})`
  const changed = isFollowing
    ? await ctx.db.run(sql`
        insert into request_followers (workspace_id, request_id, member_id, since)
        select ${ws}::uuid, ${requestId}::uuid, ${memberId}::uuid, ${ctx.now()}
        where not exists (select 1 from request_followers where ${mine}) on conflict do nothing`)
    : await ctx.db.run(sql`delete from request_followers where ${mine}`)
  if (changed > 0)
    await ctx.emit(requestFollowed, { subjectId: requestId, payload: { requestId, memberId, isFollowing } })
  return getRequest(ctx, { requestId })
}

/** A customer hears by mail what becomes of a request, or no longer: they said so on the portal, or a member notes it. */
export async function putContactFollowing(
  ctx: Ctx,
  input: { requestId: string; contactId: string; isFollowing: boolean; via: 'portal' | 'member' },
): Promise<void> {
  const ws = ctx.workspaceId
  const requestId = await rootOf(ctx, input.requestId)
  const contactId = await contactRoot(ctx, input.contactId)
  const { isFollowing, via } = input
  const theirs = sql`workspace_id = ${ws} and request_id in (${familyOf(ctx, requestId)})
    and contact_id in (select id from contacts where workspace_id = ${ws} and (id = ${contactId} or merged_into_id = ${contactId}))`
  const changed = isFollowing
    ? await ctx.db.run(sql`
        insert into request_contact_followers (workspace_id, request_id, contact_id, via, since)
        select ${ws}::uuid, ${requestId}::uuid, ${contactId}::uuid, ${via}::text, ${ctx.now()}
        where not exists (select 1 from request_contact_followers where ${theirs}) on conflict do nothing`)
    : await ctx.db.run(sql`delete from request_contact_followers where ${theirs}`)
  if (changed > 0)
    await ctx.emit(requestContactFollowed, {
      subjectId: requestId,
      payload: { requestId, contactId, isFollowing },
    })
}

/** A member notes that a contact follows a request, or no longer. */
export async function noteContactFollower(
  ctx: Ctx,
  input: Input<typeof contract.putRequestFollower>,
): Promise<Request> {
  await putContactFollowing(ctx, { ...input, via: 'member' })
  return getRequest(ctx, { requestId: input.requestId })
}
