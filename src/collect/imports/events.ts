import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const one = z.object({ importId: z.string(), kind: z.string() })
const counts = one.extend({
  created: z.number(),
  updated: z.number(),
  skipped: z.number(),
  errors: z.number(),
})

export const importUploaded = event('import.uploaded', one)
export const importChanged = event('import.changed', one)
export const importChecked = event('import.checked', one)
export const importStarted = event('import.started', one)
export const importCancelled = event('import.cancelled', one)
export const importResumed = event('import.resumed', one)
export const importFinished = event('import.finished', counts)
export const importFailed = event('import.failed', one.extend({ code: z.string() }))
export const importUndoStarted = event('import.undo_started', one)
export const importUndone = event('import.undone', one.extend({ erased: z.number(), kept: z.number() }))
export const importRemoved = event('import.removed', one)
