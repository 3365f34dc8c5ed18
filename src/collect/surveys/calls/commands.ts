import type * as contract from '#collect/surveys/calls/contract.ts'
import type { SurveyCall } from '#collect/surveys/calls/contract.ts'
import { callTried } from '#collect/surveys/calls/events.ts'
import { getCall, storedCall } from '#collect/surveys/calls/queries.ts'
import { enterResponse } from '#collect/surveys/responses/commands.ts'
import { callTimes } from '#customers/consent/calls.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { decodeId } from '#platform/ids.ts'

/**
 * Keeps what came of a call. Answers are stored as given by phone and end the task, as a refusal and a wrong number do;
 * without an answer it comes back at the time that was said, or when the person is awake.
 */
export async function settleCall(ctx: Ctx, input: Input<typeof contract.settleCall>): Promise<SurveyCall> {
  const call = await storedCall(ctx, input.callId, { lock: true })
  if (call.state !== 'open')
    throw new AppError(
      'conflict',
      'survey_call.settled',
      'This call has an outcome already. Nothing was changed.',
    )
  const wanted = input.tryAt ?? new Date(ctx.now().getTime() + 86_400_000)
  if (input.outcome === 'no_answer' && wanted <= ctx.now())
    throw new AppError('invalid', 'survey_call.past', 'tryAt has passed. Give a time to come.')
  const [tryAt] = await callTimes(ctx, [{ contactId: call.contact_id, at: wanted }])
  const response =
    input.outcome === 'answered'
      ? await enterResponse(
          ctx,
          {
            surveyId: call.survey_id,
            contactId: call.contact_id,
            answers: input.answers ?? {},
            mayContact: false,
            channel: 'phone',
          },
          { invitationId: call.invitation_id },
        )
      : undefined
  const isOpen = input.outcome === 'no_answer'
  await ctx.db.run(sql`
    update survey_calls set state = ${isOpen ? 'open' : input.outcome}, tries = tries + 1, notes = ${input.notes ?? call.notes},
      try_at = ${isOpen ? tryAt! : call.try_at}, settled_at = ${isOpen ? null : ctx.now()},
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
