import { z } from 'zod'
import { replyStates } from '#collect/sms-replies/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

/** A reply by text message, and what became of it. */
export const SmsReply = z.object({
  id: idOut('smsr'),
  from: z.string(),
  contact: z.object({ id: idOut('ct'), name: z.string() }).nullable(),
  words: z.string(),
  state: z.enum(replyStates),
  reason: z.string().nullable(),
  why: z.string().nullable(),
  caseId: idOut('case').nullable(),
  feedbackId: idOut('fb').nullable(),
  receivedAt: z.string(),
})
export type SmsReply = z.output<typeof SmsReply>

export const listSmsReplies = endpoint({
  method: 'GET',
  path: '/sms/replies',
  summary: 'Replies by text message, newest first, with what became of each',
  access: 'feedback:read',
  query: z.strictObject({
    state: z.enum(replyStates).optional(),
    contact: id('ct').optional(),
    ...pageQuery,
  }),
  response: page(SmsReply),
})

const one = z.strictObject({ replyId: id('smsr') })

export const fileSmsReply = endpoint({
  method: 'POST',
  path: '/sms/replies/:replyId/feedback',
  summary: 'Make a feedback item of a held reply',
  access: 'feedback:write',
  params: one,
  response: SmsReply,
})

export const dismissSmsReply = endpoint({
  method: 'POST',
  path: '/sms/replies/:replyId/dismiss',
  summary: 'Put a held reply away; it stays and can be read',
  access: 'feedback:write',
  params: one,
  response: SmsReply,
})
