import { z } from 'zod'
import { event } from '#platform/events/event.ts'

export const callsPlanned = event('survey_calls.planned', z.object({ waveId: z.uuid(), calls: z.number() }))
export const callTried = event(
  'survey_call.tried',
  z.object({ callId: z.uuid(), invitationId: z.uuid(), contactId: z.uuid(), outcome: z.string() }),
)
/** Calls of somebody who left, is away or has come back went from one to another. */
export const callsPassedOn = event(
  'survey_calls.passed_on',
  z.object({ fromMemberId: z.uuid(), toMemberId: z.uuid(), calls: z.number() }),
)
