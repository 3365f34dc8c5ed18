import { askedQuestions, leadingOf } from '#collect/surveys/branching.ts'
import { canBeGiven, type Given, givenOf, isGiven, nothingGiven, type Said } from '#collect/surveys/kinds.ts'
import { type StoredQuestion, type StoredSurvey, storedSurvey } from '#collect/surveys/queries.ts'
import { type AnswerTo, complete, count, makeResponse } from '#collect/surveys/responses/answers.ts'
import type * as contract from '#collect/surveys/responses/contract.ts'
import type { SurveyResponse } from '#collect/surveys/responses/contract.ts'
import { getResponse, type StoredResponse, storedColumns } from '#collect/surveys/responses/queries.ts'
import { createNpsSurvey } from '#collect/surveys/setup.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

/**
 * An answer given by phone or in person, entered by a member. It takes the invitation of the call, else the open one of the
 * person, if there is one.
 */
export async function enterResponse(
  ctx: Ctx,
  input: Input<typeof contract.enterResponse>,
  { invitationId }: { invitationId?: string } = {},
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
  const submittedAt = input.saidAt ?? ctx.now()
  if (submittedAt > ctx.now())
    throw new AppError(
      'invalid',
      'response.future',
      'saidAt lies in the future. Give the time of the conversation.',
    )
  const given = enteredAnswers(survey, input)
  const invitation = await ctx.db.maybe<AnswerTo>(sql`
    select id, wave_id, contact_id, account_id from invitations
    where workspace_id = ${ctx.workspaceId} and contact_id = ${contact.id} and survey_id = ${survey.id}
      and ${invitationId ? sql`id = ${invitationId}` : sql`expires_at > ${ctx.now()}`} and answered_at is null and not exists (
        select 1 from responses r where r.workspace_id = ${ctx.workspaceId} and r.invitation_id = invitations.id)
    order by invited_at desc limit 1 for update`)
  const made = await makeResponse(
    ctx,
    survey,
    { given, trap: '' },
    {
      invitation: invitation ?? null,
      contactId: contact.id,
      accountId: contact.account_id,
      channel: input.channel,
      submittedAt,
      enteredById: actorMember(ctx),
    },
  )
  return getResponse(ctx, { responseId: made.id })
}

type Entered = Pick<
  Input<typeof contract.enterResponse>,
  'score' | 'reason' | 'words' | 'answers' | 'mayContact'
>

/** What a member entered, question by question; a question that was not spoken of counts as left out. */
function enteredAnswers(survey: StoredSurvey, input: Entered): Map<string, Given> {
  const leading = leadingOf(survey.questions)
  const values: Record<string, Said> = { ...input.answers }
  if (input.score !== undefined) {
    if (!leading)
      throw new AppError(
        'invalid',
        'response.no_score',
        'The survey has no scored question. Leave score out and give answers.',
      )
    values[leading.key] = input.score
  }
  if (input.reason) values.reason = input.reason
  if (input.words) values.words = input.words
  const consent = survey.questions.find(({ kind }) => kind === 'consent')
  if (input.mayContact && consent) values[consent.key] = 1
  const unknown = Object.keys(values).filter((key) => survey.questions.every((one) => one.key !== key))
  if (unknown.length > 0)
    throw new AppError(
      'invalid',
      'response.question_unknown',
      `The survey has no question ${unknown.join(', ')}. Its questions: ${survey.questions.map((one) => one.key).join(', ') || 'none'}.`,
    )
  const given = new Map(
    survey.questions.map((question) => [question.key, checkedAnswer(question, values[question.key])]),
  )
  for (const question of askedQuestions(survey.questions, given))
    if (question.is_required && !isGiven(given.get(question.key) ?? nothingGiven))
      throw new AppError(
        'invalid',
        'response.answer_missing',
        `The question ${question.key} needs an answer (${question.wording}).`,
      )
  if ([...given.values()].every((one) => !isGiven(one)))
    throw new AppError('invalid', 'response.empty', 'Nothing was answered. Give at least one answer.')
  return given
}

function checkedAnswer(question: StoredQuestion, value: Said | undefined): Given {
  const given = givenOf(question.kind, value)
  if (canBeGiven(question, given)) return given
  const offered = question.choices.map((one) => one.key).join(', ')
  throw new AppError(
    'invalid',
    question.key === 'reason' ? 'response.reason_unknown' : 'response.answer_wrong',
    `${JSON.stringify(value)} is no answer to ${question.key}, which is of kind ${question.kind}${offered ? ` and offers ${offered}` : ''}.`,
  )
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
  if (response.completed_at) await complete(ctx, survey, response)
  return getResponse(ctx, { responseId })
}
