import { z } from 'zod'
import { key } from '#collect/surveys/contract.ts'
import { Sentiment, sentiments } from '#organize/classify/contract.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const count = z.number()
const oneQuestion = z.strictObject({ surveyId: id('srv'), question: key })
const wave = id('wave').optional().meta({ description: 'Only what was answered to this wave.' })
const Spread = z.object({ negative: count, neutral: count, positive: count, mixed: count })

/** What somebody wrote in answer to one question. */
export const OpenAnswer = z.object({
  responseId: idOut('rsp'),
  /** the item made of the response; null while there is none */
  feedbackId: idOut('fb').nullable(),
  text: z.string(),
  sentiment: Sentiment,
  contactId: idOut('ct').nullable(),
  contactName: z.string().nullable(),
  accountName: z.string().nullable(),
  answeredAt: z.string(),
})
export type OpenAnswer = z.output<typeof OpenAnswer>

export const OpenAnswers = z.object({
  /** how many were read, the newest first; `isWhole`: there are no others */
  answers: count,
  isWhole: z.boolean(),
  /** when the oldest of them was given; null without any */
  since: z.string().nullable(),
  sentiment: Spread,
  /** most mentions first, hidden ones left out */
  themes: z.array(
    z.object({
      themeId: idOut('th'),
      name: z.string(),
      mentions: count,
      sentiment: Spread,
      quotes: z.array(OpenAnswer),
    }),
  ),
  /** of the answers, those that no theme has */
  without: count,
})
export type OpenAnswers = z.output<typeof OpenAnswers>

export const getOpenAnswers = endpoint({
  method: 'GET',
  path: '/surveys/:surveyId/open-answers/:question',
  summary:
    'What the newest 1,000 answers in words to a question say: their sentiment, and their themes with quotes',
  access: 'themes:read',
  params: oneQuestion,
  query: z.strictObject({ wave }),
  response: OpenAnswers,
})

export const listOpenAnswers = endpoint({
  method: 'GET',
  path: '/surveys/:surveyId/open-answers/:question/answers',
  summary: 'The answers behind those counts, the newest first: of a sentiment, of a theme',
  access: 'themes:read',
  params: oneQuestion,
  query: z.strictObject({
    wave,
    sentiment: z.enum(sentiments).optional(),
    theme: z
      .union([z.literal('none'), id('th')])
      .optional()
      .meta({ description: 'A theme with what was merged into it; none: answers that no theme has.' }),
    ...pageQuery,
  }),
  response: page(OpenAnswer),
})
