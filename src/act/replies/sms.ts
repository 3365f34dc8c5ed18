import { resumeCase } from '#act/cases/commands/pause.ts'
import { holders } from '#act/playbooks/holders.ts'
import { effectOf, excerpt } from '#act/replies/rules.ts'
import { recordTouchpoint } from '#act/touchpoints/commands.ts'
import { mailboxSetting } from '#collect/mailbox/settings.ts'
import { settleReply } from '#collect/sms-replies/commands.ts'
import { replyRow } from '#collect/sms-replies/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'
import { getSetting } from '#platform/settings/settings.ts'

interface Open {
  id: string
  lead_member_id: string | null
  account_id: string | null
  feedback_id: string | null
  paused_at: Date | null
}

/**
 * Puts a reply by text message on the open case of whoever sent it, the newest where there are several: a touchpoint, a
 * notice to its lead, and the end of a pause, as a mail does. Without an open case nothing is done.
 */
export async function takeSmsReply(ctx: Ctx, replyId: string, contactId: string | null): Promise<void> {
  if (!contactId) return
  const one = await ctx.db.maybe<Open>(sql`
    select k.id, k.lead_member_id, k.account_id, k.feedback_id, k.paused_at from cases k
    where k.workspace_id = ${ctx.workspaceId} and k.status = 'open' and k.contact_id in (
      select t.id from contacts t where t.workspace_id = ${ctx.workspaceId} and (t.id = ${contactId} or t.merged_into_id = ${contactId}))
    order by k.id desc limit 1`)
  if (!one) return
  const reply = await replyRow(ctx, replyId)
  await settleReply(ctx, replyId, { state: 'case', caseId: one.id })
  await recordTouchpoint(ctx, {
    kind: 'sms',
    direction: 'in',
    at: reply.received_at,
    summary: reply.words,
    caseId: one.id,
    contactId,
    accountId: one.account_id,
    feedbackId: one.feedback_id,
    smsReplyId: replyId,
  })
  const { reopenDays, endsPause } = await getSetting(ctx, mailboxSetting)
  const effect = effectOf(
    { isAutomatic: false, isOwnWords: true, isFromUs: false },
    { status: 'open', resolvedAt: null, isPaused: one.paused_at !== null },
    { reopenDays, endsPause, now: ctx.now() },
  )
  if (effect === 'go_on') await resumeCase(ctx, { caseId: one.id })
  const leads = one.lead_member_id
    ? [one.lead_member_id]
    : (await holders(ctx, 'management')).map((member) => member.id)
  for (const memberId of leads)
    await notify(ctx, {
      memberId,
      kind: 'case.replied',
      subjectId: one.id,
      text: `${reply.contact_name ?? reply.from_number} wrote by text message: “${excerpt(reply.words)}”.${effect === 'go_on' ? ' The pause is over.' : ''}`,
      link: linkTo('cases', 'case', one.id),
      urgency: 'urgent',
      dedupeKey: `sms reply ${replyId}`,
    })
}
