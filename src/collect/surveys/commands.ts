import type * as contract from '#collect/surveys/contract.ts'
import { surveyChanged } from '#collect/surveys/events.ts'
import { getSurvey, storedSurvey } from '#collect/surveys/queries.ts'
import { wordingFaults } from '#collect/surveys/survey-mail.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'

/** Changes wording as a new version. Answers keep the version they were given to; choices that were used keep their keys. */
export async function changeSurvey(ctx: Ctx, input: Input<typeof contract.changeSurvey>) {
  const before = await storedSurvey(ctx, input.surveyId)
  const changed = new Map(input.questions?.map((question) => [question.key, question]))
  for (const key of changed.keys()) {
    if (!before.questions.some((question) => question.key === key)) {
      throw new AppError(
        'invalid',
        'survey.question_unknown',
        `The survey has no question ${key}. Its questions: ${before.questions.map((one) => one.key).join(', ')}.`,
      )
    }
  }
  const faults = wordingFaults({
    subject: input.mailSubject ?? before.mail_subject,
    intro: input.mailIntro ?? before.mail_intro,
    question: before.questions
      .map((question) => changed.get(question.key)?.wording ?? question.wording)
      .join('\n'),
  })
  if (faults.length > 0) throw new AppError('invalid', 'survey.wording', faults.join(' '))
  const { version } = await ctx.db.one<{ version: number }>(sql`
    update surveys set name = ${input.name ?? before.name},
      brand = ${input.brand === undefined ? before.brand : input.brand || null}, language = ${input.language ?? before.language},
      mail_subject = ${input.mailSubject ?? before.mail_subject}, mail_intro = ${input.mailIntro ?? before.mail_intro},
      answer_days = ${input.answerDays ?? before.answer_days}, version = version + 1, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${input.surveyId} returning version`)
  for (const question of changed.values()) {
    const was = before.questions.find((one) => one.key === question.key)!
    await ctx.db.run(sql`
      update survey_questions set wording = ${question.wording ?? was.wording}, low_label = ${question.lowLabel ?? was.low_label},
        high_label = ${question.highLabel ?? was.high_label}, choices = ${JSON.stringify(question.choices ?? was.choices)}
      where workspace_id = ${ctx.workspaceId} and survey_id = ${input.surveyId} and key = ${question.key}`)
  }
  await ctx.emit(surveyChanged, { subjectId: input.surveyId, payload: { surveyId: input.surveyId, version } })
  return getSurvey(ctx, { surveyId: input.surveyId })
}
