import { z } from 'zod'
import { event } from '#platform/events/event.ts'

/** Somebody recorded when a moment of the playbook happened. */
export const momentRecorded = event(
  'case.moment_recorded',
  z.object({ caseId: z.uuid(), playbook: z.string(), moment: z.string(), at: z.string() }),
)
