import { z } from 'zod'
import { event } from '#platform/events/event.ts'

/**
 * A mail came in and was sorted. `aboutId` is what it answers, where it answers something of ours; `isOwnWords` is
 * false where its sender said nothing new.
 */
export const mailReceived = event(
  'mail.received',
  z.object({
    inboundId: z.uuid(),
    state: z.enum(['case', 'feedback', 'quiet', 'held']),
    reason: z.string().nullable(),
    aboutId: z.uuid().nullable(),
    isAutomatic: z.boolean(),
    isOwnWords: z.boolean(),
    hasCalendar: z.boolean(),
  }),
)

/** A held mail was put somewhere by a person, or put away. */
export const heldMailDecided = event(
  'mail.decided',
  z.object({ inboundId: z.uuid(), decision: z.enum(['case', 'feedback', 'dismissed']) }),
)
