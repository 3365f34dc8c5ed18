import { event } from '#platform/events/event.ts'
import { z } from 'zod'

export const segmentChanged = event('segment.changed', z.object({ segmentId: z.uuid(), change: z.enum(['created', 'changed', 'deleted']) }))
