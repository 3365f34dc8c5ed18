import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const about = {
  updateId: z.uuid(),
  contactId: z.uuid(),
  caseId: z.uuid().nullable(),
  feedbackId: z.uuid().optional(),
  readerId: z.uuid(),
}

export const readingAsked = event(
  'update.reading_asked',
  z.object({ ...about, because: z.enum(['asked', 'mrr', 'escalated']) }),
)
/** Another reads it than was asked at first: by choice of the writer, or because the reader left or is away. */
export const readerChanged = event('update.reader_changed', z.object({ ...about, fromId: z.uuid() }))
/** The reader agreed: it is held for the recall window now. */
export const updateAgreed = event('update.agreed', z.object(about))
export const updateReturned = event('update.returned', z.object(about))
/** It is a draft again before it was read: its writer took it back, or the reader left. */
export const updateTakenBack = event('update.taken_back', z.object(about))
