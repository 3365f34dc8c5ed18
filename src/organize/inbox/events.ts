import { z } from 'zod'
import { event } from '#platform/events/event.ts'

/** Up to 1,000 items were changed at once: which, in what, and the codes and ids that were set for all of them. */
export const feedbackTriaged = event(
  'feedback.triaged',
  z.object({
    ids: z.array(z.string()).min(1),
    changeId: z.string(),
    fields: z.array(z.string()),
    isUndo: z.boolean(),
    change: z.object({
      type: z.string().nullish(),
      priority: z.string().nullish(),
      areaId: z.string().nullish(),
      assigneeId: z.string().nullish(),
      queue: z.string().nullish(),
      status: z.string().nullish(),
      sentiment: z.string().nullish(),
      urgency: z.string().nullish(),
      isNegative: z.boolean().nullish(),
    }),
  }),
)

/** A person gave the contact a first answer about these items. */
export const feedbackAnswered = event('feedback.answered', z.object({ ids: z.array(z.string()).min(1) }))

/** An internal note; its words stay in the note. */
export const noteAdded = event(
  'note.added',
  z.object({ feedbackId: z.string(), noteId: z.string(), mentionIds: z.array(z.string()) }),
)

/** A change of many items was asked for, stopped or taken back. */
export const changeRequested = event('inbox_change.requested', z.object({ changeId: z.string() }))
export const changeCancelled = event('inbox_change.cancelled', z.object({ changeId: z.string() }))
export const changeUndone = event('inbox_change.undone', z.object({ changeId: z.string() }))

export const viewSaved = event('inbox_view.saved', z.object({ viewId: z.string(), isShared: z.boolean() }))
export const viewDeleted = event('inbox_view.deleted', z.object({ viewId: z.string() }))
