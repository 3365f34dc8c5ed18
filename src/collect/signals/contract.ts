import { z } from 'zod'
import { batchMax, featureMax, isStorable, keyMax } from '#collect/signals/rules.ts'
import { endpoint } from '#platform/endpoint.ts'
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
