import { requestReplied } from '#close/announcements/events.ts'
import { submitReply } from '#collect/mailbox/commands.ts'
import { inboundRow } from '#collect/mailbox/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'

/**
 * An answer to what somebody was told of a request becomes an item of the inbox, which the request shows: whoever reads it
 * links its words as evidence where they are some. What a machine or one of us sends makes none.
 */
export async function takeRequestReply(ctx: Ctx, inboundId: string): Promise<void> {
  const ws = ctx.workspaceId
  const mail = await inboundRow(ctx, inboundId)
  if (mail.state !== 'case' || mail.feedback_id !== null) return
  const request = await ctx.db.maybe<{ id: string; title: string; owner: string | null }>(sql`
    select q.id, q.title, coalesce(q.owner_member_id, w.writer) as owner from requests r
    join requests q on q.workspace_id = ${ws} and q.id = root_id(r.merged_into_id, r.id)
    left join lateral (select a.created_by_member_id as writer from updates u
      join announcements a on a.workspace_id = ${ws} and a.id = u.announcement_id
      where u.workspace_id = ${ws} and u.request_id = r.id and u.contact_id = ${mail.contact_id} order by u.id desc limit 1) w on true
    where r.workspace_id = ${ws} and r.id = ${mail.about_id}`)
  if (!request) return
  const isFromUs = await ctx.db.maybe(sql`
    select id from members where workspace_id = ${ws} and lower(email) = ${mail.from_address} and removed_at is null`)
  if (isFromUs) return
  const feedbackId = await submitReply(ctx, inboundId)
  await ctx.emit(requestReplied, { subjectId: request.id, payload: { requestId: request.id, feedbackId } })
  if (!request.owner) return
  await notify(ctx, {
    memberId: request.owner,
    kind: 'request.replied',
    subjectId: request.id,
    text: `${mail.from_name || mail.from_address} answered what they were told of “${request.title}”.`,
    link: linkTo('inbox', 'fb', feedbackId),
    dedupeKey: `reply ${mail.id}`,
  })
}
