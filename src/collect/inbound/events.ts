import { z } from 'zod'
import { event } from '#platform/events/event.ts'

export const hookSaved = event('inbound_hook.saved', z.object({ hookId: z.uuid(), isOn: z.boolean() }))
