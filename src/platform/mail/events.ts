import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const contactId = z.uuid().nullable()

/** Mails of one topic came to the same end together: the server took them, or they will not leave, or nobody knows. */
export const mailSettled = event(
  'mail.settled',
  z.object({
    mailIds: z.array(z.uuid()),
    topic: z.string(),
    state: z.enum(['accepted', 'failed', 'uncertain', 'suppressed']),
    reason: z.string().nullable(),
  }),
)

/** The person behind a mail pressed "stop these mails"; the module that owns the topic acts on it. */
export const mailUnsubscribed = event(
  'mail.unsubscribed',
  // aboutId: what alone it stops; null: all mail of its topic
  z.object({ mailId: z.uuid(), topic: z.string(), contactId, aboutId: z.uuid().nullable() }),
)

/** A member pressed a button in the outbox. */
export const mailRetried = event('mail.retried', z.object({ mailIds: z.array(z.uuid()), from: z.string() }))

/** A mail that a server had taken could not be delivered for good: a report of it came in. */
export const mailBounced = event(
  'mail.bounced',
  z.object({ mailId: z.uuid(), topic: z.string(), aboutId: z.uuid().nullable(), contactId }),
)
