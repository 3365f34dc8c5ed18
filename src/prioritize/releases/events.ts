import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const releaseId = z.uuid()
const one = z.object({ releaseId, requestId: z.uuid() })
const moved = z.object({ releaseId, requestIds: z.array(z.uuid()) })

export const releaseCreated = event('release.created', z.object({ releaseId }))
export const releaseChanged = event('release.changed', z.object({ releaseId, fields: z.array(z.string()) }))
export const releaseRemoved = event('release.removed', z.object({ releaseId }))
export const releaseRequestAdded = event('release.request_added', one)
export const releaseRequestRemoved = event('release.request_removed', one)
/** It is there for customers; `requestIds` are all that came with it. */
export const releaseShipped = event('release.shipped', moved)
/** It is not there after all; `requestIds` are those that are in progress again. */
export const releaseTakenBack = event('release.taken_back', moved)
