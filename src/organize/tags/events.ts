import { z } from 'zod'
import { event } from '#platform/events/event.ts'

export const tagCreated = event('tag.created', z.object({ tagId: z.string() }))
export const tagChanged = event('tag.changed', z.object({ tagId: z.string(), fields: z.array(z.string()) }))
export const areaCreated = event('area.created', z.object({ areaId: z.string() }))
export const areaChanged = event(
  'area.changed',
  z.object({ areaId: z.string(), fields: z.array(z.string()) }),
)
