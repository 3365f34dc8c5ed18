import { z } from 'zod'
import { setupSteps } from '#app/setup/rules.ts'
import { setting } from '#platform/settings/settings.ts'

/** What was ticked by hand in the first run. */
export const setupSetting = setting(
  'setup',
  z.object({ done: z.array(z.enum(setupSteps)).default([]), isOver: z.boolean().default(false) }),
)
