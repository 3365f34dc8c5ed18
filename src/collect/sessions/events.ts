import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const sessionId = z.uuid()
export const sessionPlanned = event('session.planned', z.object({ sessionId, kind: z.string() }))
export const sessionChanged = event('session.changed', z.object({ sessionId, fields: z.array(z.string()) }))
export const sessionHeld = event('session.held', z.object({ sessionId, kind: z.string() }))
export const sessionConsent = event(
  'session.consent_recorded',
  z.object({ sessionId, contactId: z.uuid(), consent: z.string() }),
)
