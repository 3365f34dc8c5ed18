import { contactRoot } from '#customers/contacts/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { putContactFollowing } from '#prioritize/requests/commands/follow.ts'

/** A customer wants no more mail about a request, or about an item that became none. */
export async function silence(ctx: Ctx, of: { aboutId: string; contactId: string }): Promise<void> {
  const ws = ctx.workspaceId
  // what was merged since the mail left stands for what it is now
  const contactId = await contactRoot(ctx, of.contactId)
  const request = await ctx.db.maybe<{ id: string }>(
    sql`select root_id(merged_into_id, id) as id from requests where workspace_id = ${ws} and id = ${of.aboutId}`,
  )
  if (request)
    await putContactFollowing(ctx, { requestId: request.id, contactId, isFollowing: false, via: 'portal' })
  await ctx.db.run(sql`
    insert into portal_silences (workspace_id, about_id, contact_id, since)
    values (${ws}, ${request?.id ?? of.aboutId}, ${contactId}, ${ctx.now()}) on conflict do nothing`)
}

/** Who follows anew wants to hear again. */
export async function speakAgain(ctx: Ctx, of: { requestId: string; contactId: string }): Promise<void> {
  const ws = ctx.workspaceId
  await ctx.db.run(sql`
    delete from portal_silences where workspace_id = ${ws}
      and about_id in (select id from requests where workspace_id = ${ws} and (id = ${of.requestId} or merged_into_id = ${of.requestId}))
      and contact_id in (select id from contacts where workspace_id = ${ws} and (id = ${of.contactId} or merged_into_id = ${of.contactId}))`)
}
