import { z } from 'zod'
import { event } from '#platform/events/event.ts'

export const linkSaved = event(
  'survey_link.saved',
  z.object({ linkId: z.uuid(), surveyId: z.uuid(), isOpen: z.boolean() }),
)
