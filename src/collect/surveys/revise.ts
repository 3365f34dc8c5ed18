import { branchingFaults, leadingOf, surveyKindOf } from '#collect/surveys/branching.ts'
import { surveyChanged } from '#collect/surveys/events.ts'
import { isScored, pointsOf } from '#collect/surveys/kinds.ts'
import { getSurvey, type StoredQuestion, type StoredSurvey } from '#collect/surveys/queries.ts'
import { wordingFaults } from '#collect/surveys/wording.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'

/** Keys that the answer page's address and form use for themselves. */
const reserved = ['asked', 'change', 'website', 'language']
/** More are not answered by anybody. */
export const questionsMost = 50

/** What is wrong with one question by itself, in sentences. */
export function questionOwnFaults(question: StoredQuestion): string[] {
  const { key, kind, choices, negative_below: below, negative_choices: negative } = question
  const faults: string[] = []
  if (reserved.includes(key)) faults.push(`${key} is a word the answer page uses itself. Take another key.`)
  if (kind === 'choice' && choices.length < 2) faults.push(`${key} is a choice: give at least two choices.`)
  if (kind !== 'choice' && (choices.length > 0 || negative.length > 0 || question.is_multiple))
    faults.push(`${key} is of kind ${kind}: only a choice has choices.`)
  for (const one of negative)
    if (choices.every((choice) => choice.key !== one) && kind === 'choice')
      faults.push(`${key} has no choice ${one} that could be negative.`)
  if (below !== null && !isScored(kind))
    faults.push(`${key} is of kind ${kind}: only a scale has numbers that are negative.`)
  if (below !== null && isScored(kind)) {
    const points = pointsOf(kind)
    if (below < points[0]! || below > points.at(-1)! + 1)
      faults.push(
        `${key} goes from ${points[0]} to ${points.at(-1)}: negativeBelow must lie in it, or be null.`,
      )
  }
  return faults
}

/** Refuses a survey whose questions or wording do not fit together, with all that is wrong. */
function check(after: StoredSurvey): void {
  const wording = wordingFaults(after)
  if (wording.length > 0) throw new AppError('invalid', 'survey.wording', wording.join(' '))
  const faults = [...after.questions.flatMap(questionOwnFaults), ...branchingFaults(after.questions)]
  if (after.questions.length > questionsMost) faults.push(`A survey asks at most ${questionsMost} questions.`)
  if (faults.length > 0) throw new AppError('invalid', 'survey.questions', faults.join(' '))
}

/**
 * The score of a survey that was answered stays the answer to the same question, or scores of two scales would stand
 * side by side.
 */
async function keepsLeading(ctx: Ctx, before: StoredSurvey, after: StoredSurvey): Promise<void> {
  const [was, is] = [leadingOf(before.questions)?.key, leadingOf(after.questions)?.key]
  if (was === is) return
  const answered = await ctx.db.maybe(sql`
    select 1 from responses where workspace_id = ${ctx.workspaceId} and survey_id = ${before.id} limit 1`)
  if (answered)
    throw new AppError(
      'conflict',
      'survey.leading_fixed',
      `The survey was answered, and its score is the answer to ${was ?? 'no question'}. Copy the survey to lead with ${is ?? 'none'}.`,
    )
}

/** Keeps a changed survey as its next version, when it is sound; answers keep the version they were given to. */
export async function revise(ctx: Ctx, before: StoredSurvey, after: StoredSurvey) {
  check(after)
  await keepsLeading(ctx, before, after)
  const { version } = await ctx.db.one<{ version: number }>(sql`
    update surveys set name = ${after.name}, kind = ${surveyKindOf(after.questions)}, brand = ${after.brand},
      brand_color = ${after.brand_color}, language = ${after.language}, mail_subject = ${after.mail_subject},
      mail_intro = ${after.mail_intro}, wordings = ${JSON.stringify(after.wordings)}, answer_days = ${after.answer_days},
      version = version + 1, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${before.id} returning version`)
  const rows = after.questions.map((question, position) => ({ ...question, position }))
  await ctx.db.run(sql`
    update survey_questions q set position = r.position, wording = r.wording, low_label = r.low_label,
      high_label = r.high_label, choices = r.choices, is_required = r.is_required, is_multiple = r.is_multiple,
      negative_below = r.negative_below, negative_choices = r.negative_choices,
      show_when = case when jsonb_typeof(r.show_when) = 'object' then r.show_when end, wordings = r.wordings
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, position int, wording text, low_label text,
      high_label text, choices jsonb, is_required boolean, is_multiple boolean, negative_below smallint,
      negative_choices text[], show_when jsonb, wordings jsonb)
    where q.workspace_id = ${ctx.workspaceId} and q.survey_id = ${before.id} and q.id = r.id`)
  await ctx.emit(surveyChanged, { subjectId: before.id, payload: { surveyId: before.id, version } })
  return getSurvey(ctx, { surveyId: before.id })
}
