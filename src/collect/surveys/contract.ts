import { z } from 'zod'
import { questionKinds, surveyKinds } from '#collect/surveys/kinds.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

export const words = (max: number) => z.string().trim().max(max)

/** What a question or choice is called by. Every object has a `constructor` already. */
export const key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'is written in small letters, digits and underscores, a letter first')
  .refine((key) => key !== 'constructor', 'is taken. Use another word')
const languageTag = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is a language tag such as en or pt-BR')
  .refine(canWrite, 'is a language tag such as en or pt-BR')

/** Whether dates can be written in it: `en-GB-US` looks like a language and is none. */
function canWrite(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false // it throws for what is no language: that is the answer
  }
}

/** When a question is asked: after numbers of a range, or one of these choices, of an earlier question. */
export const ShowWhen = z.strictObject({
  question: key.meta({ description: 'The key of an earlier question' }),
  from: z.number().int().optional(),
  to: z.number().int().optional(),
  choices: z.array(key).max(12).optional(),
})

/** A question in another language. */
export const QuestionWords = z.strictObject({
  wording: words(300).optional(),
  lowLabel: words(60).optional(),
  highLabel: words(60).optional(),
  choices: z.record(key, words(120)).optional(),
})
const MailWords = z.strictObject({ mailSubject: words(200).optional(), mailIntro: words(2000).optional() })

export const Question = z.object({
  id: idOut('q'),
  key: z.string(),
  kind: z.enum(questionKinds),
  wording: z.string(),
  lowLabel: z.string().nullable(),
  highLabel: z.string().nullable(),
  choices: z.array(z.object({ key: z.string(), label: z.string() })),
  isRequired: z.boolean(),
  isMultiple: z.boolean(),
  /** numbers under this are negative answers; null: none is */
  negativeBelow: z.number().nullable(),
  negativeChoices: z.array(z.string()),
  showWhen: ShowWhen.nullable(),
  /** by language */
  wordings: z.record(z.string(), QuestionWords),
})
export type Question = z.output<typeof Question>

export const SurveyRow = z.object({
  id: idOut('srv'),
  key: z.string(),
  name: z.string(),
  kind: z.enum(surveyKinds),
  version: z.number(),
  waves: z.number(),
  answers: z.number(),
  lastSentAt: z.string().nullable(),
})
export type SurveyRow = z.output<typeof SurveyRow>

export const Survey = SurveyRow.extend({
  brand: z.string().nullable(),
  brandShown: z.string(),
  brandColor: z.string().nullable(),
  language: z.string(),
  /** those it can be asked in, its own first */
  languages: z.array(z.string()),
  mailSubject: z.string(),
  mailIntro: z.string(),
  /** the mail by language */
  wordings: z.record(z.string(), MailWords),
  answerDays: z.number(),
  archivedAt: z.string().nullable(),
  /** people who pressed Send on the page of a mail in the last minutes; what they sent counts soon */
  arriving: z.number(),
  questions: z.array(Question),
})
export type Survey = z.output<typeof Survey>

export const oneSurvey = z.strictObject({ surveyId: id('srv') })

/** What may be said of a question; what is left out stays. */
export const questionParts = {
  wording: words(300).min(1).optional(),
  lowLabel: words(60).nullable().optional(),
  highLabel: words(60).nullable().optional(),
  choices: z
    .array(z.strictObject({ key, label: words(120).min(1) }))
    .max(12)
    .refine(
      (choices) => new Set(choices.map((choice) => choice.key)).size === choices.length,
      'has a key twice',
    )
    .optional(),
  isRequired: z.boolean().optional(),
  isMultiple: z.boolean().optional(),
  negativeBelow: z.number().int().min(0).max(11).nullable().optional().meta({
    description: 'Numbers under this are negative answers; null: none is.',
  }),
  negativeChoices: z.array(key).max(12).optional(),
  showWhen: ShowWhen.nullable().optional().meta({
    description: 'Asked only after these answers to an earlier question; null: always.',
  }),
  wordings: z.record(languageTag, QuestionWords).optional().meta({
    description: 'The question in other languages. The languages given are replaced, others stay.',
  }),
}

const QuestionChange = z.strictObject({ key: z.string().max(60), ...questionParts })

export const listSurveys = endpoint({
  method: 'GET',
  path: '/surveys',
  summary: 'The surveys of the workspace, or those that are archived',
  access: 'surveys:read',
  query: z.strictObject({ archived: z.stringbool().optional(), ...pageQuery }),
  response: page(SurveyRow),
})

export const getSurvey = endpoint({
  method: 'GET',
  path: '/surveys/:surveyId',
  summary: 'One survey with its questions and its mail',
  access: 'surveys:read',
  params: oneSurvey,
  response: Survey,
})

export const changeSurvey = endpoint({
  method: 'PATCH',
  path: '/surveys/:surveyId',
  summary: 'Change wording; each change is a new version, and answers keep the version they were given to',
  access: 'surveys:manage',
  params: oneSurvey,
  body: z.strictObject({
    name: words(120).min(1).optional(),
    brand: words(80)
      .nullable()
      .optional()
      .meta({ description: 'The name customers know you by; null takes the workspace’s name.' }),
    brandColor: z
      .string()
      .toLowerCase()
      .regex(/^#[0-9a-f]{6}$/, 'is a colour such as #006048')
      .nullable()
      .optional()
      .meta({ description: 'The colour of the button on the answer page; null takes the product’s.' }),
    language: languageTag.optional(),
    mailSubject: words(200).min(1).optional(),
    mailIntro: words(2000).min(1).optional(),
    answerDays: z.number().int().min(1).max(365).optional(),
    wordings: z.record(languageTag, MailWords).optional().meta({
      description: 'The mail in other languages. The languages given are replaced, others stay.',
    }),
    questions: z.array(QuestionChange).max(50).optional(),
  }),
  response: Survey,
})

export const previewSurveyMail = endpoint({
  method: 'GET',
  path: '/surveys/:surveyId/mail',
  summary: 'The survey mail as text and with what it is addressed to in the preview',
  access: 'surveys:read',
  params: oneSurvey,
  query: z.strictObject({ language: languageTag.optional() }),
  response: z.object({ subject: z.string(), text: z.string(), faults: z.array(z.string()) }),
})

export const previewSurveySms = endpoint({
  method: 'GET',
  path: '/surveys/:surveyId/sms',
  summary: 'The survey as a text message, with its length and how many messages the provider counts',
  access: 'surveys:read',
  params: oneSurvey,
  query: z.strictObject({ language: languageTag.optional() }),
  response: z.object({
    text: z.string(),
    encoding: z.enum(['gsm7', 'ucs2']),
    characters: z.number(),
    segments: z.number(),
  }),
})

export const previewSurveyMailHtml = endpoint({
  method: 'GET',
  path: '/surveys/:surveyId/mail/html',
  summary: 'The HTML of the survey mail as a page of its own; its links lead nowhere',
  access: 'surveys:read',
  params: oneSurvey,
  query: z.strictObject({ language: languageTag.optional() }),
})

export const sendTestSurvey = endpoint({
  method: 'POST',
  path: '/surveys/:surveyId/test',
  summary: 'Queue the survey mail to your own address; its links open a preview that records nothing',
  access: 'surveys:write',
  params: oneSurvey,
  response: z.object({ mailId: idOut('mail') }),
  status: 201,
})
