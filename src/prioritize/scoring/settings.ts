import { z } from 'zod'
import { setting } from '#platform/settings/settings.ts'

/**
 * What requests are scored by: `rice`, or the id of a model of the workspace; from where on effort is high; and how much
 * segments matter, 0 to 10 by their key, where somebody said so.
 */
export const scoringSettings = setting(
  'scoring',
  z.object({
    modelId: z.union([z.literal('rice'), z.uuid()]).default('rice'),
    highEffort: z.number().positive().default(3),
    segments: z.record(z.string(), z.number().min(0).max(10)).default({}),
  }),
)
