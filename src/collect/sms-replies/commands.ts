import { submitFeedback } from '#collect/feedback/commands.ts'
import type * as contract from '#collect/sms-replies/contract.ts'
import { smsReplySettled } from '#collect/sms-replies/events.ts'
import { type ReplyRow, replyRow, showReply } from '#collect/sms-replies/queries.ts'
import type { ReplyState } from '#collect/sms-replies/rules.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'

/** Says what became of a reply that was not settled, or was held. Throws `sms_reply.decided`. */
export async function settleReply(
  ctx: Ctx,
  id: string,
  place: {
    state: ReplyState
    reason?: string
    invitationId?: string
    caseId?: string
    feedbackId?: string
  },
): Promise<void> {
  const changed = await ctx.db.run(sql`
    update sms_replies set state = ${place.state}, reason = ${place.reason ?? null}, invitation_id = ${place.invitationId ?? null},
      case_id = ${place.caseId ?? null}, feedback_id = ${place.feedbackId ?? null}, settled_at = ${ctx.now()},
      settled_by_member_id = ${actorMember(ctx)}
    where workspace_id = ${ctx.workspaceId} and id = ${id} and state in ('received', 'held')`)
  if (changed === 0)
    throw new AppError(
      'conflict',
      'sms_reply.decided',
      'This reply was decided already. Load the list again.',
    )
  await ctx.emit(smsReplySettled, {
    subjectId: id,
    payload: { replyId: id, state: place.state, reason: place.reason ?? null },
  })
}

/** Makes a feedback item of a reply; the same reply is the same item. */
export async function fileReply(ctx: Ctx, row: ReplyRow): Promise<void> {
  await submitFeedback(ctx, {
    verbatim: row.words || '(no words)',
    channel: 'sms',
    externalId: row.id,
    contactId: row.contact_id,
    occurredAt: row.received_at,
    isHistory: false,
  })
  const item = await ctx.db.one<{ id: string }>(sql`
    select id from feedback_items where workspace_id = ${ctx.workspaceId} and channel = 'sms' and external_id = ${row.id}`)
  await settleReply(ctx, row.id, { state: 'feedback', feedbackId: item.id })
}

/** A reply that waits for a person. Throws `sms_reply.not_found`, `sms_reply.decided`. */
export async function heldReply(ctx: Ctx, replyId: string): Promise<ReplyRow> {
  const row = await replyRow(ctx, replyId)
  if (row.state === 'held') return row
  throw new AppError('conflict', 'sms_reply.decided', 'This reply was decided already. Load the list again.')
}

/** The endpoint: a person makes a feedback item of a held reply. */
export async function fileSmsReply(
  ctx: Ctx,
  { replyId }: { replyId: string },
): Promise<Answer<typeof contract.fileSmsReply>> {
  await fileReply(ctx, await heldReply(ctx, replyId))
  return showReply(await replyRow(ctx, replyId))
}

/** The endpoint: a person puts a held reply away. */
export async function dismissSmsReply(
  ctx: Ctx,
  { replyId }: { replyId: string },
): Promise<Answer<typeof contract.dismissSmsReply>> {
  await heldReply(ctx, replyId)
  await settleReply(ctx, replyId, { state: 'dismissed' })
  return showReply(await replyRow(ctx, replyId))
}
