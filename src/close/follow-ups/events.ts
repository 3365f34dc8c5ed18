import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const about = {
  /** null: it follows a request that shipped */
  caseId: z.uuid().nullable(),
  requestId: z.uuid().optional(),
  contactId: z.uuid().optional(),
  feedbackId: z.uuid().optional(),
  surveyKey: z.string(),
}

export const followUpPlanned = event('follow_up.planned', z.object({ ...about, dueAt: z.string() }))
/** Somebody was asked again, or could not be. */
export const followUpSettled = event('follow_up.settled', z.object({ ...about, isSent: z.boolean() }))
export const followUpCancelled = event('follow_up.cancelled', z.object(about))
