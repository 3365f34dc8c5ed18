import { z } from 'zod'
import { questionKinds, surveyKinds } from '#collect/surveys/kinds.ts'
import { exclusionReasons, npsGroups } from '#collect/surveys/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'
import { mailStates } from '#platform/mail/rules.ts'

const words = (max: number) => z.string().trim().max(max)

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
  questions: z.array(Question),
})
export type Survey = z.output<typeof Survey>

const one = z.strictObject({ surveyId: id('srv') })

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
  params: one,
  response: Survey,
})

export const changeSurvey = endpoint({
  method: 'PATCH',
  path: '/surveys/:surveyId',
  summary: 'Change wording; each change is a new version, and answers keep the version they were given to',
  access: 'surveys:manage',
  params: one,
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
  params: one,
  query: z.strictObject({ language: languageTag.optional() }),
  response: z.object({ subject: z.string(), text: z.string(), faults: z.array(z.string()) }),
})

export const previewSurveyMailHtml = endpoint({
  method: 'GET',
  path: '/surveys/:surveyId/mail/html',
  summary: 'The HTML of the survey mail as a page of its own; its links lead nowhere',
  access: 'surveys:read',
  params: one,
  query: z.strictObject({ language: languageTag.optional() }),
})

export const sendTestSurvey = endpoint({
  method: 'POST',
  path: '/surveys/:surveyId/test',
  summary: 'Queue the survey mail to your own address; its links open a preview that records nothing',
  access: 'surveys:write',
  params: one,
  response: z.object({ mailId: idOut('mail') }),
  status: 201,
})

/** For whom: all active contacts, or those of these accounts, segments or ids. */
export const Audience = z.strictObject({
  accountIds: z.array(id('acct')).max(1000).optional(),
  contactIds: z.array(id('ct')).max(1000).optional(),
  segments: z.array(z.string().max(60)).max(50).optional(),
  roles: z.array(z.string().max(60)).max(20).optional(),
})
export type Audience = z.output<typeof Audience>

const audienceQuery = {
  accounts: z.preprocess(
    (value) => (typeof value === 'string' ? [value] : value),
    z.array(id('acct')).max(100).optional(),
  ),
  contacts: z.preprocess(
    (value) => (typeof value === 'string' ? [value] : value),
    z.array(id('ct')).max(100).optional(),
  ),
  segments: z.preprocess(
    (value) => (typeof value === 'string' ? [value] : value),
    z.array(z.string().max(60)).max(50).optional(),
  ),
  override: z.stringbool().optional(),
}

export const Recipients = z.object({
  considered: z.number(),
  people: z.number(),
  accounts: z.number(),
  excluded: z.number(),
  reasons: z.array(
    z.object({ reason: z.enum(exclusionReasons), why: z.string(), hint: z.string(), people: z.number() }),
  ),
})
export type Recipients = z.output<typeof Recipients>

export const previewRecipients = endpoint({
  method: 'GET',
  path: '/surveys/:surveyId/recipients',
  summary: 'Who would get the survey if it were sent now, and who would not and why',
  access: 'surveys:read',
  params: one,
  query: z.strictObject(audienceQuery),
  response: Recipients,
})

/** Somebody behind one of the counts. */
export const Recipient = z.object({
  contactId: idOut('ct'),
  name: z.string().nullable(),
  email: z.string().nullable(),
  accountId: idOut('acct').nullable(),
  accountName: z.string().nullable(),
})
export type Recipient = z.output<typeof Recipient>

export const listRecipients = endpoint({
  method: 'GET',
  path: '/surveys/:surveyId/recipients/people',
  summary: 'The people behind the counts: those who would get it, or those left out for one reason',
  access: 'surveys:read',
  params: one,
  query: z.strictObject({ ...audienceQuery, reason: z.enum(exclusionReasons).optional(), ...pageQuery }),
  response: page(Recipient),
})

export const Wave = z.object({
  id: idOut('wave'),
  surveyId: idOut('srv'),
  name: z.string(),
  /** open: of a programme that asks one by one, until the month is over */
  state: z.enum(['filling', 'open', 'sent', 'stopped']),
  /** whom it was for; all null: all active contacts */
  audience: z.object({
    segments: z.array(z.string()).nullable(),
    accounts: z.number().nullable(),
    contacts: z.number().nullable(),
  }),
  overrideReason: z.string().nullable(),
  /** why it does not count for the limit of a month: it follows a case or release */
  exemptReason: z.string().nullable(),
  programmeId: idOut('prg').nullable(),
  invited: z.number(),
  excluded: z.number(),
  startedAt: z.string(),
  stoppedAt: z.string().nullable(),
  closesAt: z.string(),
})
export type Wave = z.output<typeof Wave>

export const WaveResult = Wave.extend({
  delivered: z.number(),
  answered: z.number(),
  provisional: z.number(),
  /** Answered of delivered in percent; null when nothing was delivered. */
  responseRate: z.number().nullable(),
  surveyKind: z.enum(surveyKinds),
  /** Null below 5 answers, and for a survey that is no NPS survey. */
  nps: z.number().nullable(),
  promoters: z.number(),
  passives: z.number(),
  detractors: z.number(),
  /** How many gave 0, 1, … 10. */
  scores: z.array(z.number()),
  reasons: z.array(z.object({ key: z.string(), label: z.string(), count: z.number() })),
  mails: z.partialRecord(z.enum([...mailStates, 'waiting']), z.number()),
  exclusions: z.array(
    z.object({ reason: z.enum(exclusionReasons), why: z.string(), hint: z.string(), people: z.number() }),
  ),
})
export type WaveResult = z.output<typeof WaveResult>

export const sendSurvey = endpoint({
  method: 'POST',
  path: '/surveys/:surveyId/waves',
  summary: 'Send the survey to an audience; each contact is asked once',
  access: 'surveys:manage',
  params: one,
  body: z.strictObject({
    name: words(120).optional(),
    audience: Audience.default({}),
    people: z.number().int().min(0).optional().meta({
      description: 'The number of people you expect. When it is another by now, nothing is sent.',
    }),
    overrideReason: words(300).min(3).optional().meta({
      description: 'Why people who were asked in the last 30 days are asked again; is kept with the wave.',
    }),
  }),
  response: Wave,
  status: 201,
})

export const listWaves = endpoint({
  method: 'GET',
  path: '/waves',
  summary: 'Waves, newest first',
  access: 'surveys:read',
  query: z.strictObject({ survey: id('srv').optional(), ...pageQuery }),
  response: page(Wave),
})

const oneWave = z.strictObject({ waveId: id('wave') })

export const getWave = endpoint({
  method: 'GET',
  path: '/waves/:waveId',
  summary: 'One wave with its figures',
  access: 'surveys:read',
  params: oneWave,
  response: WaveResult,
})

export const stopWave = endpoint({
  method: 'POST',
  path: '/waves/:waveId/stop',
  summary: 'Ask nobody further and take back what has not left; answers already given stay',
  access: 'surveys:manage',
  params: oneWave,
  response: WaveResult,
})

export const Invitation = Recipient.extend({
  id: idOut('inv'),
  waveId: idOut('wave'),
  invitedAt: z.string(),
  deliveredAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  expiresAt: z.string(),
  mailId: idOut('mail').nullable(),
  mail: z.object({ state: z.string(), why: z.string().nullable() }).nullable(),
})

export const listInvitations = endpoint({
  method: 'GET',
  path: '/invitations',
  summary: 'Who was asked, with whether the mail left and whether they answered',
  access: 'surveys:read',
  query: z.strictObject({
    wave: id('wave').optional(),
    contact: id('ct').optional(),
    answered: z.stringbool().optional(),
    ...pageQuery,
  }),
  response: page(Invitation),
})

export const listExclusions = endpoint({
  method: 'GET',
  path: '/exclusions',
  summary: 'Who was left out of a wave, and why',
  access: 'surveys:read',
  query: z.strictObject({
    wave: id('wave').optional(),
    contact: id('ct').optional(),
    reason: z.enum(exclusionReasons).optional(),
    ...pageQuery,
  }),
  response: page(
    Recipient.extend({
      waveId: idOut('wave'),
      reason: z.enum(exclusionReasons),
      why: z.string(),
      excludedAt: z.string(),
    }),
  ),
})

/** One answer of a response. `said` is it in words: the label of a choice or of a point, else the number. */
export const ResponseAnswer = z.object({
  question: z.string(),
  kind: z.enum(questionKinds),
  wording: z.string(),
  number: z.number().nullable(),
  choices: z.array(z.string()),
  words: z.string().nullable(),
  said: z.string(),
  isNegative: z.boolean(),
})
export type ResponseAnswer = z.output<typeof ResponseAnswer>

export const SurveyResponse = z.object({
  id: idOut('rsp'),
  surveyId: idOut('srv'),
  surveyKey: z.string(),
  surveyVersion: z.number(),
  waveId: idOut('wave').nullable(),
  contactId: idOut('ct').nullable(),
  contactName: z.string().nullable(),
  accountId: idOut('acct').nullable(),
  accountName: z.string().nullable(),
  entry: z.enum(['mail', 'phone', 'interview', 'in_person', 'import']),
  /** of the survey's leading question; null: it has none, or it was not answered */
  score: z.number().nullable(),
  scoreMax: z.number(),
  group: z.enum(npsGroups).nullable(),
  isNegative: z.boolean(),
  isProvisional: z.boolean(),
  provisionalReason: z.string().nullable(),
  mayContact: z.boolean(),
  reason: z.object({ key: z.string(), label: z.string() }).nullable(),
  words: z.string().nullable(),
  answers: z.array(ResponseAnswer),
  submittedAt: z.string(),
  completedAt: z.string().nullable(),
  changedAt: z.string().nullable(),
})
export type SurveyResponse = z.output<typeof SurveyResponse>

const responseFilter = {
  survey: id('srv').optional(),
  wave: id('wave').optional(),
  contact: id('ct').optional(),
  account: id('acct').optional(),
  group: z.enum(npsGroups).optional(),
  score: z.coerce.number().int().min(0).max(10).optional(),
  question: key
    .optional()
    .meta({ description: 'The key of a question of the survey, with number or choice.' }),
  number: z.coerce.number().int().min(0).max(10).optional(),
  choice: key.optional(),
  negative: z.stringbool().optional(),
  provisional: z.stringbool().optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
}

export const listResponses = endpoint({
  method: 'GET',
  path: '/responses',
  summary: 'Answers, newest first; provisional ones only when asked for',
  access: 'surveys:read',
  query: z.strictObject({ ...responseFilter, ...pageQuery }),
  response: page(SurveyResponse),
})

export const getResponse = endpoint({
  method: 'GET',
  path: '/responses/:responseId',
  summary: 'One answer',
  access: 'surveys:read',
  params: z.strictObject({ responseId: id('rsp') }),
  response: SurveyResponse,
})

export const enterResponse = endpoint({
  method: 'POST',
  path: '/responses',
  summary: 'Record an answer that somebody gave by phone or in person',
  access: 'surveys:write',
  body: z.strictObject({
    surveyId: id('srv').optional().meta({ description: 'Without it the NPS survey.' }),
    contactId: id('ct'),
    score: z.number().int().min(0).max(10).optional().meta({
      description: 'The answer to the leading question; may stand in answers instead.',
    }),
    reason: z.string().max(40).nullish(),
    words: words(5000).nullish(),
    answers: z
      .record(key, z.union([z.number().int(), words(5000), z.array(key).max(12)]))
      .optional()
      .meta({ description: 'By question: a number, words or the key of a choice, or the keys of several.' }),
    mayContact: z.boolean().default(false),
    entry: z.enum(['phone', 'interview', 'in_person']).default('phone'),
    saidAt: z.iso.datetime({ offset: true }).optional(),
  }),
  response: SurveyResponse,
  status: 201,
})

export const confirmResponse = endpoint({
  method: 'POST',
  path: '/responses/:responseId/confirm',
  summary: 'Count a provisional answer: a person gave it',
  access: 'surveys:write',
  params: z.strictObject({ responseId: id('rsp') }),
  response: SurveyResponse,
})

export const exportResponses = endpoint({
  method: 'GET',
  path: '/responses/export',
  summary: 'Answers as CSV, one row for each answer to a question, with every field of the response',
  access: 'surveys:read',
  query: z.strictObject(responseFilter),
  tx: 'none',
})
