import { z } from 'zod'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'
import { sendStates } from '#platform/outbox/rules.ts'

/** What a mail is about. People can refuse `surveys` and `updates`; the others answer something they did. */
export const mailTopics = ['surveys', 'updates', 'case', 'digest', 'sign_in', 'test'] as const
export const MailTopic = z.enum(mailTopics)
export type MailTopic = z.output<typeof MailTopic>

/** `waiting` holds what cannot go by itself: no mail server, or too old; `bounced` what came back after it was taken. */
export const MailView = z.enum([...sendStates, 'waiting', 'bounced'])
export type MailView = z.output<typeof MailView>

const Standing = z.object({ state: z.string(), why: z.string().nullable() })

export const MailRow = z.object({
  id: idOut('mail'),
  topic: MailTopic,
  state: z.enum(sendStates),
  reason: z.string().nullable(),
  hold: z.enum(['no_server', 'old']).nullable(),
  /** The state and why, in words. */
  standing: Standing,
  to: z.object({ name: z.string(), address: z.string() }),
  subject: z.string(),
  contactId: idOut('ct').nullable(),
  queuedAt: z.string(),
  dueAt: z.string(),
  settledAt: z.string().nullable(),
  bouncedAt: z.string().nullable(),
  attempts: z.number(),
})
export type MailRow = z.output<typeof MailRow>

export const Mail = MailRow.extend({
  from: z.object({ name: z.string(), address: z.string() }).nullable(),
  replyTo: z.object({ name: z.string(), address: z.string() }).nullable(),
  messageId: z.string(),
  inReplyTo: z.string().nullable(),
  text: z.string(),
  hasHtml: z.boolean(),
  /** False: personal links are hidden from you. */
  showsLinks: z.boolean(),
  smtpReply: z.string().nullable(),
  canRetry: z.boolean(),
  canCancel: z.boolean(),
})
export type Mail = z.output<typeof Mail>

const one = z.strictObject({ mailId: id('mail') })

export const listMails = endpoint({
  method: 'GET',
  path: '/mails',
  summary: 'The outbox: every mail with where it stands and why, newest first',
  access: 'mail:read',
  query: z.strictObject({
    state: MailView.optional(),
    topic: MailTopic.optional(),
    contact: id('ct').optional(),
    to: z.string().trim().toLowerCase().max(254).optional(),
    ...pageQuery,
  }),
  response: page(MailRow),
})

export const countMails = endpoint({
  method: 'GET',
  path: '/mails/counts',
  summary: 'How many mails wait, failed or are uncertain; counting stops at 10,000 each',
  access: 'mail:read',
  response: z.object({
    waiting: z.number(),
    queued: z.number(),
    deferred: z.number(),
    failed: z.number(),
    uncertain: z.number(),
    suppressed: z.number(),
    hasServer: z.boolean(),
    old: z.number(),
  }),
})

export const getMail = endpoint({
  method: 'GET',
  path: '/mails/:mailId',
  summary: 'One mail with its text; personal links are shown to those who may manage mail only',
  access: 'mail:read',
  params: one,
  response: Mail,
})

export const getMailHtml = endpoint({
  method: 'GET',
  path: '/mails/:mailId/html',
  summary: 'The HTML part of a mail as a page of its own, without scripts and without fetching anything',
  access: 'mail:read',
  params: one,
})

export const retryMail = endpoint({
  method: 'POST',
  path: '/mails/:mailId/retry',
  summary: 'Send a mail again that failed, waits or is uncertain; an uncertain one may arrive twice',
  access: 'mail:write',
  params: one,
  response: Mail,
})

export const cancelMail = endpoint({
  method: 'POST',
  path: '/mails/:mailId/cancel',
  summary: 'Take a mail back that has not left',
  access: 'mail:write',
  params: one,
  response: Mail,
})

export const decideOldMails = endpoint({
  method: 'POST',
  path: '/mails/old',
  summary: 'Send or drop all mails that waited too long for a mail server',
  access: 'mail:manage',
  body: z.strictObject({ decision: z.enum(['send', 'drop']) }),
  response: z.object({ count: z.number() }),
})

const host = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^([a-z0-9_]([a-z0-9_-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$|^[0-9a-f:.]+$/,
    'is a host name such as smtp.example.com',
  )

/** How this workspace reaches its mail server. The password goes in and never comes out. */
const server = {
  host,
  port: z.number().int().min(1).max(65535).default(587),
  security: z.enum(['starttls', 'tls', 'none']).default('starttls').meta({
    description:
      'starttls: encrypt after connecting (587); tls: encrypted from the start (465); none: not encrypted',
  }),
  user: z.string().max(320).default(''),
  fromName: z.string().trim().max(120).default(''),
  fromAddress: z.string().trim().max(254),
  replyTo: z.string().trim().max(254).default(''),
}

export const MailServer = z.object({
  host: z.string(),
  port: z.number(),
  security: z.enum(['starttls', 'tls', 'none']),
  user: z.string(),
  hasPassword: z.boolean(),
  fromName: z.string(),
  fromAddress: z.string(),
  replyTo: z.string(),
  concurrency: z.number(),
  perMinute: z.number(),
})
export type MailServer = z.output<typeof MailServer>

export const getMailServer = endpoint({
  method: 'GET',
  path: '/mail/server',
  summary: 'The mail server of this workspace, without its password',
  access: 'mail:manage',
  response: z.object({
    server: MailServer.nullable(),
    isDemo: z.boolean(),
    waiting: z.number(),
    old: z.number(),
  }),
})

export const MailServerChange = z.strictObject({
  ...server,
  /** Absent: the one kept so far. */
  password: z.string().max(1000).optional(),
  concurrency: z.number().int().min(1).max(10).default(2),
  perMinute: z.number().int().min(1).max(600_000).default(60),
})

export const setMailServer = endpoint({
  method: 'PUT',
  path: '/mail/server',
  summary: 'Set the mail server; waiting mail of the last 3 days then goes out',
  access: 'mail:manage',
  body: MailServerChange,
  response: z.object({ server: MailServer, released: z.number(), old: z.number() }),
})

export const removeMailServer = endpoint({
  method: 'DELETE',
  path: '/mail/server',
  summary: 'Forget the mail server; new mail waits in the outbox',
  access: 'mail:manage',
})

export const Transcript = z.object({
  worked: z.boolean(),
  /** What happened and what to do, in a sentence. */
  finding: z.string(),
  lines: z.array(z.object({ from: z.enum(['us', 'server', 'note']), text: z.string() })),
})
export type Transcript = z.output<typeof Transcript>

export const testMailServer = endpoint({
  method: 'POST',
  path: '/mail/server/test',
  summary: 'Connect and sign in to a mail server and show what was said; sends nothing',
  access: 'mail:manage',
  body: z.strictObject({
    ...server,
    fromAddress: server.fromAddress.default(''),
    password: z.string().max(1000).optional(),
  }),
  response: Transcript,
  tx: 'none',
})

export const sendTestMail = endpoint({
  method: 'POST',
  path: '/mail/test',
  summary: 'Queue a test mail to your own address',
  access: 'mail:manage',
  body: z.strictObject({ to: z.string().trim().max(254).optional() }),
  response: z.object({ mailId: idOut('mail') }),
  status: 201,
})
