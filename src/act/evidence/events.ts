import { z } from 'zod'
import { event } from '#platform/events/event.ts'

/** A file was attached to a step as its evidence. */
export const evidenceAttached = event(
  'case.evidence_attached',
  z.object({ caseId: z.uuid(), playbook: z.string(), stepId: z.uuid(), step: z.string(), fileId: z.uuid() }),
)
