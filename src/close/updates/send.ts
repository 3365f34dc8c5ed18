import { finishStep } from '#act/cases/commands/steps.ts'
import { loadCase } from '#act/cases/load.ts'
import { stepOf } from '#act/cases/rules.ts'
import { recordedEvidence } from '#act/evidence/queries.ts'
import { missingEvidence } from '#act/evidence/rules.ts'
import { approversOf } from '#act/playbooks/holders.ts'
import { recordTouchpoint } from '#act/touchpoints/commands.ts'
import { updateFailed, updateSent } from '#close/updates/events.ts'
import { recipientOf, type UpdateRow, updateRows, whyBlocked } from '#close/updates/queries.ts'
import { replyAddress } from '#collect/mailbox/address.ts'
import { markFirstResponse } from '#organize/inbox/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { mailHtml, mailText } from '#platform/mail/blocks.ts'
import { queueMail } from '#platform/mail/queue.ts'
import { notify } from '#platform/notices/commands.ts'
import { isDemo } from '#platform/outbox/gate.ts'

/**
 * Hands a held update whose recall window is over to the outbox, with everything that follows from it: the step is
 * done, the item has its first response, the touchpoint is logged. All in one transaction, so it happens once.
 */
export async function sendHeld(ctx: Ctx, updateId: string): Promise<void> {
  const claimed = await ctx.db.run(sql`
    update updates set state = 'sending', updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${updateId} and state = 'held' and send_at <= ${ctx.now()}`)
  if (claimed === 0) return
  const [row] = await updateRows(ctx, sql`and u.id = ${updateId}`, 1)
  if (!row) return
  const to = await recipientOf(ctx, {
    caseId: row.case_id ?? undefined,
    feedbackId: row.feedback_id ?? undefined,
  })
  // Asked again: somebody may have unsubscribed within the two minutes.
  const blocked = whyBlocked(to)
  if (blocked) return fail(ctx, row, blocked)
  const writer = await ctx.db.maybe<{ name: string; email: string }>(sql`
    select name, email from members where workspace_id = ${ctx.workspaceId} and id = ${row.created_by_member_id}`)
  const page = { brand: to.workspace, blocks: [{ kind: 'text' as const, text: row.body }] }
  const mailId = await queueMail(ctx, {
    to: { name: row.to_name, address: row.to_address },
    subject: row.subject,
    text: mailText(page),
    html: mailHtml(page),
    topic: 'case',
    contactId: row.contact_id,
    dedupeKey: `update ${row.id}`,
    isPersonal: true,
    inReplyTo: await answeredMail(ctx, row, to.response_id),
    ...(writer && { fromName: writer.name }),
    ...(await answersTo(ctx, row, writer)),
  })
  await ctx.db.run(sql`
    update updates set state = 'sent', mail_id = ${mailId}, sent_at = ${ctx.now()}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  await recordTouchpoint(ctx, {
    kind: 'mail',
    direction: 'out',
    at: ctx.now(),
    summary: row.subject,
    contactId: row.contact_id,
    accountId: to.account_id,
    caseId: row.case_id,
    stepId: row.step_id,
    feedbackId: row.feedback_id,
    updateId: row.id,
    byMemberId: row.created_by_member_id,
  })
  const feedbackIds = await answeredItems(ctx, row)
  if (feedbackIds.length > 0) await markFirstResponse(ctx, { feedbackIds, at: ctx.now() })
  await ctx.emit(updateSent, { subjectId: row.id, payload: { ...aboutOf(row), mailId } })
  if (row.case_id && row.step_id) await completeStepOf(ctx, row)
}

const aboutOf = (row: UpdateRow) => ({
  updateId: row.id,
  contactId: row.contact_id,
  caseId: row.case_id,
  ...(row.feedback_id && { feedbackId: row.feedback_id }),
})

async function completeStepOf(ctx: Ctx, row: UpdateRow): Promise<void> {
  const loaded = await loadCase(ctx, row.case_id!)
  const step = loaded.steps.find((one) => one.id === row.step_id)
  const rule = step && stepOf(loaded.playbook, step.step_key)
  // The step may have been done by telephone, or the case ended, within the two minutes.
  if (!step || !rule || step.state !== 'open' || loaded.record.status !== 'open') return
  // The message is not all that the step asks for: it stays open until the rest is there.
  const recorded = await recordedEvidence(ctx, step, rule)
  if (missingEvidence(rule, { ...step.evidence, ...recorded }).length > 0) return
  if (rule.approve && !step.approved_at) {
    // Who may agree agrees by writing; who may not any more leaves the step open until somebody does.
    const writer = row.created_by_member_id
    if (!writer || !(await approversOf(ctx, rule.approve, loaded.record)).includes(writer)) return
    step.approved_at = ctx.now()
    step.approved_by_member_id = writer
  }
  await finishStep(ctx, loaded, step, rule, {
    evidence: { update: encodeId('upd', row.id), ...recorded },
    byMemberId: row.created_by_member_id,
  })
}

/** Where an answer goes: to the case or item itself where mail comes in, else to who wrote. */
async function answersTo(ctx: Ctx, row: UpdateRow, writer: { name: string; email: string } | undefined) {
  const aboutId = row.case_id ?? row.feedback_id!
  const address = await replyAddress(ctx, aboutId)
  if (address) return { aboutId, bounceTo: address, replyTo: { name: writer?.name ?? '', address } }
  return { aboutId, ...(writer && { replyTo: { name: writer.name, address: writer.email } }) }
}

/**
 * The mail this one answers, so that both stand in one thread: the last one about it, theirs or ours, else the survey's
 * invitation.
 */
async function answeredMail(ctx: Ctx, row: UpdateRow, responseId: string | null) {
  const ws = ctx.workspaceId
  const found = await ctx.db.maybe<{ message_id: string; thread_references: string | null }>(sql`
    select message_id, thread_references from (
      (select m.message_id, m.thread_references, m.queued_at as at, false as is_theirs from updates u
        join mails m on m.workspace_id = ${ws} and m.id = u.mail_id
        where u.workspace_id = ${ws} and u.id <> ${row.id} and u.contact_id = ${row.contact_id}
          and (u.case_id = ${row.case_id} or u.feedback_id = ${row.feedback_id})
        order by u.id desc limit 1)
      union all
      (select message_id, thread_references, received_at, true from inbound_mails
        where workspace_id = ${ws} and about_id = ${row.case_id ?? row.feedback_id} and state = 'case' and message_id is not null
        order by id desc limit 1)
    ) both_sides order by at desc, is_theirs desc limit 1`)
  const invitation =
    found ??
    (await ctx.db.maybe<{ message_id: string; thread_references: string | null }>(sql`
      select m.message_id, m.thread_references from responses r
      join invitations i on i.workspace_id = ${ws} and i.id = r.invitation_id
      join mails m on m.workspace_id = ${ws} and m.id = i.mail_id
      where r.workspace_id = ${ws} and r.id = ${responseId}`))
  return invitation ? { messageId: invitation.message_id, references: invitation.thread_references } : null
}

/** Every item that this update answers: its own, and those of all answers behind the case. */
async function answeredItems(ctx: Ctx, row: UpdateRow): Promise<string[]> {
  const ids = new Set(row.feedback_id ? [row.feedback_id] : [])
  if (row.case_id) {
    const rows = await ctx.db.many<{ id: string }>(sql`
      select f.id from case_answers x
      join feedback_items f on f.workspace_id = ${ctx.workspaceId}
        and (f.response_id = x.response_id or x.response_id is null and f.id = x.feedback_id)
      where x.workspace_id = ${ctx.workspaceId} and x.case_id = ${row.case_id}`)
    for (const { id } of rows) ids.add(id)
  }
  return [...ids]
}

async function fail(ctx: Ctx, row: UpdateRow, reason: string): Promise<void> {
  await ctx.db.run(sql`
    update updates set state = 'failed', failure = ${reason}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  await ctx.emit(updateFailed, { subjectId: row.id, payload: { ...aboutOf(row), reason: 'blocked' } })
  await tellWriter(ctx, row, `Not sent to ${row.to_name || row.to_address}: ${reason}`)
}

/** Tells who wrote an update that it did not go out. */
async function tellWriter(ctx: Ctx, row: UpdateRow, text: string): Promise<void> {
  if (!row.created_by_member_id) return
  await notify(ctx, {
    memberId: row.created_by_member_id,
    kind: 'update.failed',
    subjectId: row.id,
    text,
    link: row.case_id
      ? `/cases/${encodeId('case', row.case_id)}`
      : `/inbox/${encodeId('fb', row.feedback_id!)}`,
    urgency: 'urgent',
  })
}

/** The mail of an update came to an end that was not the mail server taking it: its writer is told. */
export async function hearMail(ctx: Ctx, mailId: string, state: string): Promise<void> {
  const [row] = await updateRows(ctx, sql`and u.mail_id = ${mailId}`, 1)
  // In a demo everything is kept back on purpose.
  if (!row || (await isDemo(ctx))) return
  const who = row.to_name || row.to_address
  await tellWriter(
    ctx,
    row,
    state === 'uncertain'
      ? `Your mail to ${who} may not have arrived. Look at it in the outbox.`
      : `Your mail to ${who} did not go out. Look at it in the outbox.`,
  )
}

/** Sends everything in this workspace whose recall window is over: covers wake-ups that were lost. */
export async function sendAllDue(ctx: Ctx): Promise<void> {
  const due = await ctx.db.many<{ id: string }>(sql`
    select id from updates where workspace_id = ${ctx.workspaceId} and state = 'held' and send_at <= ${ctx.now()}
    order by send_at, id limit 200`)
  for (const { id } of due) await sendHeld(ctx, id)
}
