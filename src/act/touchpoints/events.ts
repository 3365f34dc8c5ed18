import { z } from 'zod'
import { event } from '#platform/events/event.ts'

export const touchpointLogged = event(
  'touchpoint.logged',
  z.object({
    touchpointId: z.uuid(),
    kind: z.string(),
    direction: z.string(),
    at: z.string(),
    caseId: z.uuid().nullable(),
    contactId: z.uuid().nullable(),
    accountId: z.uuid().nullable(),
    feedbackId: z.uuid().optional(),
  }),
)
