import { checkWhole, toneOf } from '#close/tone/queries.ts'
import type * as contract from '#close/updates/contract.ts'
import { updateHeld, updateRecalled } from '#close/updates/events.ts'
import { getUpdate, recipientOf, slotValues, updateRows, whyBlocked } from '#close/updates/queries.ts'
import { recallSeconds } from '#close/updates/rules.ts'
import { sendDue } from '#close/updates/send-task.ts'
import { templateOf } from '#close/updates/templates.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { fillForSending } from '#platform/templates/read.ts'
import { fillTemplate, unfilledSlots } from '#platform/templates/rules.ts'

type Writing = Input<typeof contract.sendUpdate>

/** What is sent: the template filled in, or the text as the writer left it. An empty slot blocks it. */
function textToSend(
  input: Writing,
  known: Record<string, string | undefined>,
): { subject: string; body: string } {
  const values = { ...known, ...input.slots }
  const filled =
    input.template && input.body === undefined
      ? fillForSending(templateOf(input.template), values)
      : { subject: input.subject ?? '', body: input.body ?? '' }
  const subject = (input.subject ?? filled.subject).trim()
  const body = filled.body.trim()
  if (!subject || !body) {
    throw new AppError(
      'invalid',
      'update.empty',
      `The ${subject ? 'text' : 'subject'} is empty. Write it, or choose a template. Nothing was sent.`,
    )
  }
  const left = unfilledSlots(`${subject}\n${body}`)
  if (left.length > 0) {
    throw new AppError(
      'invalid',
      'template.slot_empty',
      `Fill in first: ${left.join(', ')}. Nothing was sent.`,
      { slots: left },
    )
  }
  return { subject, body }
}

async function writerOf(ctx: Ctx): Promise<{ id: string | null; name: string | null }> {
  if (ctx.actor.kind !== 'member') return { id: null, name: null }
  const row = await ctx.db.maybe<{ name: string }>(sql`
    select name from members where workspace_id = ${ctx.workspaceId} and id = ${ctx.actor.id}`)
  return { id: ctx.actor.id, name: row?.name ?? null }
}

async function stepHere(ctx: Ctx, caseId: string | null, stepId: string | undefined): Promise<string | null> {
  if (!stepId) return null
  const row = await ctx.db.maybe<{ state: string; action: string; title: string }>(sql`
    select state, action, title from case_steps
    where workspace_id = ${ctx.workspaceId} and id = ${stepId} and case_id = ${caseId}`)
  if (!row)
    throw new AppError('not_found', 'step.not_found', 'This case has no such step. Load the case again.')
  if (row.state !== 'open' || row.action !== 'send-update') {
    throw new AppError(
      'conflict',
      'step.not_open',
      `“${row.title}” does not wait for a message. Send it without the step.`,
    )
  }
  return stepId
}

/** Writes to the person of a case or an item. It is held for the recall window, then it goes out by itself. */
export async function sendUpdate(ctx: Ctx, input: Writing): Promise<Answer<typeof contract.sendUpdate>> {
  const to = await recipientOf(ctx, input)
  const blocked = whyBlocked(to)
  if (blocked) throw new AppError('conflict', 'update.blocked', `${blocked} Nothing was sent.`)
  const stepId = await stepHere(ctx, to.case_id, input.stepId)
  const writer = await writerOf(ctx)
  const { subject, body } = textToSend(input, slotValues(to, writer.name))
  const tone = await toneOf(ctx, { subject, body, ticked: input.ticked }, to)
  await checkWhole(ctx, tone)
  const sendAt = new Date(ctx.now().getTime() + recallSeconds * 1000)
  const drafts = to.case_id
    ? sql`and case_id = ${to.case_id}`
    : sql`and feedback_id = ${to.feedback_id} and case_id is null`
  // The draft it grew from becomes this update.
  const draft = await ctx.db.maybe<{ id: string }>(sql`
    update updates set state = 'held', step_id = ${stepId}, to_name = ${to.name ?? ''}, to_address = ${to.email},
      template = ${input.template ?? null}, slots = ${JSON.stringify(input.slots)}, subject = ${subject}, body = ${body},
      tone = ${JSON.stringify(tone)}, send_at = ${sendAt}, created_at = ${ctx.now()}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and state = 'draft' and created_by_member_id = ${writer.id} ${drafts} returning id`)
  const id = draft?.id ?? newId()
  if (!draft) {
    await ctx.db.run(sql`
      insert into updates (workspace_id, id, state, case_id, step_id, feedback_id, contact_id, to_name, to_address, template,
        slots, subject, body, tone, send_at, created_by_member_id, created_at, updated_at)
      values (${ctx.workspaceId}, ${id}, 'held', ${to.case_id}, ${stepId}, ${to.feedback_id}, ${to.contact_id}, ${to.name ?? ''},
        ${to.email}, ${input.template ?? null}, ${JSON.stringify(input.slots)}, ${subject}, ${body}, ${JSON.stringify(tone)}, ${sendAt}, ${writer.id},
        ${ctx.now()}, ${ctx.now()})`)
  }
  await ctx.emit(updateHeld, {
    subjectId: id,
    payload: {
      updateId: id,
      contactId: to.contact_id!,
      caseId: to.case_id,
      sendAt: sendAt.toISOString(),
      ...(to.feedback_id && { feedbackId: to.feedback_id }),
    },
  })
  await ctx.enqueue(
    sendDue,
    { workspaceId: ctx.workspaceId, updateId: id },
    { key: `update ${id}`, runAt: sendAt },
  )
  return getUpdate(ctx, id)
}

/** Takes a held update back: nothing leaves, and its text is the draft again. */
export async function recallUpdate(
  ctx: Ctx,
  input: Input<typeof contract.recallUpdate>,
): Promise<Answer<typeof contract.recallUpdate>> {
  const [row] = await updateRows(ctx, sql`and u.id = ${input.updateId}`, 1)
  if (!row) throw new AppError('not_found', 'update.not_found', 'There is no such update. Check the id.')
  const recalled = await ctx.db.run(sql`
    update updates set state = 'recalled', recalled_at = ${ctx.now()}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${input.updateId} and state = 'held'`)
  if (recalled === 0) {
    const why = row.state === 'sent' || row.state === 'sending' ? 'It has left already' : `It is ${row.state}`
    throw new AppError('conflict', 'update.not_held', `${why}, so it cannot be recalled.`)
  }
  await ctx.emit(updateRecalled, {
    subjectId: row.id,
    payload: {
      updateId: row.id,
      contactId: row.contact_id,
      caseId: row.case_id,
      ...(row.feedback_id && { feedbackId: row.feedback_id }),
    },
  })
  return getUpdate(ctx, input.updateId)
}

/** Keeps what a member has written so far about a case or an item; saving again replaces it. */
export async function saveDraft(
  ctx: Ctx,
  input: Input<typeof contract.saveDraft>,
): Promise<Answer<typeof contract.saveDraft>> {
  const to = await recipientOf(ctx, input)
  if (!to.contact_id) throw new AppError('conflict', 'update.blocked', whyBlocked(to)!)
  const writer = await writerOf(ctx)
  const filled =
    input.template && input.body === undefined
      ? fillTemplate(templateOf(input.template), { ...slotValues(to, writer.name), ...input.slots })
      : { subject: input.subject ?? '', body: input.body ?? '' }
  const drafts = to.case_id
    ? sql`and case_id = ${to.case_id}`
    : sql`and feedback_id = ${to.feedback_id} and case_id is null`
  const subject = input.subject ?? filled.subject
  const tone = JSON.stringify(await toneOf(ctx, { subject, body: filled.body, ticked: input.ticked }, to))
  const kept = await ctx.db.maybe<{ id: string }>(sql`
    update updates set template = ${input.template ?? null}, slots = ${JSON.stringify(input.slots)},
      subject = ${subject}, body = ${filled.body}, tone = ${tone}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and state = 'draft' and created_by_member_id = ${writer.id} ${drafts} returning id`)
  if (kept) return getUpdate(ctx, kept.id)
  const id = newId()
  await ctx.db.run(sql`
    insert into updates (workspace_id, id, state, case_id, step_id, feedback_id, contact_id, to_name, to_address, template,
      slots, subject, body, tone, created_by_member_id, created_at, updated_at)
    values (${ctx.workspaceId}, ${id}, 'draft', ${to.case_id}, ${input.stepId ?? null}, ${to.feedback_id}, ${to.contact_id},
      ${to.name ?? ''}, ${to.email ?? ''}, ${input.template ?? null}, ${JSON.stringify(input.slots)},
      ${subject}, ${filled.body}, ${tone}, ${writer.id}, ${ctx.now()}, ${ctx.now()})`)
  return getUpdate(ctx, id)
}
