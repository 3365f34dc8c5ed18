import { z } from 'zod'
import { event } from '#platform/events/event.ts'

/** A case goes on by another version of its playbook. */
export const caseMoved = event(
  'case.moved',
  z.object({ caseId: z.uuid(), playbook: z.string(), from: z.number(), to: z.number() }),
)
