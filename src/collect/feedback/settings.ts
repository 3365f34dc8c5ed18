import { z } from 'zod'
import { setting } from '#platform/settings/settings.ts'

/** How what comes in is taken: from which age on it counts as history, card numbers, and the channels a workspace added. */
export const feedbackSettings = setting(
  'feedback',
  z.object({
    historyAfterDays: z.number().int().min(1).max(3650).default(7),
    /** card numbers are stored with their last four digits only */
    masksCards: z.boolean().default(true),
    /** code -> label; also other labels for built-in channels */
    channels: z.record(z.string(), z.string()).default({}),
  }),
)
