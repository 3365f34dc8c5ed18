import { z } from 'zod'
import { event } from '#platform/events/event.ts'

export const formSaved = event('form.saved', z.object({ formId: z.uuid(), isOn: z.boolean() }))
