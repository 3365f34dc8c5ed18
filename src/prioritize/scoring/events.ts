import { z } from 'zod'
import { event } from '#platform/events/event.ts'

export const requestRated = event(
  'request.rated',
  z.object({ requestId: z.uuid(), factors: z.array(z.string()) }),
)
export const factorCreated = event('score_factor.created', z.object({ factorId: z.uuid() }))
export const factorChanged = event(
  'score_factor.changed',
  z.object({ factorId: z.uuid(), fields: z.array(z.string()) }),
)
export const modelCreated = event('score_model.created', z.object({ modelId: z.uuid() }))
export const modelChanged = event(
  'score_model.changed',
  z.object({ modelId: z.uuid(), fields: z.array(z.string()) }),
)
/** It weighs anew; the versions before stay. */
export const modelVersioned = event(
  'score_model.versioned',
  z.object({ modelId: z.uuid(), version: z.number() }),
)
