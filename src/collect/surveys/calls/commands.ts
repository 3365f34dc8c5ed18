import type * as contract from '#collect/surveys/calls/contract.ts'
import type { SurveyCall } from '#collect/surveys/calls/contract.ts'
import { callsPlanned, callTried } from '#collect/surveys/calls/events.ts'
import { getCall, storedCall } from '#collect/surveys/calls/queries.ts'
import { storedSurvey } from '#collect/surveys/queries.ts'
import { enterResponse } from '#collect/surveys/responses/commands.ts'
import type { ExclusionReason } from '#collect/surveys/rules.ts'
import { checkReady, onlySender } from '#collect/surveys/waves/commands.ts'
import { leaveOut } from '#collect/surveys/waves/invite.ts'
import { type Judged, judged } from '#collect/surveys/waves/recipients.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { decodeId, encodeId, newId } from '#platform/ids.ts'

/** More than these nobody calls; it keeps the plan in one transaction. */
const mostCalls = 500

/** A wave by phone: an invitation and a task for each person, and why others are left out. */
export async function planCalls(
  ctx: Ctx,
  input: Input<typeof contract.planCalls>,
): Promise<Answer<typeof contract.planCalls>> {
  const survey = await storedSurvey(ctx, input.surveyId)
  checkReady(survey)
  const assignee = await callerOf(ctx, input.assigneeId)
  await onlySender(ctx)
  const people = await ctx.db.many<Judged>(sql`
    ${judged(ctx, { audience: input.audience, override: input.overrideReason !== undefined, terms: { channel: 'phone' } })} order by c.id limit 5001`)
  const called = people.filter(({ reason }) => reason === null)
  if (called.length === 0)
    throw new AppError(
      'invalid',
      'wave.nobody',
      'Nobody would be called: everyone is left out. Choose others.',
    )
  if (called.length > mostCalls || people.length > 5000)
    throw new AppError(
      'invalid',
      'survey_call.too_many',
      `At most ${mostCalls} people can be called in one wave, and ${called.length} or more would be. Choose fewer.`,
    )
  const waveId = newId()
  const closesAt = new Date(ctx.now().getTime() + survey.answer_days * 86_400_000)
  await ctx.db.run(sql`
    insert into waves (workspace_id, id, survey_id, name, state, audience, terms, override_reason, started_by_kind, started_by_id, invited_count,
      excluded_count, started_at, filled_at, closes_at)
    values (${ctx.workspaceId}, ${waveId}, ${survey.id}, ${input.name || `${survey.name} by phone, ${ctx.now().toISOString().slice(0, 10)}`},
      'sent', ${JSON.stringify(input.audience)}, '{"channel": "phone"}', ${input.overrideReason ?? null}, ${ctx.actor.kind}, ${actorId(ctx.actor)},
      ${called.length}, ${people.length - called.length}, ${ctx.now()}, ${ctx.now()}, ${closesAt})`)
  const left = people.filter(({ reason }) => reason !== null)
  await leaveOut(
    ctx,
    waveId,
    left.map((person) => ({ contactId: person.id, reason: person.reason!, occasionId: null })),
  )
  const rows = called.map((person) => ({
    id: newId(),
    call_id: newId(),
    contact_id: person.id,
    account_id: person.account_id,
  }))
  await ctx.db.run(sql`
    insert into invitations (workspace_id, id, wave_id, survey_id, contact_id, account_id, channel, invited_at, expires_at)
    select ${ctx.workspaceId}::uuid, id, ${waveId}::uuid, ${survey.id}::uuid, contact_id, account_id, 'phone', ${ctx.now()}, ${closesAt}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, contact_id uuid, account_id uuid)`)
  await ctx.db.run(sql`
    insert into survey_calls (workspace_id, id, wave_id, survey_id, invitation_id, contact_id, assignee_member_id, try_at, created_at)
    select ${ctx.workspaceId}::uuid, call_id, ${waveId}::uuid, ${survey.id}::uuid, id, contact_id, ${assignee}::uuid, ${ctx.now()}, ${ctx.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, call_id uuid, contact_id uuid)`)
  await ctx.emit(callsPlanned, { subjectId: waveId, payload: { waveId, calls: rows.length } })
  const reasons = new Map<string, number>()
  for (const { reason } of left) reasons.set(reason!, (reasons.get(reason!) ?? 0) + 1)
  return {
    waveId: encodeId('wave', waveId),
    calls: rows.length,
    leftOut: [...reasons].map(([reason, people]) => ({ reason: reason as ExclusionReason, people })),
  }
}

async function callerOf(ctx: Ctx, assigneeId: string | undefined): Promise<string> {
  const id = assigneeId ?? (ctx.actor.kind === 'member' ? ctx.actor.id : null)
  const found =
    id &&
    (await ctx.db.maybe(sql`
      select 1 from members where workspace_id = ${ctx.workspaceId} and id = ${id} and removed_at is null`))
  if (!found)
    throw new AppError(
      'invalid',
      'survey_call.nobody_calls',
      'Name a member who calls: assigneeId of one who is here.',
    )
  return id
}

/**
 * Keeps what came of a call. Answers are stored as given by phone and end the task, as a refusal and a wrong number do;
 * without an answer it comes back at the time that was said.
 */
export async function settleCall(ctx: Ctx, input: Input<typeof contract.settleCall>): Promise<SurveyCall> {
  const call = await storedCall(ctx, input.callId, { lock: true })
  if (call.state !== 'open')
    throw new AppError(
      'conflict',
      'survey_call.settled',
      'This call has an outcome already. Nothing was changed.',
    )
  const tryAt = input.tryAt ?? new Date(ctx.now().getTime() + 86_400_000)
  if (input.outcome === 'no_answer' && tryAt <= ctx.now())
    throw new AppError('invalid', 'survey_call.past', 'tryAt has passed. Give a time to come.')
  const response =
    input.outcome === 'answered'
      ? await enterResponse(ctx, {
          surveyId: call.survey_id,
          contactId: call.contact_id,
          answers: input.answers ?? {},
          mayContact: false,
          channel: 'phone',
        })
      : undefined
  const isOpen = input.outcome === 'no_answer'
  await ctx.db.run(sql`
    update survey_calls set state = ${isOpen ? 'open' : input.outcome}, tries = tries + 1, notes = ${input.notes ?? call.notes},
      try_at = ${isOpen ? tryAt : call.try_at}, settled_at = ${isOpen ? null : ctx.now()},
      response_id = ${response ? decodeId('rsp', response.id)! : null}
    where workspace_id = ${ctx.workspaceId} and id = ${call.id}`)
  // Whoever was reached was asked; a wrong number reached nobody.
  if (!isOpen)
    await ctx.db.run(sql`
      update invitations set delivered_at = ${input.outcome === 'wrong_number' ? null : ctx.now()},
        not_sent_reason = ${input.outcome === 'wrong_number' ? 'wrong_number' : null}
      where workspace_id = ${ctx.workspaceId} and id = ${call.invitation_id}`)
  await ctx.emit(callTried, {
    subjectId: call.id,
    payload: {
      callId: call.id,
      invitationId: call.invitation_id,
      contactId: call.contact_id,
      outcome: input.outcome,
    },
  })
  return getCall(ctx, { callId: call.id })
}
