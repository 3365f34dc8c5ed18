import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const about = { absenceId: z.uuid(), memberId: z.uuid(), coverId: z.uuid().nullable() }

export const absenceEntered = event('absence.entered', z.object(about))
export const absenceChanged = event('absence.changed', z.object(about))
/** It began: `steps` of theirs went to somebody else. */
export const absenceStarted = event('absence.started', z.object({ ...about, steps: z.number() }))
export const absenceEnded = event('absence.ended', z.object({ ...about, steps: z.number() }))
export const absenceCancelled = event('absence.cancelled', z.object(about))
