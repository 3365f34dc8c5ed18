import { withoutCards } from '#collect/feedback/intake.ts'
import { makeItem } from '#collect/surveys/answer-item.ts'
import type { SurveyResponse } from '#collect/surveys/contract.ts'
import {
  responseChanged,
  responseCompleted,
  responseConfirmed,
  responseDoubted,
  responseReceived,
} from '#collect/surveys/events.ts'
import { makeItemTask } from '#collect/surveys/jobs.ts'
import { questionOf, type StoredSurvey } from '#collect/surveys/queries.ts'
import { type StoredResponse, storedColumns } from '#collect/surveys/responses.ts'
import { isNegativeScore, machineSign, recentTimes, waitForWordsMinutes } from '#collect/surveys/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'

/** The invitation a person answers. */
export interface AnswerTo {
  id: string
  wave_id: string
  contact_id: string
  account_id: string | null
}

/**
 * Counts a score: the first time as a new answer, later as a change of it. With signs of a machine it is kept and not
 * counted. The row of the invitation is locked, so that two presses at once make one answer.
 */
export async function recordScore(
  ctx: Ctx,
  survey: StoredSurvey,
  invitation: AnswerTo,
  given: { score: number; trap: string },
): Promise<StoredResponse> {
  await ctx.db.run(
    sql`select 1 from invitations where workspace_id = ${ctx.workspaceId} and id = ${invitation.id} for update`,
  )
  const before = await ctx.db.maybe<StoredResponse>(sql`
    select ${storedColumns} from responses where workspace_id = ${ctx.workspaceId} and invitation_id = ${invitation.id}`)
  if (!before) return firstScore(ctx, survey, invitation, given)
  // Pressing Send twice with the same number is one press.
  const isSame = before.score === given.score && given.trap === ''
  if (isSame && !before.is_provisional) return before
  const times = isSame ? before.score_times : recentTimes(before.score_times, ctx.now())
  const sign = machineSign({ trap: given.trap, scoreTimes: times, now: ctx.now() })
  const isNegative = isNegativeScore(survey.kind, given.score)
  const isDoubted = before.is_provisional || sign !== undefined
  const after = await ctx.db.one<StoredResponse>(sql`
    update responses set score = ${given.score}, is_negative = ${isNegative}, changed_at = ${ctx.now()}, score_times = ${times},
      is_provisional = ${isDoubted}, provisional_reason = coalesce(${sign ?? null}, provisional_reason)
    where workspace_id = ${ctx.workspaceId} and id = ${before.id} returning ${storedColumns}`)
  await writeAnswer(ctx, survey, before.id, 'score', { number: given.score })
  if (!before.is_provisional && sign) {
    await ctx.emit(responseDoubted, {
      subjectId: before.id,
      payload: { responseId: before.id, surveyKey: survey.key, sign },
    })
  } else if (!isDoubted && before.score !== given.score) {
    await ctx.emit(responseChanged, {
      subjectId: before.id,
      payload: {
        responseId: before.id,
        surveyKey: survey.key,
        from: before.score,
        to: given.score,
        wasNegative: before.is_negative,
        isNegative,
      },
    })
    if (isNegative && !before.is_negative) await waitForWords(ctx, before.id)
  }
  return after
}

async function firstScore(
  ctx: Ctx,
  survey: StoredSurvey,
  invitation: AnswerTo,
  given: { score: number; trap: string },
): Promise<StoredResponse> {
  const sign = machineSign({ trap: given.trap, scoreTimes: [], now: ctx.now() })
  const made = await insertResponse(ctx, survey, {
    invitation,
    contactId: invitation.contact_id,
    accountId: invitation.account_id,
    entry: 'mail',
    score: given.score,
    sign: sign ?? null,
    submittedAt: ctx.now(),
    enteredById: null,
    mayContact: false,
  })
  if (!sign) await announce(ctx, survey, made)
  return made
}

/** Writes a new answer with its score, and closes the invitation it came by. */
export async function insertResponse(
  ctx: Ctx,
  survey: StoredSurvey,
  given: {
    invitation: AnswerTo | null
    contactId: string
    accountId: string | null
    entry: SurveyResponse['entry']
    score: number
    sign: string | null
    submittedAt: Date
    enteredById: string | null
    mayContact: boolean
  },
): Promise<StoredResponse> {
  const made = await ctx.db.one<StoredResponse>(sql`
    insert into responses (workspace_id, id, survey_id, survey_version, wave_id, invitation_id, contact_id, account_id, entry,
      score, is_negative, is_provisional, provisional_reason, may_contact, submitted_at, score_times, entered_by_id)
    values (${ctx.workspaceId}, ${newId()}, ${survey.id}, ${survey.version}, ${given.invitation?.wave_id ?? null},
      ${given.invitation?.id ?? null}, ${given.contactId}, ${given.accountId}, ${given.entry}, ${given.score},
      ${isNegativeScore(survey.kind, given.score)}, ${given.sign !== null}, ${given.sign}, ${given.mayContact},
      ${given.submittedAt}, ${[ctx.now()]}, ${given.enteredById})
    returning ${storedColumns}`)
  await writeAnswer(ctx, survey, made.id, 'score', { number: given.score })
  if (given.invitation) {
    await ctx.db.run(sql`
      update invitations set answered_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${given.invitation.id} and answered_at is null`)
  }
  return made
}

/** Tells the house that an answer counts, and has the item made should no words follow. */
export async function announce(ctx: Ctx, survey: StoredSurvey, response: StoredResponse): Promise<void> {
  await ctx.emit(responseReceived, {
    subjectId: response.id,
    payload: {
      responseId: response.id,
      surveyId: survey.id,
      surveyKey: survey.key,
      kind: survey.kind,
      score: response.score,
      isNegative: response.is_negative,
    },
  })
  if (response.is_negative) await waitForWords(ctx, response.id)
}

async function waitForWords(ctx: Ctx, responseId: string): Promise<void> {
  await ctx.enqueue(
    makeItemTask,
    { workspaceId: ctx.workspaceId, responseId },
    {
      key: `response item ${responseId}`,
      runAt: new Date(ctx.now().getTime() + waitForWordsMinutes * 60_000),
    },
  )
}

async function writeAnswer(
  ctx: Ctx,
  survey: StoredSurvey,
  responseId: string,
  key: string,
  value: { number?: number | null; choice?: string | null; words?: string | null },
): Promise<void> {
  await ctx.db.run(sql`
    insert into answers (workspace_id, id, response_id, question_id, number, choice, words, answered_at)
    values (${ctx.workspaceId}, ${newId()}, ${responseId}, ${questionOf(survey, key).id}, ${value.number ?? null},
      ${value.choice ?? null}, ${value.words ?? null}, ${ctx.now()})
    on conflict (workspace_id, response_id, question_id) do update set number = excluded.number, choice = excluded.choice,
      words = excluded.words, answered_at = excluded.answered_at`)
}

export interface GivenReason {
  choice: string | null
  words: string | null
  mayContact: boolean
  trap: string
}

/** Keeps the reason. A person who writes one is no machine: a provisional answer counts from here on. */
export async function recordReason(
  ctx: Ctx,
  survey: StoredSurvey,
  responseId: string,
  given: GivenReason,
): Promise<void> {
  const choices = questionOf(survey, 'reason').choices
  const choice = choices.some((one) => one.key === given.choice) ? given.choice : null
  const words = await withoutCards(ctx, cleanWords(given.words))
  await writeAnswer(ctx, survey, responseId, 'reason', { choice })
  await writeAnswer(ctx, survey, responseId, 'words', { words })
  const doubt = given.trap !== ''
  const before = await ctx.db.one<{ was_provisional: boolean }>(sql`
    select is_provisional as was_provisional from responses
    where workspace_id = ${ctx.workspaceId} and id = ${responseId} for update`)
  const response = await ctx.db.one<StoredResponse>(sql`
    update responses set may_contact = ${given.mayContact}, completed_at = coalesce(completed_at, ${ctx.now()}),
      changed_at = ${ctx.now()}, is_provisional = is_provisional and ${doubt},
      provisional_reason = case when ${doubt} then provisional_reason end
    where workspace_id = ${ctx.workspaceId} and id = ${responseId} returning ${storedColumns}`)
  if (response.is_provisional) return
  if (before.was_provisional) await count(ctx, survey, response)
  await ctx.emit(responseCompleted, {
    subjectId: responseId,
    payload: { responseId, surveyKey: survey.key, hasWords: words !== null },
  })
  await makeItem(ctx, responseId)
}

/** A doubted answer counts after all; it is announced unless it had been before the doubt. */
export async function count(ctx: Ctx, survey: StoredSurvey, response: StoredResponse): Promise<void> {
  await ctx.emit(responseConfirmed, {
    subjectId: response.id,
    payload: { responseId: response.id, surveyKey: survey.key },
  })
  const announced = await ctx.db.maybe(sql`
    select 1 from events where workspace_id = ${ctx.workspaceId} and subject_id = ${response.id} and type = ${responseReceived.type} limit 1`)
  if (!announced) await announce(ctx, survey, response)
}

/** Words as they are kept: no invisible control characters, at most 5,000; null when there are none. */
function cleanWords(words: string | null): string | null {
  const clean = (words ?? '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}\p{Co}\p{Cs}]/gu, (letter) => (letter === '\n' || letter === '\t' ? letter : ''))
    .trim()
  return clean === '' ? null : [...clean].slice(0, 5000).join('')
}
