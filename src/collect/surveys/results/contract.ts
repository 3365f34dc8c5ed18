import { z } from 'zod'
import { key as questionKey } from '#collect/surveys/contract.ts'
import { questionKinds } from '#collect/surveys/kinds.ts'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const one = z.strictObject({ surveyId: id('srv') })

/** A figure with its 95 % interval; null below 5 answers, or where the kind has none. */
const Estimate = z.object({ value: z.number(), low: z.number(), high: z.number(), n: z.number() }).nullable()

export const QuestionResult = z.object({
  key: z.string(),
  kind: z.enum(questionKinds),
  wording: z.string(),
  /** its answer is the survey's score */
  isLeading: z.boolean(),
  answered: z.number(),
  nps: Estimate,
  share: Estimate,
  mean: Estimate,
  bars: z.array(
    z.object({
      number: z.number().nullable(),
      choice: z.string().nullable(),
      label: z.string(),
      count: z.number(),
      isNegative: z.boolean(),
    }),
  ),
})
export type QuestionResult = z.output<typeof QuestionResult>

/** How many of some answers are negative, count for the score, and neither. */
const Spread = z.object({ negative: z.number(), neutral: z.number(), good: z.number() })

/** The score of some answers (NPS, else the share of good ones in per cent), and how they are spread. */
const Scored = z.object({ n: z.number(), score: Estimate, spread: Spread })
export type Scored = z.output<typeof Scored>

export const groupings = ['segment', 'plan', 'owner', 'language'] as const

export const ResultGrouping = z.object({
  by: z.enum(groupings),
  /** the largest first, at most 50; key '': not known */
  groups: z.array(Scored.extend({ key: z.string(), label: z.string() })),
  /** groups of fewer than 5 answers, which are not shown one by one */
  hidden: z.object({ groups: z.number(), answers: z.number() }),
})
export type ResultGrouping = z.output<typeof ResultGrouping>

export const SurveyResults = z.object({
  answers: z.number(),
  negative: z.number(),
  /** everything that was answered until then is counted */
  asOf: z.string(),
  questions: z.array(QuestionResult),
  /** answered of delivered where it was sent; both null where nothing is sent, as on the phone */
  channels: z.array(
    z.object({
      channel: z.string(),
      answers: z.number(),
      delivered: z.number().nullable(),
      answered: z.number().nullable(),
      rate: Estimate,
    }),
  ),
  /** the question that trend and groups are about; null: the survey has none with a scale */
  scoredQuestion: z.string().nullable(),
  /** the last 24, oldest first */
  waves: z.array(
    Scored.extend({ waveId: idOut('wave'), name: z.string(), startedAt: z.string(), isShown: z.boolean() }),
  ),
  /** the last 24 in which somebody answered, oldest first; `month` is its first day */
  months: z.array(Scored.extend({ month: z.string() })),
  groupings: z.array(ResultGrouping),
})
export type SurveyResults = z.output<typeof SurveyResults>

export const getSurveyResults = endpoint({
  method: 'GET',
  path: '/surveys/:surveyId/results',
  summary:
    'What was answered, question by question: score with its interval, response rate, trend over waves and months, by segment, plan, owner and language',
  access: 'surveys:read',
  params: one,
  query: z.strictObject({
    wave: id('wave').optional().meta({ description: 'Only what came of this wave; the trend stays whole.' }),
    question: questionKey
      .optional()
      .meta({ description: 'The question of trend and groups; without it the leading one.' }),
  }),
  response: SurveyResults,
})
