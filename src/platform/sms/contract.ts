import { z } from 'zod'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'
import { sendStates } from '#platform/outbox/rules.ts'
import { smsTopics } from '#platform/sms/rules.ts'

/** `waiting` holds what cannot go by itself: no provider, or too old; `undelivered` what the network could not bring. */
export const SmsView = z.enum([...sendStates, 'waiting', 'undelivered'])
export type SmsView = z.output<typeof SmsView>

export const SmsRow = z.object({
  id: idOut('sms'),
  topic: z.enum(smsTopics),
  state: z.enum(sendStates),
  reason: z.string().nullable(),
  hold: z.enum(['no_provider', 'old']).nullable(),
  /** The state and why, in words. */
  standing: z.object({ state: z.string(), why: z.string().nullable() }),
  to: z.string(),
  contactId: idOut('ct').nullable(),
  contactName: z.string().nullable(),
  /** With the personal links left out. */
  excerpt: z.string(),
  queuedAt: z.string(),
  dueAt: z.string(),
  settledAt: z.string().nullable(),
  deliveredAt: z.string().nullable(),
  undeliveredAt: z.string().nullable(),
  attempts: z.number(),
  encoding: z.enum(['gsm7', 'ucs2']),
  characters: z.number(),
  segments: z.number(),
})
export type SmsRow = z.output<typeof SmsRow>

export const SmsMessage = SmsRow.extend({
  text: z.string(),
  /** False: personal links are hidden from you. */
  showsLinks: z.boolean(),
  providerId: z.string().nullable(),
  providerCode: z.number().nullable(),
  providerReply: z.string().nullable(),
  canRetry: z.boolean(),
  canCancel: z.boolean(),
})
export type SmsMessage = z.output<typeof SmsMessage>

const one = z.strictObject({ smsId: id('sms') })

export const listSms = endpoint({
  method: 'GET',
  path: '/sms/messages',
  summary: 'Every text message with where it stands and why, newest first',
  access: 'mail:read',
  query: z.strictObject({ state: SmsView.optional(), contact: id('ct').optional(), ...pageQuery }),
  response: page(SmsRow),
})

export const countSms = endpoint({
  method: 'GET',
  path: '/sms/messages/counts',
  summary: 'How many text messages wait, failed or are uncertain; counting stops at 10,000 each',
  access: 'mail:read',
  response: z.object({
    all: z.number(),
    waiting: z.number(),
    queued: z.number(),
    deferred: z.number(),
    failed: z.number(),
    uncertain: z.number(),
    undelivered: z.number(),
    suppressed: z.number(),
    hasProvider: z.boolean(),
  }),
})

export const getSms = endpoint({
  method: 'GET',
  path: '/sms/messages/:smsId',
  summary: 'One text message; personal links are shown to those who may manage mail only',
  access: 'mail:read',
  params: one,
  response: SmsMessage,
})

export const retrySms = endpoint({
  method: 'POST',
  path: '/sms/messages/:smsId/retry',
  summary: 'Send a text message again that failed, waits or is uncertain; an uncertain one may arrive twice',
  access: 'mail:write',
  params: one,
  response: SmsMessage,
})

export const cancelSms = endpoint({
  method: 'POST',
  path: '/sms/messages/:smsId/cancel',
  summary: 'Take a text message back that has not left',
  access: 'mail:write',
  params: one,
  response: SmsMessage,
})

/** How this workspace reaches its provider. The token goes in and never comes out. */
const reached = {
  kind: z.enum(['twilio']).default('twilio'),
  address: z.string().trim().max(200).optional().meta({
    description: 'The base address of the provider; without it that of the service itself.',
  }),
  account: z.string().trim().min(1).max(100).meta({ description: 'The account SID.' }),
  token: z.string().trim().min(1).max(200).optional().meta({
    description: 'The auth token. Absent: the one kept so far.',
  }),
}

export const SmsProviderView = z.object({
  kind: z.enum(['twilio']),
  address: z.string(),
  account: z.string(),
  hasToken: z.boolean(),
  sender: z.string(),
  perMinute: z.number(),
})
export type SmsProviderView = z.output<typeof SmsProviderView>

export const SmsSettings = z.object({
  provider: SmsProviderView.nullable(),
  isDemo: z.boolean(),
  /** Where the provider sends replies to; what became of a message it is told with each one. */
  webhook: z.object({ address: z.string(), isReachable: z.boolean() }),
  /** Of the last 24 hours; what is left of a day, not of a choice of messages. */
  health: z.object({
    accepted: z.number(),
    delivered: z.number(),
    undelivered: z.number(),
    failed: z.number(),
    deferred: z.number(),
    uncertain: z.number(),
    waiting: z.number(),
    lastDeliveredAt: z.string().nullable(),
    /** Why the newest message that went wrong did. */
    lastTrouble: z.object({ at: z.string(), why: z.string() }).nullable(),
  }),
})
export type SmsSettings = z.output<typeof SmsSettings>

export const getSmsSettings = endpoint({
  method: 'GET',
  path: '/sms/provider',
  summary: 'The provider of text messages without its token, the addresses it calls, and how it goes',
  access: 'mail:manage',
  response: SmsSettings,
})

export const setSmsProvider = endpoint({
  method: 'PUT',
  path: '/sms/provider',
  summary: 'Set the provider of text messages; what waited for one goes out now',
  access: 'mail:manage',
  body: z.strictObject({
    ...reached,
    sender: z.string().trim().min(1).max(64).meta({
      description: 'A number such as +4915112345678, a short number, or a messaging service (MG…).',
    }),
    perMinute: z.number().int().min(1).max(6000).default(60),
  }),
  response: SmsSettings,
})

export const removeSmsProvider = endpoint({
  method: 'DELETE',
  path: '/sms/provider',
  summary: 'Forget the provider with its token; new text messages wait',
  access: 'mail:manage',
})

export const testSmsProvider = endpoint({
  method: 'POST',
  path: '/sms/provider/test',
  summary: 'Ask the provider for the account; sends nothing',
  access: 'mail:manage',
  body: z.strictObject(reached),
  response: z.object({ worked: z.boolean(), finding: z.string() }),
  tx: 'none',
})

export const sendTestSms = endpoint({
  method: 'POST',
  path: '/sms/test',
  summary: 'Queue a test message to a number, such as your own',
  access: 'mail:manage',
  body: z.strictObject({ to: z.string().trim().min(1).max(60) }),
  response: z.object({ smsId: idOut('sms') }),
  status: 201,
})
