import { z } from 'zod'
import { InboundMail } from '#collect/mailbox/contract.ts'
import { SmsReply } from '#collect/sms-replies/contract.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id } from '#platform/ids.ts'

/** A mail that the customer, or somebody else, sent about a case or an item. */
export const Reply = InboundMail.extend({
  /** it came from another address than the contact's own */
  isOtherSender: z.boolean(),
  /** the address can be added to the contact with one press */
  canAddSender: z.boolean(),
})
export type Reply = z.output<typeof Reply>

export const listReplies = endpoint({
  method: 'GET',
  path: '/replies',
  summary: 'Mails of customers about a case or an item, newest first',
  access: 'cases:read',
  query: z
    .strictObject({ case: id('case').optional(), feedback: id('fb').optional(), ...pageQuery })
    .refine((one) => one.case || one.feedback, { path: ['case'], message: 'or feedback is needed' }),
  response: page(Reply),
})

const one = z.strictObject({ inboundId: id('inmail') })

export const assignMail = endpoint({
  method: 'POST',
  path: '/inbound-mails/:inboundId/assign',
  summary: 'Put a held mail on the case that it answers; it is then taken like any answer',
  access: 'cases:write',
  params: one,
  body: z.strictObject({ caseId: id('case') }),
  response: Reply,
})

export const addSender = endpoint({
  method: 'POST',
  path: '/inbound-mails/:inboundId/sender',
  summary: 'Add the address that a reply came from to the contact of its case',
  access: 'contacts:write',
  params: one,
  response: Reply,
})

export const assignSmsReply = endpoint({
  method: 'POST',
  path: '/sms/replies/:replyId/assign',
  summary: 'Put a held text message on the case that it answers; it is then taken like any answer',
  access: 'cases:write',
  params: z.strictObject({ replyId: id('smsr') }),
  body: z.strictObject({ caseId: id('case') }),
  response: SmsReply,
})
