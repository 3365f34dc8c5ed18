import { z } from 'zod'
import { event } from '#platform/events/event.ts'

export const duplicateDecided = event(
  'customer.duplicate_decided',
  z.object({ duplicateId: z.uuid(), state: z.enum(['open', 'dismissed']) }),
)
