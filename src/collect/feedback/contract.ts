import { z } from 'zod'
import {
  batchMax,
  contextFault,
  contextMax,
  kinds,
  ratingKinds,
  verbatimMax,
} from '#collect/feedback/rules.ts'
import { endpoint } from '#platform/endpoint.ts'
import { instant, text } from '#platform/fields.ts'
import { id, idOut } from '#platform/ids.ts'

const line = (max: number) => text(max).transform((value) => value.trim() || null)

/** A channel code, such as `widget`, `email`, `review`: built in, or added by the workspace. */
export const ChannelCode = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9_]*$/, 'is a channel code: small letters, digits and _ (such as email or app_store)')

export const Kind = z.enum(kinds)
export const RatingKind = z.enum(ratingKinds)

/** Who said it: known by e-mail address, or by an id of the system that sends it. */
export const FeedbackContact = z.strictObject({
  email: z.email('is not an e-mail address').max(320).nullish(),
  name: line(200).nullish(),
  externalId: line(200).nullish(),
  source: line(60)
    .nullish()
    .meta({ description: 'The system the external ids belong to; api when not given.' }),
})

/** The company of the person. */
export const FeedbackAccount = z.strictObject({
  name: line(200).nullish(),
  externalId: line(200).nullish(),
  mrrCents: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullish(),
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/, 'is a three-letter currency code such as EUR')
    .transform((code) => code.toUpperCase())
    .nullish(),
  segment: line(80).nullish(),
})

const Context = z
  .unknown()
  .refine((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'is not an object')
  .superRefine((value, check) => {
    const fault = contextFault(value)
    if (fault) check.addIssue({ code: 'custom', message: fault })
    else if (JSON.stringify(value)?.length > contextMax) {
      check.addIssue({
        code: 'custom',
        message: `is larger than ${contextMax.toLocaleString('en')} characters of JSON; leave parts out`,
      })
    }
  })
  .transform((value) => value as Record<string, unknown>)
  .meta({
    description: 'Facts about where it was said: page, browser, app version … Any JSON object up to 32 KB.',
  })

/** What a customer said, as it comes in. `{ verbatim, channel }` is enough. */
export const FeedbackInput = z
  .strictObject({
    verbatim: text(verbatimMax)
      .refine((value) => value.trim() !== '', 'is empty; give the customer’s words')
      .meta({ description: 'The customer’s own words, at most 50,000 characters.' }),
    channel: ChannelCode.meta({ description: 'Where it came from: widget, email, survey, phone, review …' }),
    kind: Kind.nullish().meta({ description: 'What the sender says it is; routes it to a queue.' }),
    title: line(300).nullish(),
    externalId: line(200).nullish().meta({
      description:
        'The id of the source. The same channel and external id is stored once: a second call answers 200 with the first item.',
    }),
    language: z
      .string()
      .max(35)
      .regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$/, 'is a language tag such as en or pt-BR')
      .nullish(),
    rating: z.number().min(0).max(1000).nullish(),
    ratingMax: z
      .number()
      .min(1)
      .max(1000)
      .nullish()
      .meta({ description: 'The best possible rating; 5 when not given.' }),
    ratingKind: RatingKind.nullish().meta({
      description:
        'How the rating is meant: stars (not given), nps (0 to 10), agreement (1 is the strongest disagreement), or helpful (0 or 1).',
    }),
    occurredAt: instant.nullish().meta({ description: 'When it was said; now when not given.' }),
    isHistory: z.boolean().nullish().meta({
      description:
        'History starts no clock, case or mail. Not given: true when it was said more than 7 days ago (a setting).',
    }),
    sourceUrl: z
      .url({ protocol: /^https?$/, message: 'is not an http or https address' })
      .max(2000)
      .nullish(),
    context: Context.nullish(),
    product: line(60)
      .nullish()
      .meta({ description: 'Which product, such as A1 or R2; becomes the product area of that code.' }),
    contact: FeedbackContact.nullish(),
    account: FeedbackAccount.nullish(),
    contactId: id('ct').nullish(),
    accountId: id('acct').nullish(),
    attachments: z.array(id('file')).max(10).nullish().meta({ description: 'Files uploaded before, by id.' }),
  })
  .superRefine((item, check) => {
    const max = item.ratingMax ?? 5
    if (item.rating != null && item.rating > max) {
      check.addIssue({
        code: 'custom',
        path: ['rating'],
        message: `is above ratingMax (${max}); give ratingMax as well`,
      })
    }
  })
export type FeedbackInput = z.output<typeof FeedbackInput>

/** A feedback item as it was received: append-only. */
export const FeedbackItem = z.object({
  id: idOut('fb'),
  channel: z.string(),
  kind: Kind.nullable(),
  title: z.string().nullable(),
  verbatim: z.string(),
  language: z.string().nullable(),
  rating: z.number().nullable(),
  ratingMax: z.number().nullable(),
  ratingKind: RatingKind.nullable(),
  externalId: z.string().nullable(),
  occurredAt: z.string(),
  receivedAt: z.string(),
  isHistory: z.boolean(),
  sourceUrl: z.string().nullable(),
  context: z.record(z.string(), z.unknown()),
  product: z.string().nullable(),
  contactId: idOut('ct').nullable(),
  accountId: idOut('acct').nullable(),
})
export type FeedbackItem = z.output<typeof FeedbackItem>

export const submitFeedback = endpoint({
  method: 'POST',
  path: '/feedback',
  summary:
    'Record what a customer said; the same channel and external id again answers 200 with the first item',
  access: 'feedback:write',
  body: FeedbackInput,
  response: FeedbackItem,
  status: 201,
})

export const BatchResult = z.object({
  index: z.number(),
  outcome: z.enum(['created', 'existing', 'invalid']),
  id: idOut('fb').nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})
export type BatchResult = z.output<typeof BatchResult>

export const submitFeedbackBatch = endpoint({
  method: 'POST',
  path: '/feedback/batch',
  summary:
    'Record up to 1,000 items at once: the valid ones are stored together, each answer says what became of it',
  access: 'feedback:write',
  body: z.strictObject({
    items: z
      .array(z.unknown().meta({ description: 'As the body of POST /feedback.' }))
      .min(1, 'holds no item')
      .max(batchMax, `holds more than ${batchMax.toLocaleString('en')} items; send them in several calls`),
  }),
  response: z.object({
    created: z.number(),
    existing: z.number(),
    invalid: z.number(),
    results: z.array(BatchResult),
  }),
  maxBytes: 32 * 1024 * 1024,
})

export const Channel = z.object({ code: z.string(), label: z.string(), isBuiltIn: z.boolean() })
export type Channel = z.output<typeof Channel>

export const listChannels = endpoint({
  method: 'GET',
  path: '/channels',
  summary: 'The channels feedback may come from, with their labels',
  access: 'feedback:read',
  response: z.object({ data: z.array(Channel) }),
})

export const putChannel = endpoint({
  method: 'PUT',
  path: '/channels/:code',
  summary: 'Add a channel, or give one another label',
  access: 'settings:manage',
  params: z.strictObject({ code: ChannelCode }),
  body: z.strictObject({
    label: text(60)
      .refine((value) => value.trim() !== '', 'is empty; give a label')
      .transform((value) => value.trim()),
  }),
  response: Channel,
})

export const IntakeSettings = z.strictObject({
  /** card numbers are stored with their last four digits only */
  masksCards: z.boolean(),
})
export type IntakeSettings = z.output<typeof IntakeSettings>

export const getIntake = endpoint({
  method: 'GET',
  path: '/feedback-intake',
  summary: 'What is done to words before they are stored',
  access: 'feedback:read',
  response: IntakeSettings,
})

export const putIntake = endpoint({
  method: 'PUT',
  path: '/feedback-intake',
  summary: 'Decide whether card numbers are masked before anything is stored',
  access: 'settings:manage',
  body: IntakeSettings,
  response: IntakeSettings,
})
