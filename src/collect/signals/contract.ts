import { z } from 'zod'
import { batchMax, featureMax, isStorable, keyMax, ruleKinds } from '#collect/signals/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const word = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'is empty')
    .max(max, `is longer than ${max} characters`)
    .refine(isStorable, 'holds a character that cannot be stored')

/** A company or a person as the sender knows them: by an id of our own, or by one of theirs. */
const Named = {
  externalId: word(keyMax).nullish(),
  source: word(60)
    .refine(
      (source) => !['id', 'name', 'email', 'visitor'].includes(source),
      'is a word of our own; name your system',
    )
    .nullish()
    .meta({ description: 'The system the external id belongs to, such as hubspot.' }),
  name: word(200).nullish(),
}

/** Something a customer did in the product, as it comes in. `{ feature, account: { externalId } }` is enough. */
export const SignalInput = z.strictObject({
  id: word(keyMax).nullish().meta({
    description: 'Yours, unique: the same id again is counted once. Not given: the event itself is compared.',
  }),
  feature: word(featureMax).meta({ description: 'What was used, such as “Reports”.' }),
  at: z.iso
    .datetime({ offset: true, message: 'is not a time with a zone such as 2026-11-19T08:25:00Z' })
    .nullish(),
  accountId: id('acct').nullish(),
  account: z.strictObject(Named).nullish(),
  contactId: id('ct').nullish(),
  contact: z
    .strictObject({ ...Named, email: z.email('is not an e-mail address').max(320).nullish() })
    .nullish(),
  count: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .nullish()
    .meta({ description: 'How often; 1 when not given.' }),
  seconds: z.number().min(0).max(86_400).nullish().meta({ description: 'Time spent with it.' }),
  isError: z.boolean().nullish().meta({ description: 'It failed.' }),
})
export type SignalInput = z.output<typeof SignalInput>

export const SignalResult = z.object({
  index: z.number(),
  outcome: z.enum(['counted', 'repeated', 'refused']),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})
export type SignalResult = z.output<typeof SignalResult>

export const Taken = z.object({
  counted: z.number(),
  repeated: z.number(),
  refused: z.number(),
  /** counted, but of nobody we know yet */
  unknown: z.number(),
  results: z.array(SignalResult),
})
export type Taken = z.output<typeof Taken>

const maxBytes = 16 * 1024 * 1024

export const sendSignals = endpoint({
  method: 'POST',
  path: '/signals',
  summary: `Count up to ${batchMax.toLocaleString('en')} events of use; each answer says what became of it`,
  access: 'signals:write',
  body: z.strictObject({
    signals: z
      .array(
        z.unknown().meta({
          description:
            'feature, at, account, contact, seconds, isError …; or an event as Segment, Mixpanel or Amplitude send it.',
        }),
      )
      .min(1, 'holds no event')
      .max(batchMax, `holds more than ${batchMax.toLocaleString('en')} events; send them in several calls`),
  }),
  response: Taken,
  maxBytes,
})

/** The addresses other products post to, so that their libraries need another host and key only. */
const foreign = (path: string, summary: string) =>
  endpoint({
    method: 'POST',
    path,
    summary,
    access: 'signals:write',
    response: Taken,
    stream: true,
    keyAsUser: true,
    maxBytes,
  })

export const track = foreign('/track', 'Count one event as Segment’s HTTP API takes it')
export const identify = foreign('/identify', 'Learn who a person is, as Segment’s HTTP API takes it')
export const group = foreign('/group', 'Learn which company a person is of, as Segment’s HTTP API takes it')
export const batch = foreign(
  '/batch',
  'Count events as Segment’s ({ batch }) or Amplitude’s ({ events }) batch API takes them',
)
export const importEvents = foreign(
  '/import',
  'Count events as Mixpanel’s import API takes them: a JSON array, or a line each',
)

export const RiskLevel = z.enum(['low', 'medium', 'high', 'unknown'])
export const Risk = z.object({
  score: z.number().nullable(),
  level: RiskLevel,
  reasons: z.array(z.string()),
})
export type Risk = z.output<typeof Risk>

/** A week against the four before it. */
export const ComparedUse = z.object({
  now: z.number(),
  base: z.number(),
  errorsNow: z.number(),
  errorsBase: z.number(),
  silentDays: z.number().nullable(),
})
export type ComparedUse = z.output<typeof ComparedUse>

export const FeatureUse = ComparedUse.extend({
  featureId: idOut('feat'),
  name: z.string(),
  people: z.number(),
  seconds: z.number(),
  risk: Risk,
  weeks: z.array(z.number()),
})

/** What one account does in the product. */
export const AccountSignals = z.object({
  /** the first day of `days`; the last one is today */
  from: z.string(),
  days: z.array(z.number()),
  use: ComparedUse,
  /** in the last 28 days */
  people: z.number(),
  seconds: z.number(),
  lastOn: z.string().nullable(),
  risk: Risk,
  features: z.array(FeatureUse),
})
export type AccountSignals = z.output<typeof AccountSignals>

export const getAccountSignals = endpoint({
  method: 'GET',
  path: '/accounts/:accountId/signals',
  summary: 'What an account does in the product: by day, by feature, and the risk that shows in it',
  access: 'signals:read',
  params: z.strictObject({ accountId: id('acct') }),
  response: AccountSignals,
})

const codes = z.array(word(featureMax)).max(50)

/** What a rule asks of every account. */
export const RuleInput = z.strictObject({
  name: word(120),
  kind: z.enum(ruleKinds).meta({
    description: 'drop: use fell. errors: the error rate rose. silence: nothing was used.',
  }),
  isOn: z.boolean(),
  threshold: z.number().int().min(1).max(180).meta({
    description: 'drop: per cent below the four-week base. errors: times the base rate. silence: days.',
  }),
  least: z.number().int().min(1).max(100_000).meta({
    description:
      'So many events a week (drop), errors (errors) or events before (silence) are needed to say anything.',
  }),
  features: codes.meta({ description: 'Only these features; all when empty.' }),
  segments: codes.meta({ description: 'Only accounts of these segments; all when empty.' }),
})
export const Rule = RuleInput.extend({ id: z.string().regex(/^[a-z0-9-]{1,40}$/) })
export type Rule = z.output<typeof Rule>

/** The series a rule was seen in: stored with the item, drawn wherever the item is. */
export const Evidence = z.object({
  rule: z.string(),
  kind: z.enum(ruleKinds),
  words: z.string(),
  /** the first day of the series */
  from: z.string(),
  events: z.array(z.number()),
  errors: z.array(z.number()),
  /** events a week before, or the share that failed before */
  base: z.number(),
  now: z.number(),
})
export type Evidence = z.output<typeof Evidence>

const params = z.strictObject({ ruleId: Rule.shape.id })

export const listRules = endpoint({
  method: 'GET',
  path: '/signals/rules',
  summary: 'The rules that make a feedback item of what customers do',
  access: 'signals:read',
  response: z.object({ data: z.array(Rule.extend({ open: z.number() })) }),
})

export const putRule = endpoint({
  method: 'PUT',
  path: '/signals/rules/:ruleId',
  summary: 'Change a rule, or add one under a new id',
  access: 'signals:manage',
  params,
  body: RuleInput,
  response: Rule,
})

export const removeRule = endpoint({
  method: 'DELETE',
  path: '/signals/rules/:ruleId',
  summary: 'Remove a rule; its items stay',
  access: 'signals:manage',
  params,
})

const account = { accountId: idOut('acct'), accountName: z.string() }

export const Preview = z.object({
  /** so many days were replayed, up to yesterday */
  days: z.number(),
  accounts: z.number(),
  fired: z.number(),
  firings: z.array(
    z.object({ ...account, firedOn: z.string(), recoveredOn: z.string().nullable(), evidence: Evidence }),
  ),
})
export type Preview = z.output<typeof Preview>

export const previewRule = endpoint({
  method: 'POST',
  path: '/signals/rules/preview',
  summary: 'When and for whom a rule would have fired in the last eight weeks; nothing is changed',
  access: 'signals:read',
  body: RuleInput,
  response: Preview,
})

export const Alert = z.object({
  id: idOut('sig'),
  ruleId: z.string(),
  ...account,
  feedbackId: idOut('fb'),
  firedOn: z.string(),
  recoveredOn: z.string().nullable(),
  evidence: Evidence,
})
export type Alert = z.output<typeof Alert>

export const listAlerts = endpoint({
  method: 'GET',
  path: '/signals/alerts',
  summary: 'What rules found, newest first: the account, the item it became, and the series',
  access: 'signals:read',
  query: z.strictObject({
    ...pageQuery,
    feedback: id('fb').optional(),
    account: id('acct').optional(),
    rule: Rule.shape.id.optional(),
    state: z.enum(['open', 'recovered']).optional(),
  }),
  response: page(Alert),
})

export const FeatureFigures = z.object({
  featureId: idOut('feat'),
  name: z.string(),
  /** of those that used anything in 28 days */
  accounts: z.number(),
  people: z.number(),
  /** used it in the 28 days before, and not since */
  stopped: z.number(),
  usedBefore: z.number(),
  seconds: z.number(),
  use: ComparedUse,
  weeks: z.array(z.number()),
})

export const getFigures = endpoint({
  method: 'GET',
  path: '/signals/features',
  summary: 'Adoption, time, drop-off and errors of each feature over known accounts',
  access: 'signals:read',
  response: z.object({
    accounts: z.number(),
    people: z.number(),
    unknown: z.number(),
    data: z.array(FeatureFigures),
  }),
})

export const AccountUse = z.object({
  ...account,
  mrrCents: z.number().nullable(),
  currency: z.string(),
  use: ComparedUse,
  people: z.number(),
  risk: Risk,
  weeks: z.array(z.number()),
})

export const listAccountUse = endpoint({
  method: 'GET',
  path: '/signals/accounts',
  summary: 'Accounts by the risk that shows in their use, of one feature or all',
  access: 'signals:read',
  query: z.strictObject({
    ...pageQuery,
    feature: id('feat').optional(),
    show: z.enum(['all', 'used', 'stopped', 'errors']).default('all'),
  }),
  response: page(AccountUse),
})

export const listUnknown = endpoint({
  method: 'GET',
  path: '/signals/unknown',
  summary: 'Companies and people that were named in events and are no customers yet, last seen first',
  access: 'signals:read',
  query: z.strictObject({ ...pageQuery }),
  response: page(
    z.object({
      id: idOut('sub'),
      kind: z.enum(['account', 'person']),
      source: z.string(),
      key: z.string(),
      name: z.string().nullable(),
      events: z.number(),
      lastAt: z.string().nullable(),
    }),
  ),
})
