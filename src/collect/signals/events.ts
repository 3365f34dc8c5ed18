import { z } from 'zod'
import { event } from '#platform/events/event.ts'

/** A batch of use was counted. */
export const signalsCounted = event('signals.counted', z.object({ counted: z.number(), unknown: z.number() }))
