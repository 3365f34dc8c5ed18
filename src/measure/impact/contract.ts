import { z } from 'zod'
import { measureKeys, verdicts } from '#measure/impact/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'
import { Effect } from '#prioritize/reviews/contract.ts'

const count = z.number()
const Side = z.object({
  /** accounts */
  n: count,
  before: count,
  after: count,
})

export const Measure = z.object({
  key: z.enum(measureKeys),
  name: z.string(),
  unit: z.string(),
  isGoodUp: z.boolean(),
  askers: Side,
  /** comparable accounts, as if they were made up like those who asked */
  others: Side,
  /** the change of those who asked less that of the others, with its 95 % interval; null: not enough data */
  difference: z.object({ points: count, low: count, high: count, chance: count }).nullable(),
  result: z.enum(['better', 'worse', 'same', 'not_enough']),
  text: z.string(),
})
export type Measure = z.output<typeof Measure>

const Check = z.object({
  /** days after it shipped */
  days: count,
  verdict: z.enum(verdicts),
  checkedAt: z.string(),
})

export const Impact = z.object({
  id: idOut('impact'),
  shippedAt: z.string(),
  /** it was taken back, or decided on anew, since */
  isBack: z.boolean(),
  /** days after it shipped that are compared so far */
  days: count,
  verdict: z.enum(verdicts),
  /** accounts that asked before it shipped, and comparable ones that did not */
  askers: count,
  others: count,
  measures: z.array(Measure),
  /** the day of the next look; null after the last */
  nextLookOn: z.string().nullable(),
  checks: z.array(Check),
  /** what a verdict of worse logged */
  action: z.object({ id: idOut('capa'), number: count }).nullable(),
})
export type Impact = z.output<typeof Impact>

export const getRequestImpact = endpoint({
  method: 'GET',
  path: '/requests/:requestId/impact',
  summary:
    'Whether a shipped request worked: those who asked before and after, against comparable accounts that did not',
  access: 'metrics:read',
  params: z.strictObject({ requestId: id('req') }),
  response: z.object({ impact: Impact.nullable() }),
})

export const getReleaseImpact = endpoint({
  method: 'GET',
  path: '/releases/:releaseId/impact',
  summary: 'Whether a release worked, for those who asked for any of its requests',
  access: 'metrics:read',
  params: z.strictObject({ releaseId: id('rel') }),
  response: z.object({ impact: Impact.nullable() }),
})

export const ImpactRow = z.object({
  id: idOut('impact'),
  requestId: idOut('req').nullable(),
  releaseId: idOut('rel').nullable(),
  name: z.string(),
  shippedAt: z.string(),
  isBack: z.boolean(),
  /** of the latest look; not_enough before the first */
  verdict: z.enum(verdicts),
  days: count.nullable(),
  nextLookOn: z.string().nullable(),
  measures: z.array(Measure),
  action: z.object({ id: idOut('capa'), number: count }).nullable(),
})
export type ImpactRow = z.output<typeof ImpactRow>

const which = { verdict: z.enum(verdicts).optional() }

export const listImpacts = endpoint({
  method: 'GET',
  path: '/impacts',
  summary: 'What shipped and whether it worked, the latest first, by the latest look',
  access: 'metrics:read',
  query: z.strictObject({ ...which, ...pageQuery }),
  response: page(ImpactRow),
})

export const ImpactAccount = z.object({
  id: idOut('acct'),
  name: z.string(),
  segment: z.string().nullable(),
  /** days before it shipped that it first asked; null: it never did */
  askedBefore: count.nullable(),
  before: count,
  after: count,
})
export type ImpactAccount = z.output<typeof ImpactAccount>

export const listImpactAccounts = endpoint({
  method: 'GET',
  path: '/impacts/:impactId/accounts',
  summary: 'The accounts behind the numbers of a measure, each before and after it shipped',
  access: 'metrics:read',
  params: z.strictObject({ impactId: id('impact') }),
  query: z.strictObject({
    measure: z.enum(measureKeys),
    side: z.enum(['askers', 'others']).optional(),
    ...pageQuery,
  }),
  response: page(ImpactAccount).extend({ name: z.string(), total: count }),
})

export const listEffects = endpoint({
  method: 'GET',
  path: '/effects',
  summary:
    'What past corrective actions did, those that did not help first, and whether what shipped last worked',
  access: 'cases:read',
  response: z.object({ data: z.array(Effect) }),
})

export const exportImpacts = endpoint({
  method: 'GET',
  path: '/impacts/export',
  summary: 'The same as CSV, a line for each measure',
  access: 'metrics:read',
  query: z.strictObject(which),
  tx: 'none',
})
