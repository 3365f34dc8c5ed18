import { z } from 'zod'
import { surveyKinds } from '#collect/surveys/kinds.ts'
import { event } from '#platform/events/event.ts'

export const surveyCreated = event('survey.created', z.object({ surveyId: z.uuid(), surveyKey: z.string() }))
export const surveyArchived = event('survey.archived', z.object({ surveyId: z.uuid() }))
export const surveyRestored = event('survey.restored', z.object({ surveyId: z.uuid() }))
export const surveyChanged = event('survey.changed', z.object({ surveyId: z.uuid(), version: z.number() }))
export const waveStarted = event(
  'wave.started',
  z.object({ waveId: z.uuid(), surveyKey: z.string(), isOverride: z.boolean() }),
)
export const waveFilled = event(
  'wave.filled',
  z.object({ waveId: z.uuid(), invited: z.number(), excluded: z.number() }),
)
/** Cards and calls that were planned end unsent: the person may not be asked any more. */
export const invitationsEnded = event(
  'invitation.ended',
  z.object({ invitations: z.array(z.object({ id: z.uuid(), reason: z.string() })) }),
)
export const waveStopped = event('wave.stopped', z.object({ waveId: z.uuid(), takenBack: z.number() }))

/** null: the survey has no scored question, or it was not answered */
const score = z.number().int().nullable()

/** Somebody, or something, pressed Send on the page of a mail: what they sent waits until it can count. */
export const responseSent = event(
  'response.sent',
  z.object({ invitationId: z.uuid(), surveyKey: z.string() }),
)

/** What was sent to an invitation showed signs of a machine; an answer that somebody gave before stays as it was. */
export const machineSeen = event(
  'survey.machine_seen',
  z.object({ invitationId: z.uuid(), surveyKey: z.string(), sign: z.string(), sends: z.number() }),
)

/** An answer was counted for the first time. Never sent for an answer that is provisional. */
export const responseReceived = event(
  'response.received',
  z.object({
    responseId: z.uuid(),
    surveyId: z.uuid(),
    surveyKey: z.string(),
    kind: z.enum(surveyKinds),
    score,
    isNegative: z.boolean(),
  }),
)

/** The person changed an answer that was counted before: its score, or whether it is negative. */
export const responseChanged = event(
  'response.changed',
  z.object({
    responseId: z.uuid(),
    surveyKey: z.string(),
    from: score,
    to: score,
    wasNegative: z.boolean(),
    isNegative: z.boolean(),
  }),
)

/** The reason was sent; `hasWords` tells whether there is something to read. */
export const responseCompleted = event(
  'response.completed',
  z.object({ responseId: z.uuid(), surveyKey: z.string(), hasWords: z.boolean() }),
)

/** An answer that had been counted showed signs of a machine, or a member cleared that suspicion. */
export const responseDoubted = event(
  'response.doubted',
  z.object({ responseId: z.uuid(), surveyKey: z.string(), sign: z.string() }),
)
export const responseConfirmed = event(
  'response.confirmed',
  z.object({ responseId: z.uuid(), surveyKey: z.string() }),
)

/**
 * Answers were written of which no other event tells: by an import, in doubt from the start, or a change of neither the
 * score nor whether they are negative.
 */
export const responseRecorded = event(
  'response.recorded',
  z.object({ responseIds: z.array(z.uuid()).max(1000) }),
)

/** Invitations of which no other event tells whether they arrived or were answered: of the time before this was counted, or of a demo. */
export const invitationRecorded = event(
  'invitation.recorded',
  z.object({ invitationIds: z.array(z.uuid()).max(1000) }),
)
