import { z } from 'zod'
import { event } from '#platform/events/event.ts'

export const macroSaved = event('macro.saved', z.object({ macroId: z.uuid(), isShared: z.boolean() }))
export const macroDeleted = event('macro.deleted', z.object({ macroId: z.uuid() }))
