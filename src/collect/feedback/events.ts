import { z } from 'zod'
import { event } from '#platform/events/event.ts'

/** One event a call: a single item, or all new items of a batch. `isHistory`: none of them starts a clock. */
export const feedbackReceived = event(
  'feedback.received',
  z.object({ ids: z.array(z.string()).min(1), importRunId: z.string().nullish(), isHistory: z.boolean() }),
)

/** The words of items are gone for good; the items stay, because they are counted. */
export const feedbackWordsErased = event('feedback.words_erased', z.object({ ids: z.array(z.string()) }))

/** Items were removed for good; the ids stay as the trace that they existed. */
export const feedbackErased = event(
  'feedback.erased',
  z.object({ ids: z.array(z.string()), reason: z.string() }),
)
