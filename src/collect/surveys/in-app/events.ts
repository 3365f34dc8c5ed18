import { z } from 'zod'
import { event } from '#platform/events/event.ts'

/** The widget showed a survey to somebody. */
export const invitationShown = event(
  'invitation.shown',
  z.object({ invitationId: z.uuid(), waveId: z.uuid(), linkId: z.uuid().nullable(), contactId: z.uuid() }),
)
export const surveyDismissed = event(
  'invitation.dismissed',
  z.object({ invitationId: z.uuid(), contactId: z.uuid() }),
)
