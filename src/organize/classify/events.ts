import { z } from 'zod'
import { SuggestedField } from '#organize/classify/contract.ts'
import { event } from '#platform/events/event.ts'

/** What suggestions are learned from is another: by decisions, their undo, a removed word or a reset. */
export const lessonsChanged = event(
  'lessons.changed',
  z.object({
    cause: z.enum(['decided', 'undone', 'word', 'reset']),
    fields: z.array(SuggestedField),
  }),
)
