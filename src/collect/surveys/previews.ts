import { type StoredSurvey, storedSurvey, wordsOf } from '#collect/surveys/queries.ts'
import { surveySlots } from '#collect/surveys/setup.ts'
import { surveyMail, wordingFaults } from '#collect/surveys/survey-mail.ts'
import type { Ctx } from '#platform/context.ts'
import { fillMarks } from '#platform/mail/blocks.ts'
import { htmlHeaders } from '#platform/mail/queries.ts'

function sample(survey: StoredSurvey) {
  const words = wordsOf(survey)
  return surveyMail(words, {
    firstName: surveySlots['contact.firstName']?.sample,
    who: `Sent to petra@example.com because you use ${words.brand}.`,
  })
}

/** The survey mail as its first reader sees it, and what is wrong with the wording. */
export async function previewSurveyMail(ctx: Ctx, { surveyId }: { surveyId: string }) {
  const survey = await storedSurvey(ctx, surveyId)
  const { subject, text } = sample(survey)
  const { mailSubject, mailIntro, question } = wordsOf(survey)
  return {
    subject,
    text: fillMarks(text, {}),
    faults: wordingFaults({ subject: mailSubject, intro: mailIntro, question }),
  }
}

/** The same as HTML, for a frame; its links lead nowhere. */
export async function previewSurveyMailHtml(ctx: Ctx, { surveyId }: { surveyId: string }): Promise<Response> {
  return new Response(fillMarks(sample(await storedSurvey(ctx, surveyId)).html, {}), { headers: htmlHeaders })
}
