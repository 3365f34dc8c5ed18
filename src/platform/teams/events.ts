import { z } from 'zod'
import { event } from '#platform/events/event.ts'

export const teamCreated = event('team.created', z.object({ key: z.string() }))
export const teamChanged = event('team.changed', z.object({ key: z.string(), fields: z.array(z.string()) }))
export const teamRemoved = event('team.removed', z.object({ key: z.string() }))
