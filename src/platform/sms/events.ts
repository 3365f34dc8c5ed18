import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const contactId = z.uuid().nullable()

/** Text messages of one topic came to the same end together: the provider took them, or they will not leave, or nobody knows. */
export const smsSettled = event(
  'sms.settled',
  z.object({
    smsIds: z.array(z.uuid()),
    topic: z.string(),
    state: z.enum(['accepted', 'failed', 'uncertain', 'suppressed']),
    reason: z.string().nullable(),
  }),
)

/** The provider reported that a message it had taken arrived, or did not. */
export const smsReported = event(
  'sms.reported',
  z.object({
    smsId: z.uuid(),
    topic: z.string(),
    isDelivered: z.boolean(),
    code: z.number().nullable(),
    contactId,
  }),
)

/** A member pressed a button in the outbox. */
export const smsRetried = event('sms.retried', z.object({ smsId: z.uuid(), from: z.string() }))

/** Whoever has a number wrote STOP (or the provider refused it for that), or took it back by START. */
export const smsStopChanged = event(
  'sms.stop_changed',
  z.object({ contactIds: z.array(z.uuid()), isStopped: z.boolean(), via: z.enum(['reply', 'provider']) }),
)
