import type * as contract from '#collect/surveys/contract.ts'
import { type StoredQuestion, storedSurvey } from '#collect/surveys/queries.ts'
import { revise } from '#collect/surveys/revise.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'

type Change = Omit<NonNullable<Input<typeof contract.changeSurvey>['questions']>[number], 'key'>

/** A question with what was said of it; what was left out stays. */
export function changedQuestion(was: StoredQuestion, change: Change): StoredQuestion {
  return {
    ...was,
    wording: change.wording ?? was.wording,
    low_label: change.lowLabel === undefined ? was.low_label : change.lowLabel || null,
    high_label: change.highLabel === undefined ? was.high_label : change.highLabel || null,
    choices: change.choices ?? was.choices,
    is_required: change.isRequired ?? was.is_required,
    is_multiple: change.isMultiple ?? was.is_multiple,
    negative_below: change.negativeBelow === undefined ? was.negative_below : change.negativeBelow,
    // A choice that is taken out is no negative one any more.
    negative_choices:
      change.negativeChoices ??
      was.negative_choices.filter((key) => (change.choices ?? was.choices).some((one) => one.key === key)),
    show_when: change.showWhen === undefined ? was.show_when : change.showWhen,
    wordings: { ...was.wordings, ...change.wordings },
  }
}

/** One change of a survey at a time: whoever comes second changes what the first left. */
export async function lockedSurvey(ctx: Ctx, surveyId: string) {
  await ctx.db.run(
    sql`select 1 from surveys where workspace_id = ${ctx.workspaceId} and id = ${surveyId} for update`,
  )
  return storedSurvey(ctx, surveyId)
}

/** The question of a survey with this key; not_found names those it has. */
export function knownQuestion(questions: readonly StoredQuestion[], key: string): StoredQuestion {
  const question = questions.find((one) => one.key === key)
  if (question) return question
  throw new AppError(
    'invalid',
    'survey.question_unknown',
    `The survey has no question ${key}. Its questions: ${questions.map((one) => one.key).join(', ') || 'none'}.`,
  )
}

/** Changes wording and rules as a new version. Answers keep the version they were given to; choices that were used keep their keys. */
export async function changeSurvey(ctx: Ctx, input: Input<typeof contract.changeSurvey>) {
  const before = await lockedSurvey(ctx, input.surveyId)
  const changed = new Map(input.questions?.map(({ key, ...change }) => [key, change]))
  for (const key of changed.keys()) knownQuestion(before.questions, key)
  return revise(ctx, before, {
    ...before,
    name: input.name ?? before.name,
    brand: input.brand === undefined ? before.brand : input.brand || null,
    brand_color: input.brandColor === undefined ? before.brand_color : input.brandColor,
    language: input.language ?? before.language,
    mail_subject: input.mailSubject ?? before.mail_subject,
    mail_intro: input.mailIntro ?? before.mail_intro,
    wordings: { ...before.wordings, ...input.wordings },
    answer_days: input.answerDays ?? before.answer_days,
    questions: before.questions.map((question) =>
      changed.has(question.key) ? changedQuestion(question, changed.get(question.key)!) : question,
    ),
  })
}
