import { z } from 'zod'
import { setting } from '#platform/settings/settings.ts'

/** Targets that differ from the product's, and checks that are not watched. */
export const qualitySettings = setting(
  'quality',
  z.object({
    targets: z.record(z.string(), z.number().int().min(1).max(100)).default({}),
    off: z.array(z.string()).default([]),
  }),
)
