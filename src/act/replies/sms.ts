import type * as contract from '#act/replies/contract.ts'
import { type Answered, follow, tellLead } from '#act/replies/follow.ts'
import { excerpt } from '#act/replies/rules.ts'
import { recordTouchpoint } from '#act/touchpoints/commands.ts'
import { heldReply, settleReply } from '#collect/sms-replies/commands.ts'
import { type ReplyRow, replyRow, showReply } from '#collect/sms-replies/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'

function answered(ctx: Ctx, which: Sql): Promise<Answered | undefined> {
  return ctx.db.maybe<Answered>(sql`
    select k.id, k.status, k.resolved_at, k.lead_member_id, k.contact_id, k.account_id, k.feedback_id, k.paused_at from cases k
    where k.workspace_id = ${ctx.workspaceId} and ${which} order by k.id desc limit 1`)
}

/**
 * Puts a reply by text message on the open case of whoever sent it, the newest where there are several. Without an open
 * case nothing is done.
 */
export async function takeSmsReply(ctx: Ctx, replyId: string, contactId: string | null): Promise<void> {
  if (!contactId) return
  const one = await answered(
    ctx,
    sql`k.status = 'open' and k.contact_id in (
      select t.id from contacts t where t.workspace_id = ${ctx.workspaceId} and (t.id = ${contactId} or t.merged_into_id = ${contactId}))`,
  )
  if (one) await putOn(ctx, one, await replyRow(ctx, replyId))
}

/** The endpoint: puts a held reply on a case by hand; it is then taken like any other. */
export async function assignSmsReply(
  ctx: Ctx,
  { replyId, caseId }: Input<typeof contract.assignSmsReply>,
): Promise<Answer<typeof contract.assignSmsReply>> {
  const one = await answered(ctx, sql`k.id = ${caseId}`)
  if (!one) throw new AppError('not_found', 'case.not_found', 'There is no such case. Check the id.')
  await putOn(ctx, one, await heldReply(ctx, replyId))
  return showReply(await replyRow(ctx, replyId))
}

/** A touchpoint, a notice to the lead, and the end of a pause or the case taken up again, as a mail does. */
async function putOn(ctx: Ctx, one: Answered, reply: ReplyRow): Promise<void> {
  await settleReply(ctx, reply.id, { state: 'case', caseId: one.id })
  await recordTouchpoint(ctx, {
    kind: 'sms',
    direction: 'in',
    at: reply.received_at,
    summary: reply.words || '(no words)',
    caseId: one.id,
    contactId: reply.contact_id ?? one.contact_id,
    accountId: one.account_id,
    feedbackId: one.feedback_id,
    smsReplyId: reply.id,
  })
  const isOwnWords = reply.words !== ''
  const effect = await follow(ctx, one, { isAutomatic: false, isOwnWords, isFromUs: false })
  await tellLead(ctx, one, {
    says: `${reply.contact_name ?? reply.from_number} wrote by text message: “${excerpt(reply.words)}”.`,
    effect,
    dedupeKey: `sms reply ${reply.id}`,
  })
}
