import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const about = { checkInId: z.uuid(), accountId: z.uuid(), holderId: z.uuid().nullable() }

/** Its period began: somebody is to talk to the account within it. */
export const checkInDue = event('check-in.due', z.object(about))
export const checkInHeld = event('check-in.held', z.object({ ...about, feedbackIds: z.array(z.uuid()) }))
/** Its period is over and nobody held it. */
export const checkInMissed = event('check-in.missed', z.object(about))
/** Not to be held this time: a person said so, or the account left the schedule. */
export const checkInSkipped = event('check-in.skipped', z.object(about))
export const checkInChanged = event('check-in.changed', z.object({ ...about, fields: z.array(z.string()) }))
export const checkInPlanChanged = event('check-in.plan_changed', z.object({ accountId: z.uuid() }))
export const promiseKept = event(
  'check-in.promise_kept',
  z.object({ promiseId: z.uuid(), checkInId: z.uuid(), isKept: z.boolean() }),
)
