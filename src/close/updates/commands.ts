import { notApproved } from '#act/cases/commands/steps.ts'
import { loadCase } from '#act/cases/load.ts'
import { stepOf } from '#act/cases/rules.ts'
import { approversOf } from '#act/playbooks/holders.ts'
import { needsWord } from '#act/playbooks/rules.ts'
import { askToRead, secondReader } from '#close/readings/ask.ts'
import { takeBack } from '#close/readings/commands.ts'
import { checkWhole, getToneChecklist } from '#close/tone/queries.ts'
import { toneMarks } from '#close/tone/rules.ts'
import type * as contract from '#close/updates/contract.ts'
import { updateRecalled } from '#close/updates/events.ts'
import { announceHeld, holdUntil } from '#close/updates/hold.ts'
import {
  getUpdate,
  type Recipient,
  recipientOf,
  slotValues,
  updateRows,
  whyBlocked,
} from '#close/updates/queries.ts'
import { templateOf } from '#close/updates/templates.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
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
  locale: string | null,
  known: Record<string, string | undefined>,
): { subject: string; body: string } {
  const values = { ...known, ...input.slots }
  const filled =
    input.template && input.body === undefined
      ? fillForSending(templateOf(input.template, locale), values)
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

/** The drafts of an update about a case, or about an item without one. */
const draftsOf = (to: Recipient) =>
  to.case_id ? sql`and case_id = ${to.case_id}` : sql`and feedback_id = ${to.feedback_id} and case_id is null`

/** Throws `update.in_reading` while what the writer wrote here waits for its reader: it would come back onto another draft. */
async function checkNotReading(ctx: Ctx, to: Recipient, writerId: string | null): Promise<void> {
  // What one person writes is saved one after another: a composer that closes does not race the one that sends.
  await ctx.db.maybe(sql`
    select id from members where workspace_id = ${ctx.workspaceId} and id = ${writerId} for no key update`)
  const row = await ctx.db.maybe(sql`
    select id from updates
    where workspace_id = ${ctx.workspaceId} and state = 'reading' and created_by_member_id = ${writerId} ${draftsOf(to)}`)
  if (row)
    throw new AppError(
      'conflict',
      'update.in_reading',
      `Your mail to ${to.name || to.email} waits for its reader. Take it back, or wait until it is read.`,
    )
}

async function stepHere(ctx: Ctx, caseId: string | null, stepId: string | undefined): Promise<string | null> {
  if (!stepId) return null
  const loaded = caseId ? await loadCase(ctx, caseId, false) : undefined
  const row = loaded?.steps.find((one) => one.id === stepId)
  if (!loaded || !row)
    throw new AppError('not_found', 'step.not_found', 'This case has no such step. Load the case again.')
  const step = stepOf(loaded.playbook, row.step_key)
  // A mail does not stand for the call that a step asks for.
  if (row.state !== 'open' || !step || step.do === 'call' || !needsWord(step)) {
    throw new AppError(
      'conflict',
      'step.not_open',
      `“${row.title}” does not wait for a message. Send it without the step.`,
    )
  }
  if (step.approve && !row.approved_at) {
    const me = actorMember(ctx)
    if (!me || !(await approversOf(ctx, step.approve, loaded.record)).includes(me))
      throw notApproved(row.title, step.approve)
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
  await checkNotReading(ctx, to, writer.id)
  const { subject, body } = textToSend(input, to.locale, slotValues(to, writer.name))
  const checklist = await getToneChecklist(ctx)
  const tone = toneMarks(checklist.points, { subject, body }, to, input.ticked)
  checkWhole(checklist, tone)
  const reader = await secondReader(ctx, to.case_id, input.readerId, writer.id)
  const sendAt = reader ? null : holdUntil(ctx)
  const readingId = reader ? newId() : null
  const state = reader ? 'reading' : 'held'
  // The draft it grew from becomes this update.
  const draft = await ctx.db.maybe<{ id: string }>(sql`
    update updates set state = ${state}, step_id = ${stepId}, to_name = ${to.name ?? ''}, to_address = ${to.email},
      template = ${input.template ?? null}, slots = ${JSON.stringify(input.slots)}, subject = ${subject}, body = ${body},
      tone = ${JSON.stringify(tone)}, makes_promise = ${input.makesPromise ?? true}, reading_id = coalesce(${readingId}, reading_id), send_at = ${sendAt},
      created_at = ${ctx.now()}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and state = 'draft' and created_by_member_id = ${writer.id} ${draftsOf(to)}
    returning id`)
  const id = draft?.id ?? newId()
  if (!draft) {
    await ctx.db.run(sql`
      insert into updates (workspace_id, id, state, case_id, step_id, feedback_id, contact_id, to_name, to_address, template,
        slots, subject, body, tone, makes_promise, reading_id, send_at, created_by_member_id, created_at, updated_at)
      values (${ctx.workspaceId}, ${id}, ${state}, ${to.case_id}, ${stepId}, ${to.feedback_id}, ${to.contact_id},
        ${to.name ?? ''}, ${to.email}, ${input.template ?? null}, ${JSON.stringify(input.slots)}, ${subject}, ${body},
        ${JSON.stringify(tone)}, ${input.makesPromise ?? true}, ${readingId}, ${sendAt}, ${writer.id}, ${ctx.now()}, ${ctx.now()})`)
  }
  if (reader) {
    const [row] = await updateRows(ctx, sql`and u.id = ${id}`, 1)
    await askToRead(ctx, readingId!, row!, { id: writer.id!, name: writer.name ?? '' }, reader)
  } else {
    await announceHeld(ctx, {
      id,
      contactId: to.contact_id!,
      caseId: to.case_id,
      feedbackId: to.feedback_id,
      sendAt: sendAt!,
    })
  }
  return getUpdate(ctx, id)
}

/** Takes an update back: a held one is recalled, one that is being read is its writer's draft again. Nothing leaves. */
export async function recallUpdate(
  ctx: Ctx,
  input: Input<typeof contract.recallUpdate>,
): Promise<Answer<typeof contract.recallUpdate>> {
  const [row] = await updateRows(ctx, sql`and u.id = ${input.updateId}`, 1)
  if (!row) throw new AppError('not_found', 'update.not_found', 'There is no such update. Check the id.')
  if (row.state === 'reading') {
    await takeBack(ctx, row.id)
    return getUpdate(ctx, row.id)
  }
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
      ? fillTemplate(templateOf(input.template, to.locale), {
          ...slotValues(to, writer.name),
          ...input.slots,
        })
      : { subject: input.subject ?? '', body: input.body ?? '' }
  await checkNotReading(ctx, to, writer.id)
  const subject = input.subject ?? filled.subject
  const { points } = await getToneChecklist(ctx)
  const tone = JSON.stringify(toneMarks(points, { subject, body: filled.body }, to, input.ticked))
  const kept = await ctx.db.maybe<{ id: string }>(sql`
    update updates set template = ${input.template ?? null}, slots = ${JSON.stringify(input.slots)},
      subject = ${subject}, body = ${filled.body}, tone = ${tone}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and state = 'draft' and created_by_member_id = ${writer.id} ${draftsOf(to)} returning id`)
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
