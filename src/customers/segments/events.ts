import { z } from 'zod'
import { event } from '#platform/events/event.ts'

export const segmentChanged = event(
  'segment.changed',
  z.object({ segmentId: z.uuid(), change: z.enum(['created', 'changed', 'deleted']) }),
)
