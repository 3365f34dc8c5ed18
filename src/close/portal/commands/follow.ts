import { ideaFollowed } from '#close/portal/events.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** A customer hears by mail what becomes of a request, or no longer. */
export async function putFollowing(
  ctx: Ctx,
  { requestId, contactId, isFollowing }: { requestId: string; contactId: string; isFollowing: boolean },
): Promise<void> {
  const ws = ctx.workspaceId
  const changed = isFollowing
    ? await ctx.db.run(sql`
        insert into request_contact_followers (workspace_id, request_id, contact_id, via, since)
        values (${ws}, ${requestId}, ${contactId}, 'portal', ${ctx.now()}) on conflict do nothing`)
    : await ctx.db.run(sql`
        delete from request_contact_followers where workspace_id = ${ws}
          and request_id in (select id from requests where workspace_id = ${ws} and (id = ${requestId} or merged_into_id = ${requestId}))
          and contact_id in (select id from contacts where workspace_id = ${ws} and (id = ${contactId} or merged_into_id = ${contactId}))`)
  if (changed > 0)
    await ctx.emit(ideaFollowed, { subjectId: requestId, payload: { requestId, contactId, isFollowing } })
}
