import { ideaFollowed } from '#close/portal/events.ts'
import { contactRoot } from '#customers/contacts/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** A customer wants no more mail about a request, or about an item that became none. */
export async function silence(ctx: Ctx, of: { aboutId: string; contactId: string }): Promise<void> {
  const ws = ctx.workspaceId
  // what was merged since the mail left stands for what it is now
  const contactId = await contactRoot(ctx, of.contactId)
  const request = await ctx.db.maybe<{ id: string }>(
    sql`select root_id(merged_into_id, id) as id from requests where workspace_id = ${ws} and id = ${of.aboutId}`,
  )
  if (request) await putFollowing(ctx, { requestId: request.id, contactId, isFollowing: false })
  await ctx.db.run(sql`
    insert into portal_silences (workspace_id, about_id, contact_id, since)
    values (${ws}, ${request?.id ?? of.aboutId}, ${contactId}, ${ctx.now()}) on conflict do nothing`)
}

/** A customer hears by mail what becomes of a request, or no longer. */
export async function putFollowing(
  ctx: Ctx,
  { requestId, contactId, isFollowing }: { requestId: string; contactId: string; isFollowing: boolean },
): Promise<void> {
  const ws = ctx.workspaceId
  const ids = sql`(select id from requests where workspace_id = ${ws} and (id = ${requestId} or merged_into_id = ${requestId}))`
  const people = sql`(select id from contacts where workspace_id = ${ws} and (id = ${contactId} or merged_into_id = ${contactId}))`
  // who asks for it anew wants to hear again
  if (isFollowing)
    await ctx.db.run(
      sql`delete from portal_silences where workspace_id = ${ws} and about_id in ${ids} and contact_id in ${people}`,
    )
  const changed = isFollowing
    ? await ctx.db.run(sql`
        insert into request_contact_followers (workspace_id, request_id, contact_id, via, since)
        values (${ws}, ${requestId}, ${contactId}, 'portal', ${ctx.now()}) on conflict do nothing`)
    : await ctx.db.run(sql`
        delete from request_contact_followers where workspace_id = ${ws}
          and request_id in ${ids} and contact_id in ${people}`)
  if (changed > 0)
    await ctx.emit(ideaFollowed, { subjectId: requestId, payload: { requestId, contactId, isFollowing } })
}
