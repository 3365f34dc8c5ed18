import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const about = { meetingId: z.uuid(), caseId: z.uuid(), stepId: z.uuid() }

export const meetingPlanned = event('meeting.planned', z.object({ ...about, startsAt: z.string() }))
export const meetingMoved = event('meeting.moved', z.object({ ...about, startsAt: z.string() }))
export const meetingCancelled = event('meeting.cancelled', z.object(about))
export const meetingAnswered = event(
  'meeting.answered',
  z.object({ ...about, inviteeId: z.uuid(), answer: z.string() }),
)
export const meetingHeld = event('meeting.held', z.object(about))
