import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const merge = z.object({
  /** the item that is kept; `feedbackId`, so that its history tells of it */
  feedbackId: z.string(),
  mergedId: z.string(),
  mergeId: z.string(),
  /** every item whose end of the chain changed, the merged one among them */
  movedIds: z.array(z.string()).min(1),
})

/** An item became a voice of another. */
export const feedbackMerged = event(
  'feedback.merged',
  merge.extend({ reason: z.enum(['decided', 'same_words']) }),
)

/** It stands for itself again. */
export const feedbackUnmerged = event('feedback.unmerged', merge)

/** New items look like others: which pairs were put up for review. */
export const duplicatesFound = event('duplicates.found', z.object({ pairIds: z.array(z.string()).min(1) }))

/** A person said that a pair is not the same, or took that back. */
export const pairDecided = event(
  'duplicate_pair.decided',
  z.object({ pairId: z.string(), state: z.enum(['open', 'dismissed']) }),
)
