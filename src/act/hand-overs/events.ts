import { z } from 'zod'
import { event } from '#platform/events/event.ts'

/** The words stand in a note on the case. */
export const caseHandedOver = event(
  'case.handed_over',
  z.object({
    caseId: z.uuid(),
    playbook: z.string(),
    fromMemberId: z.uuid().nullable(),
    toMemberId: z.uuid(),
    stepIds: z.array(z.uuid()),
  }),
)
