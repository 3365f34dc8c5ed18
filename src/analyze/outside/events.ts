import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const call = { callId: z.string(), purpose: z.string() }

export const outsideAsked = event('outside.asked', z.object(call))
export const outsideAnswered = event('outside.answered', z.object(call))
export const outsideFailed = event('outside.failed', z.object(call))
export const outsideDecided = event('outside.decided', z.object({ ...call, decision: z.string() }))
export const outsideRemoved = event('outside.removed', z.object({}))
