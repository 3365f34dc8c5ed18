import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const promiseId = z.uuid()

export const promiseMade = event('promise.made', z.object({ promiseId, dueOn: z.string() }))
/** It came to an end: kept, kept late, broken, or moved to another date. */
export const promiseSettled = event('promise.settled', z.object({ promiseId, state: z.string() }))
export const promiseReopened = event('promise.reopened', z.object({ promiseId }))
export const promiseChanged = event('promise.changed', z.object({ promiseId, fields: z.array(z.string()) }))
