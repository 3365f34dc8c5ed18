import { z } from 'zod'
import { npsGroups } from '#collect/surveys/rules.ts'
import { exposureKinds, outcomes, type WindowKey, windows } from '#measure/correlations/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const count = z.number()

/** A share with its 95 % interval, from 0 to 1; null where nothing was counted. */
const Share = z.object({ n: count, of: count, share: count, low: count, high: count }).nullable()

const window = z
  .enum(windows.map(String) as [WindowKey])
  .transform(Number)
  .pipe(z.literal([...windows]))
  .default(180)
  .meta({ description: 'So many days for what was said, and as many after them for what came of it.' })
const segment = z.string().max(80).optional().meta({ description: 'The segment the account had then.' })
const which = { outcome: z.enum(outcomes).default('churn'), days: window, segment }

/** What an account did, before it was seen what came of it. */
const exposure = z
  .string()
  .regex(/^(theme:th_[a-z0-9]+|signal:.{1,100}|silence)$/, 'is theme:<id>, signal:<rule> or silence')

export const Correlation = z.object({
  exposure: z.string(),
  kind: z.enum(exposureKinds),
  label: z.string(),
  /** accounts that did it, and those of them with the outcome */
  accounts: count,
  hits: count,
  /** of those with the outcome, and of those without, who did it */
  amongHit: Share,
  amongOther: Share,
  /** how many times as frequent the outcome is with it as without; null: not enough data to compare */
  ratio: z
    .object({
      /** null: without it the outcome never came */
      ratio: count.nullable(),
      low: count,
      high: count.nullable(),
      /** how likely so large a difference is by chance, 0…1 */
      chance: count,
      /** at most 5 % of those that hold are expected to be chance (Benjamini and Hochberg) */
      holds: z.boolean(),
    })
    .nullable(),
  /** the finding in plain words */
  text: z.string(),
})
export type Correlation = z.output<typeof Correlation>

export const Correlations = z.object({
  outcome: z.enum(outcomes),
  days: count,
  segment: z.string().nullable(),
  /** said from `from` on and before `at`; what came of it from `at` to `to`, both included */
  from: z.string(),
  at: z.string(),
  to: z.string(),
  /** accounts asked about, as they stood on the day `at`, and those with the outcome */
  accounts: count,
  hits: count,
  /** everything compared, which the correction looks at together */
  compared: count,
  data: z.array(Correlation),
})
export type Correlations = z.output<typeof Correlations>

export const listCorrelations = endpoint({
  method: 'GET',
  path: '/correlations',
  summary:
    'What goes with churn, renewals not made, detractors or less use: themes, signals and silence of the time before, each with its risk ratio and interval',
  access: 'metrics:read',
  query: z.strictObject({ ...which, limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: Correlations,
})

export const exportCorrelations = endpoint({
  method: 'GET',
  path: '/correlations/export',
  summary: 'The same as CSV, all of them',
  access: 'metrics:read',
  query: z.strictObject(which),
  tx: 'none',
})

export const CorrelationAccount = z.object({
  id: idOut('acct'),
  name: z.string(),
  /** as it was on the day `at` */
  segment: z.string().nullable(),
  /** the day of the outcome; null: it did not happen */
  hitOn: z.string().nullable(),
  /** mentions of the theme, or findings of the rule, in the time before */
  times: count,
})
export type CorrelationAccount = z.output<typeof CorrelationAccount>

export const listCorrelationAccounts = endpoint({
  method: 'GET',
  path: '/correlations/accounts',
  summary: 'The accounts behind a number of a correlation',
  access: 'metrics:read',
  query: z.strictObject({
    ...which,
    exposure: exposure.optional(),
    /** whether they did it; with `exposure` only */
    exposed: z.stringbool().optional(),
    /** whether the outcome came */
    hit: z.stringbool().optional(),
    ...pageQuery,
  }),
  response: page(CorrelationAccount).extend({
    label: z.string().nullable(),
    from: z.string(),
    at: z.string(),
    to: z.string(),
  }),
})

const Groups = z.object({ promoters: count, passives: count, detractors: count })

export const Driver = z.object({
  themeId: idOut('th'),
  label: z.string(),
  /** answers that speak of it, and those that speak of other things */
  with: Groups,
  without: Groups,
  nps: count.nullable(),
  /** NPS with it less NPS without; null: not enough answers */
  difference: z
    .object({ points: count, low: count, high: count, chance: count, holds: z.boolean() })
    .nullable(),
  /** what it takes from the NPS of all these answers: their share times the difference; negative where it adds */
  cost: z.object({ points: count, low: count, high: count }).nullable(),
  text: z.string(),
})
export type Driver = z.output<typeof Driver>

export const Drivers = z.object({
  days: count,
  segment: z.string().nullable(),
  from: z.string(),
  to: z.string(),
  /** answers with words that were read: the newest 20,000 at most */
  answers: count,
  isWhole: z.boolean(),
  nps: count.nullable(),
  compared: count,
  data: z.array(Driver),
})
export type Drivers = z.output<typeof Drivers>

const ofDrivers = { days: window, segment: z.string().max(80).optional() }

export const listDrivers = endpoint({
  method: 'GET',
  path: '/drivers',
  summary:
    'What a theme costs in NPS points: answers that speak of it against those that do not, with interval',
  access: 'metrics:read',
  query: z.strictObject({ ...ofDrivers, limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: Drivers,
})

export const exportDrivers = endpoint({
  method: 'GET',
  path: '/drivers/export',
  summary: 'The same as CSV, all of them',
  access: 'metrics:read',
  query: z.strictObject(ofDrivers),
  tx: 'none',
})

export const DriverAnswer = z.object({
  id: idOut('rsp'),
  feedbackId: idOut('fb'),
  score: count,
  text: z.string(),
  contactName: z.string().nullable(),
  accountName: z.string().nullable(),
  submittedAt: z.string(),
})
export type DriverAnswer = z.output<typeof DriverAnswer>

export const listDriverAnswers = endpoint({
  method: 'GET',
  path: '/drivers/answers',
  summary: 'The NPS answers that speak of a theme, or all that have words, the newest first',
  access: 'metrics:read',
  query: z.strictObject({
    ...ofDrivers,
    theme: id('th').optional(),
    group: z.enum(npsGroups).optional(),
    ...pageQuery,
  }),
  response: page(DriverAnswer),
})
