import { makeItem } from '#collect/surveys/answer-item.ts'
import { type AnswerTo, announce, count, insertResponse, recordReason } from '#collect/surveys/answers.ts'
import type * as contract from '#collect/surveys/contract.ts'
import type { SurveyResponse } from '#collect/surveys/contract.ts'
import { questionOf, storedSurvey } from '#collect/surveys/queries.ts'
import { getResponse, type StoredResponse, storedColumns } from '#collect/surveys/responses.ts'
import { createNpsSurvey } from '#collect/surveys/setup.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

/** An answer given by phone or in person, entered by a member. It takes the open invitation of the person, if there is one. */
export async function enterResponse(
  ctx: Ctx,
  input: Input<typeof contract.enterResponse>,
): Promise<SurveyResponse> {
  const survey = await storedSurvey(ctx, input.surveyId ?? (await createNpsSurvey(ctx)))
  const contact = await ctx.db.maybe<{ id: string; account_id: string | null }>(sql`
    select root.id, root_id(a.merged_into_id, a.id) as account_id
    from contacts c
    join contacts root on root.workspace_id = ${ctx.workspaceId} and root.id = root_id(c.merged_into_id, c.id)
    left join accounts a on a.workspace_id = ${ctx.workspaceId} and a.id = root.account_id
    where c.workspace_id = ${ctx.workspaceId} and c.id = ${input.contactId}`)
  if (!contact)
    throw new AppError(
      'not_found',
      'contact.not_found',
      `There is no contact ${encodeId('ct', input.contactId)}. Check the id.`,
    )
  const submittedAt = input.saidAt ? new Date(input.saidAt) : ctx.now()
  if (submittedAt > ctx.now())
    throw new AppError(
      'invalid',
      'response.future',
      'saidAt lies in the future. Give the time of the conversation.',
    )
  const invitation = await ctx.db.maybe<AnswerTo>(sql`
    select id, wave_id, contact_id, account_id from invitations
    where workspace_id = ${ctx.workspaceId} and contact_id = ${contact.id} and survey_id = ${survey.id}
      and answered_at is null and expires_at > ${ctx.now()}
    order by invited_at desc limit 1 for update`)
  const made = await insertResponse(ctx, survey, {
    invitation: invitation ?? null,
    contactId: contact.id,
    accountId: contact.account_id,
    entry: input.entry,
    score: input.score,
    sign: null,
    submittedAt,
    enteredById: ctx.actor.kind === 'member' ? ctx.actor.id : null,
    mayContact: input.mayContact,
  })
  if (input.reason && !questionOf(survey, 'reason').choices.some((one) => one.key === input.reason)) {
    throw new AppError(
      'invalid',
      'response.reason_unknown',
      `The survey has no reason ${input.reason}. Take a key of its reason question.`,
    )
  }
  await announce(ctx, survey, made)
  await recordReason(ctx, survey, made.id, {
    choice: input.reason ?? null,
    words: input.words ?? null,
    mayContact: input.mayContact,
    trap: '',
  })
  return getResponse(ctx, { responseId: made.id })
}

/** A member says that a provisional answer came from a person: it counts from now on. */
export async function confirmResponse(
  ctx: Ctx,
  { responseId }: { responseId: string },
): Promise<SurveyResponse> {
  const before = await getResponse(ctx, { responseId })
  if (!before.isProvisional) return before
  const response = await ctx.db.one<StoredResponse>(sql`
    update responses set is_provisional = false where workspace_id = ${ctx.workspaceId} and id = ${responseId} returning ${storedColumns}`)
  const survey = await storedSurvey(ctx, response.survey_id)
  await count(ctx, survey, response)
  if (response.completed_at) await makeItem(ctx, responseId)
  return getResponse(ctx, { responseId })
}
