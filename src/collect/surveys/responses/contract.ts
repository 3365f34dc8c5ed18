import { z } from 'zod'
import { channels } from '#collect/surveys/channels.ts'
import { key, words } from '#collect/surveys/contract.ts'
import { questionKinds } from '#collect/surveys/kinds.ts'
import { npsGroups } from '#collect/surveys/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { instant } from '#platform/fields.ts'
import { id, idOut } from '#platform/ids.ts'

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

export const Follows = z.object({ kind: z.enum(['case', 'feedback', 'request']), id: z.string() })
export type Follows = z.output<typeof Follows>

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
  /** how the survey reached them, or how somebody of ours took the answer down */
  channel: z.enum(channels),
  linkId: idOut('slnk').nullable(),
  /** The case, feedback item or request that its survey asked about again. */
  follows: Follows.nullable(),
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

const group = z.string().max(80)

const responseFilter = {
  survey: id('srv').optional(),
  wave: id('wave').optional(),
  contact: id('ct').optional(),
  channel: z.enum(channels).optional(),
  link: id('slnk').optional(),
  account: id('acct').optional(),
  group: z.enum(npsGroups).optional(),
  score: z.coerce.number().int().min(0).max(10).optional(),
  question: key.optional().meta({
    description: 'The key of a question of the survey, with number, numberFrom and numberTo, or choice.',
  }),
  number: z.coerce.number().int().min(0).max(10).optional(),
  numberFrom: z.coerce.number().int().min(0).max(10).optional(),
  numberTo: z.coerce.number().int().min(0).max(10).optional(),
  choice: key.optional(),
  segment: group.optional().meta({
    description: 'The key of the segment that the account has today; empty: none. So plan, owner, language.',
  }),
  plan: group.optional(),
  owner: z.union([z.literal(''), id('mem')]).optional(),
  language: group.optional(),
  negative: z.stringbool().optional(),
  provisional: z.stringbool().optional(),
  since: instant.optional(),
  until: instant.optional(),
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
    channel: z.enum(['phone', 'interview', 'in_person']).default('phone'),
    saidAt: instant.optional(),
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
