import { z } from 'zod'
import { event } from '#platform/events/event.ts'

/** A note on a case; its words stand in the touchpoint. */
export const caseNoted = event(
  'case.noted',
  z.object({ caseId: z.uuid(), touchpointId: z.uuid(), mentionIds: z.array(z.uuid()) }),
)
export const caseWatched = event('case.watched', z.object({ caseId: z.uuid(), isWatching: z.boolean() }))
