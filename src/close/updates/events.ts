import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const about = {
  updateId: z.uuid(),
  contactId: z.uuid(),
  caseId: z.uuid().nullable(),
  feedbackId: z.uuid().optional(),
}

export const updateHeld = event('update.held', z.object({ ...about, sendAt: z.string() }))
export const updateRecalled = event('update.recalled', z.object(about))
/** The update was handed to the outbox; from here on the mail has a state of its own. */
export const updateSent = event('update.sent', z.object({ ...about, mailId: z.uuid() }))
export const updateFailed = event('update.failed', z.object({ ...about, reason: z.string() }))
