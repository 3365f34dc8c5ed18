import { z } from 'zod'
import { setting } from '#platform/settings/settings.ts'

/** What requests are scored by: `rice`, or the id of a model of the workspace; and from where on effort is high. */
export const scoringSettings = setting(
  'scoring',
  z.object({
    modelId: z.union([z.literal('rice'), z.uuid()]).default('rice'),
    highEffort: z.number().positive().default(3),
  }),
)
