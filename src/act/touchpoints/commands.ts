import type { z } from 'zod'
import type * as contract from '#act/touchpoints/contract.ts'
import type { Direction, TouchKind } from '#act/touchpoints/contract.ts'
import { touchpointLogged } from '#act/touchpoints/events.ts'
import { getTouchpoint } from '#act/touchpoints/queries.ts'
import { noteFirstResponse } from '#organize/inbox/first-response.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'

export interface NewTouchpoint {
  kind: TouchKind
  direction: z.output<typeof Direction>
  at: Date
  summary: string
  contactId?: string | null
  accountId?: string | null
  caseId?: string | null
  stepId?: string | null
  feedbackId?: string | null
  updateId?: string | null
  /** the customer's mail it stands for; written once for it */
  inboundMailId?: string | null
  /** the customer's text message it stands for; written once for it */
  smsReplyId?: string | null
  durationMinutes?: number | null
  costCents?: number | null
  currency?: string | null
  /** who did it, when it is not the acting member */
  byMemberId?: string | null
}

/** A note of our own on a case, which the customer never sees. */
export async function recordNote(
  ctx: Ctx,
  about: { id: string; contact_id: string | null; account_id: string | null },
  summary: string,
): Promise<void> {
  await recordTouchpoint(ctx, {
    kind: 'note',
    direction: 'inside',
    at: ctx.now(),
    summary,
    caseId: about.id,
    contactId: about.contact_id,
    accountId: about.account_id,
  })
}

/** Several notes of our own at once, in one statement. */
export async function recordNotes(
  ctx: Ctx,
  notes: readonly {
    about: { id: string; contact_id: string | null; account_id: string | null }
    summary: string
  }[],
): Promise<void> {
  const by = actorMember(ctx)
  const rows = notes.map(({ about, summary }) => ({
    id: newId(),
    summary,
    case_id: about.id,
    contact_id: about.contact_id,
    account_id: about.account_id,
  }))
  await ctx.db.run(sql`
    insert into touchpoints (workspace_id, id, kind, direction, at, summary, contact_id, account_id, case_id, by_member_id, logged_at)
    select ${ctx.workspaceId}::uuid, r.id, 'note', 'inside', ${ctx.now()}::timestamptz, r.summary, r.contact_id, r.account_id,
      r.case_id, ${by}::uuid, ${ctx.now()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, summary text, contact_id uuid, account_id uuid, case_id uuid)`)
  await ctx.emitAll(
    touchpointLogged,
    rows.map((row) => ({
      subjectId: row.case_id,
      payload: {
        touchpointId: row.id,
        kind: 'note' as const,
        direction: 'inside' as const,
        at: ctx.now().toISOString(),
        caseId: row.case_id,
        contactId: row.contact_id,
        accountId: row.account_id,
      },
    })),
  )
}

/** Writes a touchpoint. One that belongs to an update, or stands for a customer's mail, is written once. */
export async function recordTouchpoint(ctx: Ctx, touch: NewTouchpoint): Promise<string | undefined> {
  const id = newId()
  const by = touch.byMemberId ?? actorMember(ctx)
  const made = await ctx.db.run(sql`
    insert into touchpoints (workspace_id, id, kind, direction, at, summary, contact_id, account_id, case_id, step_id,
      feedback_id, update_id, inbound_mail_id, sms_reply_id, duration_minutes, cost_cents, currency, by_member_id, logged_at)
    values (${ctx.workspaceId}, ${id}, ${touch.kind}, ${touch.direction}, ${touch.at}, ${touch.summary},
      ${touch.contactId ?? null}, ${touch.accountId ?? null}, ${touch.caseId ?? null}, ${touch.stepId ?? null},
      ${touch.feedbackId ?? null}, ${touch.updateId ?? null}, ${touch.inboundMailId ?? null}, ${touch.smsReplyId ?? null}, ${touch.durationMinutes ?? null}, ${touch.costCents ?? null},
      ${touch.currency ?? null}, ${by}, ${ctx.now()})
    on conflict do nothing`)
  if (made === 0) return undefined
  if (touch.feedbackId && touch.direction === 'out') await noteFirstResponse(ctx, touch.feedbackId, touch.at)
  await ctx.emit(touchpointLogged, {
    subjectId: touch.caseId ?? touch.contactId ?? touch.accountId ?? id,
    payload: {
      touchpointId: id,
      kind: touch.kind,
      direction: touch.direction,
      at: touch.at.toISOString(),
      caseId: touch.caseId ?? null,
      contactId: touch.contactId ?? null,
      accountId: touch.accountId ?? null,
      ...(touch.feedbackId && { feedbackId: touch.feedbackId }),
    },
  })
  return id
}

/** Logs what somebody did by hand. A case gives the contact and account; nothing is logged for the future. */
export async function logTouchpoint(
  ctx: Ctx,
  input: Input<typeof contract.logTouchpoint>,
): Promise<Answer<typeof contract.logTouchpoint>> {
  const at = input.at ?? ctx.now()
  if (at.getTime() > ctx.now().getTime() + 60_000) {
    throw new AppError(
      'invalid',
      'touchpoint.in_future',
      'This time has not come yet. Log what has happened.',
    )
  }
  const whom = await subject(ctx, input)
  const id = await recordTouchpoint(ctx, {
    ...whom,
    kind: input.kind,
    direction: input.direction ?? (input.kind === 'note' ? 'inside' : 'out'),
    at,
    summary: input.summary.trim(),
    durationMinutes: input.durationMinutes ?? null,
    costCents: input.costCents ?? null,
    currency: input.currency ?? null,
  })
  return getTouchpoint(ctx, id!)
}

async function subject(ctx: Ctx, input: Input<typeof contract.logTouchpoint>) {
  const ws = ctx.workspaceId
  const none = (noun: string) =>
    new AppError('not_found', `${noun}.not_found`, `There is no such ${noun}. Check the id.`)
  if (input.caseId) {
    const row = await ctx.db.maybe<{
      contact_id: string | null
      account_id: string | null
      feedback_id: string | null
    }>(sql`
      select contact_id, account_id, feedback_id from cases where workspace_id = ${ws} and id = ${input.caseId}`)
    if (!row) throw none('case')
    return {
      caseId: input.caseId,
      contactId: row.contact_id,
      accountId: row.account_id,
      feedbackId: row.feedback_id,
    }
  }
  if (input.feedbackId) {
    const row = await ctx.db.maybe<{ contact_id: string | null; account_id: string | null }>(sql`
      select contact_id, account_id from feedback_items where workspace_id = ${ws} and id = ${input.feedbackId}`)
    if (!row) throw none('feedback')
    return { feedbackId: input.feedbackId, contactId: row.contact_id, accountId: row.account_id }
  }
  if (input.contactId) {
    const row = await ctx.db.maybe<{ account_id: string | null }>(sql`
      select account_id from contacts where workspace_id = ${ws} and id = ${input.contactId}`)
    if (!row) throw none('contact')
    return { contactId: input.contactId, accountId: row.account_id }
  }
  const row = await ctx.db.maybe(
    sql`select id from accounts where workspace_id = ${ws} and id = ${input.accountId}`,
  )
  if (!row) throw none('account')
  return { accountId: input.accountId! }
}
