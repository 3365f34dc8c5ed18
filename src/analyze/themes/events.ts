import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const themeId = z.string()

/** Themes were looked for, or items placed anew, from the first item to the last. */
export const themesPlaced = event(
  'themes.placed',
  z.object({ runId: z.string(), kind: z.string(), items: z.number(), themes: z.number() }),
)
export const themeRunRequested = event(
  'theme_run.requested',
  z.object({ runId: z.string(), kind: z.string(), reason: z.string() }),
)
export const themeRunCancelled = event('theme_run.cancelled', z.object({ runId: z.string() }))
export const themeRunResumed = event('theme_run.resumed', z.object({ runId: z.string() }))

export const themeCreated = event('theme.created', z.object({ themeId }))
export const themeChanged = event('theme.changed', z.object({ themeId, fields: z.array(z.string()) }))
export const themeMerged = event('theme.merged', z.object({ survivorId: themeId, mergedId: themeId }))
export const themeUnmerged = event('theme.unmerged', z.object({ survivorId: themeId, mergedId: themeId }))
export const themeSplit = event('theme.split', z.object({ themeId, partIds: z.array(z.string()) }))
export const themeUnsplit = event('theme.unsplit', z.object({ themeId, partIds: z.array(z.string()) }))
export const themeItemMoved = event(
  'theme.item_moved',
  z.object({ feedbackId: z.string(), themeId: themeId.nullable() }),
)
export const themeNoted = event('theme.noted', z.object({ themeId, noteId: z.string() }))
export const themeNoteChanged = event('theme_note.changed', z.object({ themeId, noteId: z.string() }))
export const themeNoteRemoved = event('theme_note.removed', z.object({ themeId, noteId: z.string() }))
