import type * as contract from '#collect/surveys/builder/contract.ts'
import { changedQuestion, knownQuestion, lockedSurvey } from '#collect/surveys/commands.ts'
import { surveyArchived, surveyCreated, surveyRestored } from '#collect/surveys/events.ts'
import { usualNegativeBelow } from '#collect/surveys/kinds.ts'
import { shippedSurveys } from '#collect/surveys/library.ts'
import { getSurvey, type StoredQuestion, type StoredSurvey, storedSurvey } from '#collect/surveys/queries.ts'
import { questionsMost, revise } from '#collect/surveys/revise.ts'
import { fromShipped, insertQuestions, insertSurvey, type NewSurvey } from '#collect/surveys/setup.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'

/** The surveys the product ships. */
export async function listSurveyLibrary() {
  return {
    data: [...shippedSurveys().values()].map((survey) => ({
      key: survey.key,
      name: survey.name,
      about: survey.about,
      source: survey.source,
      kind: survey.kind,
      questions: survey.questions.map(({ kind, wording }) => ({ kind, wording })),
      languages: ['en', ...Object.keys(survey.wordings)],
    })),
  }
}

/** Makes a survey from one of the library. A key that was asked for must be free; one that is made of the name becomes so. */
export async function createSurvey(ctx: Ctx, input: Input<typeof contract.createSurvey>) {
  const shipped = shippedSurveys().get(input.from)
  if (!shipped)
    throw new AppError(
      'invalid',
      'survey.not_shipped',
      `The library has no survey ${input.from}. It has: ${[...shippedSurveys().keys()].join(', ')}.`,
    )
  const name = input.name ?? shipped.name
  const key = input.name === undefined && shipped.questions.length > 0 ? shipped.key : keyOf(name)
  return write(ctx, input.key, { ...fromShipped(shipped), key, name })
}

/** Copies a survey; its waves and answers stay with the first. */
export async function copySurvey(ctx: Ctx, input: Input<typeof contract.copySurvey>) {
  const survey = await storedSurvey(ctx, input.surveyId)
  const name = input.name ?? `${survey.name}, copy`.slice(0, 120)
  return write(ctx, input.key, {
    key: keyOf(name),
    name,
    kind: survey.kind,
    language: survey.language,
    brand: survey.brand,
    brandColor: survey.brand_color,
    answerDays: survey.answer_days,
    mailSubject: survey.mail_subject,
    mailIntro: survey.mail_intro,
    wordings: survey.wordings as NewSurvey['wordings'],
    questions: survey.questions,
  })
}

async function write(ctx: Ctx, wanted: string | undefined, survey: NewSurvey) {
  for (let n = 1; ; n++) {
    const key = wanted ?? (n === 1 ? survey.key : `${survey.key}-${n}`)
    const id = await insertSurvey(ctx, { ...survey, key })
    if (id !== undefined) {
      await ctx.emit(surveyCreated, { subjectId: id, payload: { surveyId: id, surveyKey: key } })
      return getSurvey(ctx, { surveyId: id })
    }
    if (wanted !== undefined)
      throw new AppError(
        'conflict',
        'survey.key_taken',
        `There is a survey ${wanted} already. Take another key.`,
      )
  }
}

/** A name as a key: “Onboarding, 2nd try” is `onboarding-2nd-try`. */
function keyOf(name: string): string {
  const key = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
  return key.slice(0, 50).replace(/-+$/, '') || 'survey'
}

/** Takes a survey out of use, or back into it. Doing it twice changes nothing. */
export async function archiveSurvey(ctx: Ctx, { surveyId }: { surveyId: string }) {
  await storedSurvey(ctx, surveyId)
  const changed = await ctx.db.run(sql`
    update surveys set archived_at = ${ctx.now()}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${surveyId} and archived_at is null`)
  if (changed > 0) await ctx.emit(surveyArchived, { subjectId: surveyId, payload: { surveyId } })
  return getSurvey(ctx, { surveyId })
}

/** Takes an archived survey back. */
export async function restoreSurvey(ctx: Ctx, { surveyId }: { surveyId: string }) {
  await storedSurvey(ctx, surveyId)
  const changed = await ctx.db.run(sql`
    update surveys set archived_at = null, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${surveyId} and archived_at is not null`)
  if (changed > 0) await ctx.emit(surveyRestored, { subjectId: surveyId, payload: { surveyId } })
  return getSurvey(ctx, { surveyId })
}

/** Where a question goes: behind the one with this key, or first. */
function placeAfter(questions: readonly StoredQuestion[], after: string | null): number {
  return after === null ? 0 : questions.indexOf(knownQuestion(questions, after)) + 1
}

/** Adds a question. Its key may not be that of one that was retired: answers are kept by it. */
export async function addQuestion(ctx: Ctx, input: Input<typeof contract.addQuestion>) {
  const before = await lockedSurvey(ctx, input.surveyId)
  if (before.questions.length >= questionsMost)
    throw new AppError('invalid', 'survey.questions', `A survey asks at most ${questionsMost} questions.`)
  const { surveyId, kind, after, key: wanted, ...change } = input
  const key = wanted ?? (await freeKey(ctx, before, kind))
  const blank: Omit<StoredQuestion, 'id'> = {
    key,
    kind,
    wording: input.wording,
    low_label: null,
    high_label: null,
    choices: [],
    is_required: false,
    is_multiple: false,
    negative_below: usualNegativeBelow(kind),
    negative_choices: [],
    show_when: null,
    wordings: {},
  }
  const taken = await ctx.db.maybe(sql`
    select 1 from survey_questions where workspace_id = ${ctx.workspaceId} and survey_id = ${surveyId} and key = ${key}`)
  if (taken)
    throw new AppError(
      'conflict',
      'survey.question_taken',
      `The survey has or had a question ${key}. Take another key.`,
    )
  await insertQuestions(ctx, surveyId, [{ ...blank, position: before.questions.length }])
  const made = (await storedSurvey(ctx, surveyId)).questions.find((one) => one.key === key)!
  const questions = [...before.questions]
  questions.splice(
    after === undefined ? questions.length : placeAfter(questions, after),
    0,
    changedQuestion(made, change),
  )
  return revise(ctx, before, { ...before, questions })
}

async function freeKey(ctx: Ctx, survey: StoredSurvey, kind: string): Promise<string> {
  const taken = await ctx.db.many<{ key: string }>(sql`
    select key from survey_questions where workspace_id = ${ctx.workspaceId} and survey_id = ${survey.id}`)
  for (let n = 1; ; n++) {
    const key = n === 1 ? kind : `${kind}_${n}`
    if (taken.every((one) => one.key !== key)) return key
  }
}

/** Moves a question behind another, or to the front; refused when a condition would ask for a later question. */
export async function moveQuestion(ctx: Ctx, input: Input<typeof contract.moveQuestion>) {
  const before = await lockedSurvey(ctx, input.surveyId)
  const moved = knownQuestion(before.questions, input.key)
  if (input.after === input.key) return getSurvey(ctx, { surveyId: input.surveyId })
  const questions = before.questions.filter((one) => one !== moved)
  questions.splice(placeAfter(questions, input.after), 0, moved)
  return revise(ctx, before, { ...before, questions })
}

/** Asks a question no more. Its answers stay; what depends on it must be changed first. */
export async function retireQuestion(ctx: Ctx, input: Input<typeof contract.retireQuestion>) {
  const before = await lockedSurvey(ctx, input.surveyId)
  const retired = knownQuestion(before.questions, input.key)
  await ctx.db.run(sql`
    update survey_questions set retired_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and survey_id = ${input.surveyId} and id = ${retired.id}`)
  return revise(ctx, before, { ...before, questions: before.questions.filter((one) => one !== retired) })
}

/** Asks a question again that was taken out; its answers are those it had. One that is asked already stays as it stands. */
export async function restoreQuestion(ctx: Ctx, input: Input<typeof contract.restoreQuestion>) {
  const before = await lockedSurvey(ctx, input.surveyId)
  if (before.questions.some(({ key }) => key === input.key)) return getSurvey(ctx, input)
  await ctx.db.run(sql`
    update survey_questions set retired_at = null
    where workspace_id = ${ctx.workspaceId} and survey_id = ${input.surveyId} and key = ${input.key}`)
  const restored = knownQuestion((await storedSurvey(ctx, input.surveyId)).questions, input.key)
  const questions = [...before.questions]
  const place = input.after === undefined ? questions.length : placeAfter(questions, input.after)
  questions.splice(place, 0, restored)
  return revise(ctx, before, { ...before, questions })
}
