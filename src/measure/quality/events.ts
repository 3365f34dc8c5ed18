import { z } from 'zod'
import { event } from '#platform/events/event.ts'

/** A check of the workspace's own begins to count, everything there is included. */
export const checkCreated = event(
  'quality_check.created',
  z.object({ checkId: z.uuid(), subject: z.enum(['item', 'case']) }),
)
export const checkChanged = event(
  'quality_check.changed',
  z.object({ checkId: z.uuid(), fields: z.array(z.string()) }),
)
