import { z } from 'zod'
import { event } from '#platform/events/event.ts'

export const stepSnoozed = event(
  'case.step_snoozed',
  z.object({ caseId: z.uuid(), stepId: z.uuid(), memberId: z.uuid(), until: z.string() }),
)
export const stepWoken = event('case.step_woken', z.object({ stepId: z.uuid(), memberId: z.uuid() }))
