import { z } from 'zod'
import { setting } from '#platform/settings/settings.ts'

/** How a workspace speaks of effort. */
export const requestSettings = setting(
  'requests',
  z.object({ effortUnit: z.string().trim().min(1).max(30).default('sprints') }),
)
