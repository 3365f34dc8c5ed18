import { z } from 'zod'
import { invitationChannels } from '#collect/surveys/channels.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

export const reachOutcomes = ['reached', 'waiting', 'kept_back'] as const

/** One thing that was to reach a person: a survey, a reminder, a reply or update; and whether it did. */
export const Reach = z.object({
  key: z.string(),
  kind: z.enum(['survey', 'reminder', 'case', 'update', 'meeting']),
  at: z.string(),
  what: z.string(),
  outcome: z.enum(reachOutcomes),
  /** Where it stands, in words, and why it waits or was kept back. */
  standing: z.string(),
  why: z.string().nullable(),
  /** When it may leave, where it waits for a time. */
  dueAt: z.string().nullable(),
  /** Null: a survey that left them out. */
  channel: z.enum(invitationChannels).nullable(),
  mailId: idOut('mail').nullable(),
  smsId: idOut('sms').nullable(),
  callId: idOut('call').nullable(),
  waveId: idOut('wave').nullable(),
  /** Why it does not count for the limit of a month, or why the limit was set aside. */
  exemptReason: z.string().nullable(),
  overrideReason: z.string().nullable(),
})
export type Reach = z.output<typeof Reach>

export const listReaches = endpoint({
  method: 'GET',
  path: '/contacts/:contactId/reaches',
  summary:
    'All that reached a contact or did not, newest first: surveys, reminders, case mail, updates, by mail, text message, card in the product or call, with the reason',
  access: 'contacts:read',
  params: z.strictObject({ contactId: id('ct') }),
  query: z.strictObject({ outcome: z.enum(reachOutcomes).optional(), ...pageQuery }),
  response: page(Reach),
})
