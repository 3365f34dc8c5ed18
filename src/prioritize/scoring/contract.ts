import { z } from 'zod'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { text } from '#platform/fields.ts'
import { id, idOut } from '#platform/ids.ts'
import { RequestRow, RequestStatus, requestFilter } from '#prioritize/requests/contract.ts'
import { builtInKeys, kinds, mostTerms, quadrants } from '#prioritize/scoring/rules.ts'

const count = z.number()
const words = (max: number) => text(max).trim().min(1)

/** A built-in factor by its name, or one of the workspace by its id. */
const FactorKey = z
  .union([z.enum(builtInKeys), id('sfac')])
  .meta({ description: 'impact, confidence, strategic_fit, urgency, effort, accounts, mrr …, or an id' })
const ModelKey = z.union([z.literal('rice'), id('smod')]).meta({ description: 'rice, or the id of a model' })

export const ScoreFactor = z.object({
  key: z.string(),
  name: z.string(),
  kind: z.enum(kinds),
  measure: z.string().nullable(),
  segment: z.string().nullable(),
  fullAt: z.number().nullable(),
  /** people say its value; the others are read from demand or from the estimate */
  isSaid: z.boolean(),
  isBuiltIn: z.boolean(),
})
export type ScoreFactor = z.output<typeof ScoreFactor>

export const ScoreTerm = z.object({
  factor: z.string(),
  weight: z.number(),
  lowerIsBetter: z.boolean(),
})
export type ScoreTerm = z.output<typeof ScoreTerm>

const terms = z
  .array(
    z.strictObject({
      factor: FactorKey,
      weight: z.number().min(0).max(1000),
      lowerIsBetter: z.boolean().default(false),
    }),
  )
  .min(1)
  .max(mostTerms)

export const ScoreModel = z.object({
  /** `rice`, or an id */
  id: z.string(),
  name: z.string(),
  kind: z.enum(['rice', 'weighted']),
  /** the newest version; of RICE always 1 */
  version: count,
  terms: z.array(ScoreTerm),
  isCurrent: z.boolean(),
  versions: z.array(
    z.object({
      number: count,
      note: z.string().nullable(),
      by: z.string().nullable(),
      at: z.string(),
      terms: z.array(ScoreTerm),
    }),
  ),
})
export type ScoreModel = z.output<typeof ScoreModel>

export const listFactors = endpoint({
  method: 'GET',
  path: '/scoring/factors',
  summary: 'The factors that requests can be scored by: those built in, then the workspace’s own',
  access: 'requests:read',
  response: z.object({ data: z.array(ScoreFactor) }),
})

export const createFactor = endpoint({
  method: 'POST',
  path: '/scoring/factors',
  summary: 'Add a factor of your own: said by people, or read from the demand of one segment',
  access: 'requests:manage',
  body: z.strictObject({
    name: words(60),
    kind: z.enum(['scale', 'fibonacci', 'percentage', 'checkbox', 'money', 'demand']),
    measure: z.enum(['accounts', 'mrr']).optional().meta({ description: 'With demand: what is counted.' }),
    segment: words(80).optional().meta({ description: 'With demand: in which segment.' }),
    fullAt: z.number().positive().max(1e12).optional().meta({
      description:
        'Of money and demand: from here on it counts in full; the largest there is when not given.',
    }),
  }),
  response: ScoreFactor,
  status: 201,
})

export const changeFactor = endpoint({
  method: 'PATCH',
  path: '/scoring/factors/:factorId',
  summary: 'Rename a factor of your own, or retire it: versions that weigh it keep it',
  access: 'requests:manage',
  params: z.strictObject({ factorId: id('sfac') }),
  body: z.strictObject({ name: words(60).optional(), isRetired: z.literal(true).optional() }),
  response: ScoreFactor,
})

/** How much a segment matters, by its key; one that is not there counts 5. */
const SegmentImportance = z.record(z.string().max(80), z.number().min(0).max(10))

export const listModels = endpoint({
  method: 'GET',
  path: '/scoring/models',
  summary: 'RICE and the weighted models of the workspace, each with its versions, the newest first',
  access: 'requests:read',
  response: z.object({
    data: z.array(ScoreModel),
    highEffort: z.number(),
    effortUnit: z.string(),
    segments: SegmentImportance,
  }),
})

export const createModel = endpoint({
  method: 'POST',
  path: '/scoring/models',
  summary: 'Make a weighted model, such as one for each strategy',
  access: 'requests:manage',
  body: z.strictObject({ name: words(60), terms, note: words(500).optional() }),
  response: ScoreModel,
  status: 201,
})

export const addModelVersion = endpoint({
  method: 'POST',
  path: '/scoring/models/:modelId/versions',
  summary: 'Weigh anew: a new version of a model; the versions before it stay as they were',
  access: 'requests:manage',
  params: z.strictObject({ modelId: id('smod') }),
  body: z.strictObject({
    terms,
    note: words(500).optional(),
    lastVersion: z
      .number()
      .int()
      .optional()
      .meta({ description: 'The version you saw; refused when somebody made another since.' }),
  }),
  response: ScoreModel,
  status: 201,
})

export const changeModel = endpoint({
  method: 'PATCH',
  path: '/scoring/models/:modelId',
  summary: 'Rename a model, or retire it; the current one cannot be retired',
  access: 'requests:manage',
  params: z.strictObject({ modelId: id('smod') }),
  body: z.strictObject({ name: words(60).optional(), isRetired: z.literal(true).optional() }),
  response: ScoreModel,
})

export const putScoring = endpoint({
  method: 'PUT',
  path: '/scoring',
  summary:
    'Choose the model that requests are scored by, from which effort on effort is high, and how much segments matter',
  access: 'requests:manage',
  body: z.strictObject({
    modelId: ModelKey.optional(),
    highEffort: z.number().min(0.1).max(10_000).optional(),
    segments: SegmentImportance.optional().meta({
      description:
        'How much segments matter, 0 to 10 by key; those not given stay, and count 5 until they are.',
    }),
  }),
  response: z.object({ modelId: z.string(), highEffort: z.number(), segments: SegmentImportance }),
})

/** One term of a score, with its value in words. */
export const ExplainedTerm = z.object({
  factor: z.string(),
  name: z.string(),
  weight: z.number(),
  lowerIsBetter: z.boolean(),
  value: z.number().nullable(),
  text: z.string(),
  /** of a weighted model: points out of the most it can give; a score is the sum of its points */
  points: z.number().nullable(),
  most: z.number().nullable(),
  /** of RICE: the number that is multiplied, or divided by */
  counts: z.number().nullable(),
})

/** A score, its rank, and where both lie at 80 %. */
const Quadrant = z.enum(Object.keys(quadrants) as [keyof typeof quadrants])

export const Score = z.object({
  model: z.object({ id: z.string(), name: z.string(), kind: z.enum(['rice', 'weighted']), version: count }),
  /** null: what the model cannot do without is missing (`missing`), or the request is not among those ranked */
  score: z.number().nullable(),
  scoreLow: z.number().nullable(),
  scoreHigh: z.number().nullable(),
  rank: count.nullable(),
  rankLow: count.nullable(),
  rankHigh: count.nullable(),
  /** how many have a rank */
  of: count,
  terms: z.array(ExplainedTerm),
  /** names of factors that nobody has said or estimated */
  missing: z.array(z.string()),
})
export type Score = z.output<typeof Score>

export const getScore = endpoint({
  method: 'GET',
  path: '/requests/:requestId/score',
  summary: 'The score of a request, term by term, its rank with its interval, and what people said of it',
  access: 'requests:read',
  params: z.strictObject({ requestId: id('req') }),
  response: Score.extend({
    /** every factor that people say, those of the model first */
    said: z.array(ScoreFactor.extend({ value: z.number().nullable(), isInModel: z.boolean() })),
    /** where it stands in the matrix; null: impact or effort is missing, or it is not among those ranked */
    quadrant: Quadrant.nullable(),
  }),
})

const effort = z
  .strictObject({
    low: z.number().min(0).max(100_000),
    high: z.number().min(0).max(100_000),
    confidence: z.number().int().min(1).max(100).nullish(),
  })
  .refine((one) => one.low <= one.high, { path: ['high'], message: 'is below low' })

export const Rating = z.object({
  values: z.array(z.object({ factor: z.string(), value: z.number().nullable() })),
  effort: z
    .object({ low: z.number(), high: z.number(), confidence: z.number().nullable() })
    .nullable()
    .optional(),
})
export type Rating = z.output<typeof Rating>

export const rateRequest = endpoint({
  method: 'PUT',
  path: '/requests/:requestId/rating',
  summary:
    'Say values of factors and the effort of a request; null takes one out. Answers what stood there before',
  access: 'requests:write',
  params: z.strictObject({ requestId: id('req') }),
  body: z.strictObject({
    values: z
      .array(z.strictObject({ factor: FactorKey, value: z.number().min(0).max(1e12).nullable() }))
      .max(30)
      .default([]),
    effort: effort.nullish(),
  }),
  response: z.object({ before: Rating }),
})

export const ScoredRequest = Score.omit({ model: true, of: true }).extend({ request: RequestRow })
export type ScoredRequest = z.output<typeof ScoredRequest>

export const rankRequests = endpoint({
  method: 'GET',
  path: '/scoring/ranking',
  summary: 'Requests by score, ranked among all that are open or coming; those without a score come last',
  access: 'requests:read',
  query: z.strictObject({
    ...requestFilter,
    model: ModelKey.optional().meta({ description: 'The current one when not given.' }),
    version: z.coerce.number().int().min(1).optional(),
    ...pageQuery,
  }),
  response: page(ScoredRequest).extend({ model: Score.shape.model, of: count }),
})

const Place = z.object({
  id: idOut('req'),
  title: z.string(),
  status: RequestStatus,
  accounts: count,
  impact: z.number().nullable(),
  effort: z
    .object({
      low: z.number(),
      high: z.number(),
      /** where it stands in the matrix */
      middle: z.number(),
      confidence: z.number().nullable(),
    })
    .nullable(),
  quadrant: Quadrant.nullable(),
  rank: count.nullable(),
  rankLow: count.nullable(),
  rankHigh: count.nullable(),
  score: z.number().nullable(),
  caution: z.string().nullable(),
})
export type Place = z.output<typeof Place>

export const getMatrix = endpoint({
  method: 'GET',
  path: '/scoring/matrix',
  summary: 'Requests by impact and effort, in the order of their rank, and those that miss one of the two',
  access: 'requests:read',
  query: z.strictObject({ ...requestFilter, limit: z.coerce.number().int().min(1).max(300).default(100) }),
  response: z.object({
    model: Score.shape.model,
    highImpact: z.number(),
    highEffort: z.number(),
    effortUnit: z.string(),
    of: count,
    placed: z.array(Place),
    unplaced: z.array(Place),
    /** how many more fit the filter */
    more: count,
  }),
})

const ModelRef = z.strictObject({ modelId: ModelKey, version: z.number().int().min(1).optional() })

export const compareModels = endpoint({
  method: 'POST',
  path: '/scoring/compare',
  summary: 'Which ranks change from one model, version or set of weights to another: nothing is kept',
  access: 'requests:read',
  body: z.strictObject({
    from: ModelRef.optional().meta({ description: 'The current model when not given.' }),
    to: z.union([ModelRef, z.strictObject({ terms })]),
    top: z
      .number()
      .int()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Ten when not given, and at most half of those ranked.' }),
    limit: z.number().int().min(1).max(500).default(50),
  }),
  response: z.object({
    of: count,
    /** how many have another rank */
    moved: count,
    /** how many of the first `top` remain there */
    kept: count,
    top: count,
    data: z.array(
      z.object({
        id: idOut('req'),
        title: z.string(),
        status: RequestStatus,
        rank: count.nullable(),
        was: count.nullable(),
        score: z.number().nullable(),
        scoreWas: z.number().nullable(),
      }),
    ),
  }),
})

export const getSensitivity = endpoint({
  method: 'GET',
  path: '/scoring/sensitivity',
  summary:
    'Which ranks survive other weights: shares of chance weightings in which a request stays in the top',
  access: 'requests:read',
  query: z.strictObject({
    model: ModelKey.optional(),
    version: z.coerce.number().int().min(1).optional(),
    top: z.coerce
      .number()
      .int()
      .min(1)
      .max(50)
      .optional()
      .meta({ description: 'Ten when not given, and at most half of those ranked.' }),
    spread: z.coerce
      .number()
      .min(0.05)
      .max(4)
      .default(1)
      .meta({ description: '1: each weight may be half or double' }),
  }),
  response: z.object({
    top: count,
    spread: z.number(),
    weightings: count,
    topKept: z.number(),
    data: z.array(
      z.object({
        id: idOut('req'),
        title: z.string(),
        rank: count,
        rankLow: count,
        rankHigh: count,
        inTop: z.number(),
        sameRank: z.number(),
      }),
    ),
    doubled: z.array(z.object({ factor: z.string(), name: z.string(), leave: count })),
  }),
})
