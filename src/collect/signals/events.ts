import { z } from 'zod'
import { event } from '#platform/events/event.ts'

/** A batch of use was counted. */
export const signalsCounted = event('signals.counted', z.object({ counted: z.number(), unknown: z.number() }))

/** A rule held for an account, and an item says so. */
export const alertRaised = event(
  'signal_alert.raised',
  z.object({ alertId: z.uuid(), ruleId: z.string(), accountId: z.uuid(), feedbackId: z.uuid() }),
)
export const alertRecovered = event('signal_alert.recovered', z.object({ alertId: z.uuid() }))
