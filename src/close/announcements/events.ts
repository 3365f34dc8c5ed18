import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const about = {
  announcementId: z.uuid(),
  kind: z.string(),
  requestId: z.uuid().nullable(),
  releaseId: z.uuid().nullable(),
}

export const announcementHeld = event('announcement.held', z.object({ ...about, sendAt: z.string() }))
export const announcementRecalled = event('announcement.recalled', z.object(about))
/** Everybody it is for was told or left out: the mails are in the outbox. */
export const announcementSent = event(
  'announcement.sent',
  z.object({ ...about, people: z.number(), excluded: z.number() }),
)
/** It was stopped under way, and nothing of it can leave any more. */
export const announcementStopped = event(
  'announcement.stopped',
  z.object({ ...about, people: z.number(), excluded: z.number() }),
)
/** Some of those it is for were told, a batch at a time: what follows for each of them hears it. */
export const announcementTold = event(
  'announcement.told',
  z.object({ announcementId: z.uuid(), updateIds: z.array(z.uuid()) }),
)
/** Somebody answered what they were told of a request; it is an item now. */
export const requestReplied = event(
  'request.replied',
  z.object({ requestId: z.uuid(), feedbackId: z.uuid() }),
)
