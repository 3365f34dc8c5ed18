import { z } from 'zod'
import { event } from '#platform/events/event.ts'

/**
 * Somebody wrote by text message, and it is neither a word of the channel nor an answer to a survey. Whoever knows a case
 * that it belongs to puts it there, in the same transaction; else it becomes a feedback item.
 */
export const smsReceived = event(
  'sms.received',
  z.object({ replyId: z.uuid(), contactId: z.uuid().nullable() }),
)

/** A reply by text message was put where it belongs, by itself or by a person. */
export const smsReplySettled = event(
  'sms.reply_settled',
  z.object({ replyId: z.uuid(), state: z.string(), reason: z.string().nullable() }),
)
