import { z } from 'zod'
import { event } from '#platform/events/event.ts'

export const fileSaved = event('file.saved', z.object({ fileId: z.string(), purpose: z.string() }))
export const filesSwept = event('file.swept', z.object({ fileIds: z.array(z.string()) }))
