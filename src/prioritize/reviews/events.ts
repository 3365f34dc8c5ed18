import { z } from 'zod'
import { event } from '#platform/events/event.ts'
import { kinds } from '#prioritize/reviews/rules.ts'

const reviewId = z.uuid()
const kind = z.enum(kinds)
const one = z.object({ reviewId, kind })
const action = z.object({ actionItemId: z.uuid(), reviewId })

export const reviewPlanned = event(
  'review.planned',
  one.extend({ startsAt: z.string(), by: z.enum(['person', 'schedule']) }),
)
export const reviewMoved = event('review.moved', one.extend({ startsAt: z.string() }))
export const reviewStarted = event('review.started', one)
/** The timer went on to a part, or stood still. */
export const reviewAdvanced = event(
  'review.advanced',
  one.extend({ part: z.number(), isPaused: z.boolean() }),
)
/** It was held and its minutes are kept: one of the quality checks. */
export const reviewHeld = event('review.held', one.extend({ here: z.number(), decided: z.number() }))
export const reviewMissed = event('review.missed', one)
export const reviewCancelled = event('review.cancelled', one)
export const reviewAttended = event(
  'review.attended',
  one.extend({ memberId: z.uuid(), standing: z.string() }),
)
export const reviewItemAdded = event('review.item_added', one.extend({ requestId: z.uuid() }))
export const reviewItemRemoved = event('review.item_removed', one.extend({ requestId: z.uuid() }))
/** Beside `request.decided`: in which review it was. Without it where the status stays, which `from` and `to` say. */
export const reviewDecided = event(
  'review.decided',
  one.extend({ requestId: z.uuid(), move: z.number(), from: z.string(), to: z.string() }),
)
export const reviewNoted = event('review.noted', one.extend({ noteId: z.uuid(), isRemoved: z.boolean() }))
export const reviewScheduleChanged = event('review.schedule_changed', z.object({ kind }))
export const actionItemGiven = event('action_item.given', action.extend({ ownerId: z.uuid().nullable() }))
export const actionItemChanged = event('action_item.changed', action.extend({ fields: z.array(z.string()) }))
export const actionItemClosed = event('action_item.closed', action.extend({ state: z.string() }))
