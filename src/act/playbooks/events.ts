import { z } from 'zod'
import { event } from '#platform/events/event.ts'

export const playbookSaved = event('playbook.saved', z.object({ key: z.string(), version: z.number() }))
export const playbookEnabled = event(
  'playbook.enabled',
  z.object({ key: z.string(), isEnabled: z.boolean() }),
)
