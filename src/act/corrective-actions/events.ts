import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const about = { actionId: z.uuid(), kind: z.string(), caseId: z.uuid().nullable() }
const by = z.enum(['clock', 'person'])

export const actionLogged = event('action.logged', z.object(about))
export const actionChanged = event('action.changed', z.object({ ...about, fields: z.array(z.string()) }))
export const actionDone = event('action.done', z.object({ ...about, inTime: z.boolean() }))
/** It was looked at whether it helped; an unclear result waits for a person. */
export const actionChecked = event('action.checked', z.object({ ...about, result: z.string(), by }))
export const actionReopened = event('action.reopened', z.object({ ...about, by }))
export const actionCancelled = event('action.cancelled', z.object(about))
