import type * as builder from '#collect/surveys/builder/contract.ts'
import type * as contract from '#collect/surveys/contract.ts'
import { inLanguage } from '#collect/surveys/language.ts'
import { previewPage } from '#collect/surveys/pages.tsx'
import { type StoredSurvey, storedSurvey } from '#collect/surveys/queries.ts'
import { sendingFaults, surveyMail } from '#collect/surveys/survey-mail.ts'
import { surveySms } from '#collect/surveys/survey-sms.ts'
import { surveySlots } from '#collect/surveys/wording.ts'
import { baseUrl } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import type { Input } from '#platform/endpoint.ts'
import { readBody } from '#platform/http/input.ts'
import type { Visit } from '#platform/http/on.ts'
import { fillMarks } from '#platform/mail/blocks.ts'
import { htmlHeaders } from '#platform/mail/queries.ts'
import { plainPunctuation, smsLength } from '#platform/sms/length.ts'

function sample(survey: StoredSurvey, language: string | undefined) {
  return surveyMail(survey, {
    name: surveySlots['contact.firstName']!.sample,
    email: 'petra@example.com',
    locale: language ?? null,
  })
}

/** The survey mail as its first reader sees it, and why it cannot be sent. */
export async function previewSurveyMail(ctx: Ctx, input: Input<typeof contract.previewSurveyMail>) {
  const survey = await storedSurvey(ctx, input.surveyId)
  const { subject, text } = sample(survey, input.language)
  return { subject, text: fillMarks(text, {}), faults: sendingFaults(survey) }
}

/** The survey as a text message, with how long it is: a personal link has always the same length. */
export async function previewSurveySms(ctx: Ctx, input: Input<typeof contract.previewSurveySms>) {
  const survey = await storedSurvey(ctx, input.surveyId)
  const name = surveySlots['contact.firstName']!.sample
  const text = fillMarks(plainPunctuation(surveySms(survey, { name, locale: input.language ?? null })), {
    answer: `${baseUrl(ctx.config)}/s/hb_${'0'.repeat(54)}`,
  })
  return { text, ...smsLength(text) }
}

/** The answer page in a language, with these answers chosen, for a frame; it sends nothing. */
export async function previewSurveyPage(
  ctx: Ctx,
  input: Input<typeof builder.previewSurveyPage>,
): Promise<Response> {
  const survey = await storedSurvey(ctx, input.surveyId)
  return previewPage(inLanguage(survey, input.language), { chosen: input.chosen ?? '' })
}

/** What follows when the page in that frame is sent; nothing is kept of it. */
export async function pressPreviewPage(
  { door, caller }: Visit,
  { request, ...input }: Input<typeof builder.pressPreviewPage> & { request: Request },
): Promise<Response> {
  const sent = await readBody(request, 256 * 1024)
  const survey = await door.inWorkspace(caller.workspaceId!, caller.actor, (ctx) =>
    storedSurvey(ctx, input.surveyId),
  )
  return previewPage(inLanguage(survey, input.language), { sent })
}

/** The survey mail as HTML, for a frame; its links lead nowhere. */
export async function previewSurveyMailHtml(
  ctx: Ctx,
  input: Input<typeof contract.previewSurveyMailHtml>,
): Promise<Response> {
  const survey = await storedSurvey(ctx, input.surveyId)
  return new Response(fillMarks(sample(survey, input.language).html, {}), { headers: htmlHeaders })
}
