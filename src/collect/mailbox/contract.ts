import { z } from 'zod'
import { inboundStates } from '#collect/mailbox/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'
import { Transcript } from '#platform/mail/contract.ts'

/** A mail that came in. */
export const InboundMail = z.object({
  id: idOut('inmail'),
  state: z.enum(inboundStates),
  reason: z.string().nullable(),
  /** why it stands there, in words */
  why: z.string().nullable(),
  from: z.object({ name: z.string(), address: z.string() }),
  contact: z.object({ id: idOut('ct'), name: z.string() }).nullable(),
  subject: z.string(),
  /** what its sender wrote this time; empty where they only quoted */
  words: z.string(),
  /** all of its text, with what was quoted */
  whole: z.string(),
  isAutomatic: z.boolean(),
  /** whether the workspace's own mail server could prove the sender, and what it wrote; null: it said nothing */
  proof: z.object({ isProven: z.boolean(), says: z.string() }).nullable(),
  /** what the spam filters on its way said: the highest score, and the header it stands in */
  spam: z.object({ score: z.number(), says: z.string() }).nullable(),
  feedbackId: idOut('fb').nullable(),
  attachments: z.array(
    z.object({
      name: z.string(),
      bytes: z.number(),
      fileId: idOut('file').nullable(),
      /** told from its bytes; null where it is not kept */
      type: z.string().nullable(),
      why: z.string().nullable(),
    }),
  ),
  /** the message as it came; null once the person was erased */
  fileId: idOut('file').nullable(),
  receivedAt: z.string(),
})
export type InboundMail = z.output<typeof InboundMail>

const one = z.strictObject({ inboundId: id('inmail') })

export const listInboundMails = endpoint({
  method: 'GET',
  path: '/inbound-mails',
  summary: 'Mail that came in, newest first: what waits for a person, or everything',
  access: 'mail:read',
  query: z.strictObject({
    state: z.enum(['held', 'quiet', 'feedback', 'case', 'dismissed', 'all']).default('held'),
    ...pageQuery,
  }),
  response: page(InboundMail),
})

export const countInboundMails = endpoint({
  method: 'GET',
  path: '/inbound-mails/counts',
  summary: 'How many mails wait for a person; counting stops at 1,000',
  access: 'mail:read',
  response: z.object({ held: z.number() }),
})

export const fileInboundMail = endpoint({
  method: 'POST',
  path: '/inbound-mails/:inboundId/feedback',
  summary: 'Make a feedback item of a held mail',
  access: 'feedback:write',
  params: one,
  response: InboundMail,
})

export const dismissInboundMail = endpoint({
  method: 'POST',
  path: '/inbound-mails/:inboundId/dismiss',
  summary: 'Put a held mail away; it stays and can be read',
  access: 'feedback:write',
  params: one,
  response: InboundMail,
})

const imap = {
  host: z
    .string()
    .trim()
    .toLowerCase()
    .max(253)
    .regex(/^[a-z0-9._:-]+$/, 'is a host name such as imap.example.com'),
  port: z.number().int().min(1).max(65535).default(993),
  security: z.enum(['starttls', 'tls', 'none']).default('tls'),
  user: z.string().min(1).max(320),
  folder: z.string().trim().min(1).max(200).default('INBOX'),
  /** Absent: the one kept so far, for the same host and user. */
  password: z.string().min(1).max(1000).optional(),
}

export const MailboxView = z.object({
  address: z.string().nullable(),
  takesPlus: z.boolean(),
  unknownSenders: z.enum(['feedback', 'hold']),
  /** the spam score from which mail is held for a look instead of becoming an item; null: never */
  holdsSpamFrom: z.number().nullable(),
  /** how the server that checks senders names itself (RFC 8601); null: the mailbox's host, or one of the address's domain */
  authServer: z.string().nullable(),
  reopenDays: z.number(),
  endsPause: z.boolean(),
  imap: z
    .object({
      host: z.string(),
      port: z.number(),
      security: z.enum(['starttls', 'tls', 'none']),
      user: z.string(),
      folder: z.string(),
    })
    .nullable(),
  /** the listener of this installation, where one is switched on */
  listener: z.object({ host: z.string(), port: z.number(), protocol: z.enum(['smtp', 'lmtp']) }).nullable(),
  polledAt: z.string().nullable(),
  pollError: z.string().nullable(),
  receivedAt: z.string().nullable(),
})
export type MailboxView = z.output<typeof MailboxView>

export const getMailbox = endpoint({
  method: 'GET',
  path: '/mailbox',
  summary:
    'How mail comes in: the address of answers, the mailbox that is read, and when something last came',
  access: 'mail:manage',
  response: MailboxView,
})

export const setMailbox = endpoint({
  method: 'PUT',
  path: '/mailbox',
  summary: 'Set how mail comes in; an address that was set before goes on being ours',
  access: 'mail:manage',
  body: z.strictObject({
    address: z.string().trim().toLowerCase().max(254).nullable(),
    takesPlus: z.boolean().default(true),
    unknownSenders: z.enum(['feedback', 'hold']).default('feedback'),
    holdsSpamFrom: z.number().min(0).max(100).nullable().default(5),
    authServer: z
      .string()
      .trim()
      .toLowerCase()
      .max(253)
      .regex(/^[a-z0-9._-]+$/, 'is a name such as mx.example.com')
      .nullable()
      .default(null),
    reopenDays: z.number().int().min(0).max(365).default(14),
    endsPause: z.boolean().default(true),
    imap: z.strictObject(imap).nullable().default(null),
  }),
  response: MailboxView,
})

export const testMailbox = endpoint({
  method: 'POST',
  path: '/mailbox/test',
  summary: 'Connect to a mailbox by IMAP, sign in and look at its folder; reads no mail',
  access: 'mail:manage',
  body: z.strictObject(imap),
  response: Transcript,
  tx: 'none',
})
