import { withoutCards } from '#collect/feedback/intake.ts'
import { askedQuestions, firstPress, isNegativeResponse, leadingOf } from '#collect/surveys/branching.ts'
import type { InvitationChannel } from '#collect/surveys/channels.ts'
import {
  responseChanged,
  responseCompleted,
  responseConfirmed,
  responseDoubted,
  responseReceived,
  responseRecorded,
} from '#collect/surveys/events.ts'
import { makeItemTask } from '#collect/surveys/jobs.ts'
import { type Given, isNegativeAnswer, nothingGiven } from '#collect/surveys/kinds.ts'
import type { StoredQuestion, StoredSurvey } from '#collect/surveys/queries.ts'
import type { SurveyResponse } from '#collect/surveys/responses/contract.ts'
import { makeItem } from '#collect/surveys/responses/item.ts'
import { type StoredResponse, storedColumns } from '#collect/surveys/responses/queries.ts'
import { machineSign, recentTimes, waitForWordsMinutes } from '#collect/surveys/rules.ts'
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

/** What was sent: what was given to the questions that were shown; one that was left out has nothing given. */
export interface Sent {
  given: ReadonlyMap<string, Given>
  /** what the field holds that people do not see */
  trap: string
  /** It came from the page of a mail and has waited: when it was sent, and whether a machine did so. */
  settled?: { at: Date; sign: string | undefined }
}

/** Where a response comes from. */
export interface Origin {
  invitation: AnswerTo | null
  contactId: string | null
  accountId: string | null
  channel: SurveyResponse['channel']
  /** The link it came by. One that waits for a stranger's name counts once they go on, or after a while. */
  link?: { id: string; once: string; isAskedForName: boolean }
  submittedAt: Date
  enteredById: string | null
}

/** The answers kept of a response, by the key of their question, those left out included. */
export async function givenAnswers(ctx: Ctx, responseId: string): Promise<Map<string, Given>> {
  const rows = await ctx.db.many<Given & { key: string }>(sql`
    select q.key, a.number, coalesce(a.choices, array_remove(array[a.choice], null)) as choices, a.words
    from answers a join survey_questions q on q.workspace_id = ${ctx.workspaceId} and q.id = a.question_id
    where a.workspace_id = ${ctx.workspaceId} and a.response_id = ${responseId}`)
  return new Map(rows.map(({ key, ...given }) => [key, given]))
}

/** The questions that are asked of somebody and were not shown yet. */
export function pendingQuestions(
  survey: StoredSurvey,
  answers: ReadonlyMap<string, Given>,
): StoredQuestion[] {
  return askedQuestions(survey.questions, answers).filter((question) => !answers.has(question.key))
}

/**
 * Keeps what a person sent to their invitation: a first press makes the response, later ones add to it or change it.
 * With signs of a machine it is kept and not counted, until a person goes on. The row of the invitation is locked, so
 * that two presses at once make one response.
 */
export async function recordAnswers(
  ctx: Ctx,
  survey: StoredSurvey,
  invitation: AnswerTo,
  sent: Sent,
): Promise<void> {
  const { channel } = await ctx.db.one<{ channel: InvitationChannel }>(
    sql`select channel from invitations where workspace_id = ${ctx.workspaceId} and id = ${invitation.id} for update`,
  )
  const before = await ctx.db.maybe<StoredResponse>(sql`
    select ${storedColumns} from responses where workspace_id = ${ctx.workspaceId} and invitation_id = ${invitation.id} for update`)
  if (before) await changeResponse(ctx, survey, before, sent)
  else
    await makeResponse(ctx, survey, sent, {
      invitation,
      contactId: invitation.contact_id,
      accountId: invitation.account_id,
      channel,
      submittedAt: sent.settled?.at ?? ctx.now(),
      enteredById: null,
    })
}

/** What the answers amount to. */
export function summaryOf(survey: StoredSurvey, answers: ReadonlyMap<string, Given>) {
  const leading = leadingOf(survey.questions)
  return {
    score: (leading && answers.get(leading.key)?.number) ?? null,
    isNegative: isNegativeResponse(survey.questions, answers),
    mayContact: survey.questions.some(
      ({ kind, key }) => kind === 'consent' && answers.get(key)?.number === 1,
    ),
    isComplete: pendingQuestions(survey, answers).length === 0,
  }
}

/** Only the first question was answered, with the one press that a machine can make, too. */
function isFirstPressOnly(survey: StoredSurvey, { given }: Sent): boolean {
  const first = firstPress(survey.questions)
  return (
    first !== undefined && survey.questions.length > 1 && [...given.keys()].every((key) => key === first.key)
  )
}

/** Writes a new response with its answers, closes the invitation it came by and announces it. */
export async function makeResponse(
  ctx: Ctx,
  survey: StoredSurvey,
  sent: Sent,
  origin: Origin,
): Promise<StoredResponse> {
  const given = new Map([...sent.given, ...notAsked(survey, sent.given)])
  const { score, isNegative, mayContact, isComplete } = summaryOf(survey, given)
  const isUnfinished = origin.link?.isAskedForName && origin.contactId === null && !isComplete
  const sign =
    sent.settled?.sign ??
    machineSign({ trap: sent.trap, scoreTimes: [], now: ctx.now() }) ??
    (isUnfinished ? 'unfinished' : undefined)
  const completedAt = isComplete ? ctx.now() : null
  const made = await ctx.db.one<StoredResponse>(sql`
    insert into responses (workspace_id, id, survey_id, survey_version, wave_id, invitation_id, contact_id, account_id,
      channel, link_id, link_once, score, is_negative, is_provisional, provisional_reason, may_contact, submitted_at, completed_at, score_times, entered_by_id)
    values (${ctx.workspaceId}, ${newId()}, ${survey.id}, ${survey.version}, ${origin.invitation?.wave_id ?? null},
      ${origin.invitation?.id ?? null}, ${origin.contactId}, ${origin.accountId},
      ${origin.channel}, ${origin.link?.id ?? null}, ${origin.link?.once ?? null}, ${score}, ${isNegative}, ${sign !== undefined}, ${sign ?? null}, ${mayContact}, ${origin.submittedAt}, ${completedAt}, ${[ctx.now()]},
      ${origin.enteredById})
    returning ${storedColumns}`)
  await writeAnswers(ctx, survey, made.id, given)
  if (origin.invitation && sign === undefined) {
    await ctx.db.run(sql`
      update invitations set answered_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${origin.invitation.id} and answered_at is null`)
  }
  if (sign === 'unfinished') await waitForWords(ctx, made.id)
  if (made.is_provisional) await recorded(ctx, made.id)
  else {
    await announce(ctx, survey, made)
    if (isComplete) await complete(ctx, survey, made)
  }
  return made
}

/** What was answered to questions that are not asked after the other answers any more: it counts as left out. */
function notAsked(survey: StoredSurvey, answers: ReadonlyMap<string, Given>): [string, Given][] {
  const asked = askedQuestions(survey.questions, answers)
  return survey.questions
    .filter((question) => !asked.includes(question) && answers.has(question.key))
    .map((question) => [question.key, nothingGiven])
}

/** Adds to a response, or changes it; the caller holds its row. */
export async function changeResponse(ctx: Ctx, survey: StoredSurvey, before: StoredResponse, sent: Sent) {
  // A machine was here first: nothing of what it sent remains.
  const isAfresh = sent.settled !== undefined && before.is_provisional
  if (isAfresh)
    await ctx.db.run(
      sql`delete from answers where workspace_id = ${ctx.workspaceId} and response_id = ${before.id}`,
    )
  const all = new Map([...(await givenAnswers(ctx, before.id)), ...sent.given])
  const answers = new Map([...all, ...notAsked(survey, all)])
  const { score, isNegative, mayContact, isComplete } = summaryOf(survey, answers)
  const isFirstOnly = isFirstPressOnly(survey, sent)
  const isOtherScore = before.score !== score
  // Pressing Send twice with the same answer is one press.
  if (isFirstOnly && !isOtherScore && sent.trap === '' && !before.is_provisional) return
  const isSeen = isOtherScore || sent.trap !== ''
  const times = isSeen ? recentTimes(before.score_times, ctx.now()) : before.score_times
  const sign = sent.settled ? undefined : machineSign({ trap: sent.trap, scoreTimes: times, now: ctx.now() })
  // Whoever goes on to the other questions is no machine, unless the hidden field is filled; a stranger says on the last
  // page who they are.
  const isUnfinished = before.provisional_reason === 'unfinished' && !isComplete
  const isDoubted = sent.settled
    ? false
    : isFirstOnly
      ? before.is_provisional || sign !== undefined
      : sent.trap !== '' || isUnfinished
  const after = await ctx.db.one<StoredResponse>(sql`
    update responses set score = ${score}, is_negative = ${isNegative}, may_contact = ${mayContact},
      completed_at = case when ${isComplete} then coalesce(completed_at, ${ctx.now()}) end, changed_at = ${ctx.now()},
      submitted_at = case when ${isAfresh} then ${sent.settled?.at ?? null} else submitted_at end,
      score_times = ${times}, is_provisional = ${isDoubted},
      provisional_reason = case when ${isDoubted} then coalesce(${sign ?? null}, provisional_reason) end
    where workspace_id = ${ctx.workspaceId} and id = ${before.id} returning ${storedColumns}`)
  await writeAnswers(ctx, survey, before.id, new Map([...sent.given, ...notAsked(survey, all)]))
  if (isDoubted) {
    if (before.is_provisional) await recorded(ctx, before.id)
    else
      await ctx.emit(responseDoubted, {
        subjectId: before.id,
        payload: { responseId: before.id, surveyKey: survey.key, sign: sign ?? 'trap' },
      })
    return
  }
  if (before.is_provisional) await count(ctx, survey, after)
  else if (isOtherScore || before.is_negative !== isNegative) await tellChange(ctx, survey, before, after)
  else if (!isComplete || isFirstOnly) await recorded(ctx, before.id)
  if (isComplete && !isFirstOnly) await complete(ctx, survey, after)
}

const recorded = (ctx: Ctx, responseId: string) =>
  ctx.emit(responseRecorded, { subjectId: responseId, payload: { responseIds: [responseId] } })

async function tellChange(ctx: Ctx, survey: StoredSurvey, before: StoredResponse, after: StoredResponse) {
  await ctx.emit(responseChanged, {
    subjectId: before.id,
    payload: {
      responseId: before.id,
      surveyKey: survey.key,
      from: before.score,
      to: after.score,
      wasNegative: before.is_negative,
      isNegative: after.is_negative,
    },
  })
  if (after.is_negative && !before.is_negative) await waitForWords(ctx, before.id)
}

/** Everything that is asked was shown and sent: the words can be read. */
export async function complete(ctx: Ctx, survey: StoredSurvey, response: StoredResponse): Promise<void> {
  const answers = await givenAnswers(ctx, response.id)
  const hasWords = survey.questions.some(
    ({ kind, key }) => kind === 'text' && (answers.get(key)?.words ?? null) !== null,
  )
  await ctx.emit(responseCompleted, {
    subjectId: response.id,
    payload: { responseId: response.id, surveyKey: survey.key, hasWords },
  })
  await makeItem(ctx, response.id)
}

/** Tells the house that a response counts, and has the item made should no words follow. */
async function announce(ctx: Ctx, survey: StoredSurvey, response: StoredResponse): Promise<void> {
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

async function writeAnswers(
  ctx: Ctx,
  survey: StoredSurvey,
  responseId: string,
  given: ReadonlyMap<string, Given>,
): Promise<void> {
  const rows = await Promise.all(
    survey.questions
      .filter((question) => given.has(question.key))
      .map(async (question) => {
        const { number, choices, words } = given.get(question.key)!
        return {
          id: newId(),
          question_id: question.id,
          number,
          choice: question.is_multiple ? null : (choices[0] ?? null),
          choices: question.is_multiple && choices.length > 0 ? choices : null,
          words: await withoutCards(ctx, words),
          is_negative: isNegativeAnswer(question, given.get(question.key) ?? nothingGiven),
        }
      }),
  )
  await ctx.db.run(sql`
    insert into answers (workspace_id, id, response_id, question_id, number, choice, choices, words, is_negative, answered_at)
    select ${ctx.workspaceId}::uuid, id, ${responseId}::uuid, question_id, number, choice, choices, words, is_negative, ${ctx.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, question_id uuid, number smallint, choice text,
      choices text[], words text, is_negative boolean)
    on conflict (workspace_id, response_id, question_id) do update set number = excluded.number, choice = excluded.choice,
      choices = excluded.choices, words = excluded.words, is_negative = excluded.is_negative, answered_at = excluded.answered_at`)
}

/** A doubted response counts after all; it is announced unless it had been before the doubt. */
export async function count(ctx: Ctx, survey: StoredSurvey, response: StoredResponse): Promise<void> {
  await ctx.db.run(sql`
    update invitations i set answered_at = ${ctx.now()} from responses r
    where r.workspace_id = ${ctx.workspaceId} and r.id = ${response.id} and i.workspace_id = ${ctx.workspaceId}
      and i.id = r.invitation_id and i.answered_at is null`)
  await ctx.emit(responseConfirmed, {
    subjectId: response.id,
    payload: { responseId: response.id, surveyKey: survey.key },
  })
  const announced = await ctx.db.maybe(sql`
    select 1 from events where workspace_id = ${ctx.workspaceId} and subject_id = ${response.id} and type = ${responseReceived.type} limit 1`)
  if (!announced) await announce(ctx, survey, response)
}
