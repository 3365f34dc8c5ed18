import { event } from '#platform/events/event.ts'
import { z } from 'zod'

export const fileSaved = event('file.saved', z.object({ fileId: z.string(), purpose: z.string() }))
export const filesSwept = event('file.swept', z.object({ fileIds: z.array(z.string()) }))
