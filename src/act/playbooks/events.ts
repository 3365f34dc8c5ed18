import { z } from 'zod'
import { event } from '#platform/events/event.ts'

/** A version took effect: new cases follow it. */
export const playbookSaved = event('playbook.saved', z.object({ key: z.string(), version: z.number() }))
/** A version waits for the approver of the one that new cases follow. */
export const playbookProposed = event('playbook.proposed', z.object({ key: z.string(), version: z.number() }))
export const playbookRefused = event('playbook.refused', z.object({ key: z.string(), version: z.number() }))
/** Somebody looked at the version in effect and found nothing to change. */
export const playbookReviewed = event('playbook.reviewed', z.object({ key: z.string(), version: z.number() }))
export const playbookEnabled = event(
  'playbook.enabled',
  z.object({ key: z.string(), isEnabled: z.boolean() }),
)
