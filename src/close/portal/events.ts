import { z } from 'zod'
import { event } from '#platform/events/event.ts'

export const portalSaved = event(
  'portal.saved',
  z.object({ access: z.string(), fields: z.array(z.string()) }),
)
/** Somebody proved an address on the portal; the contact was there or was made. */
export const portalSignedIn = event(
  'portal.signed_in',
  z.object({ contactId: z.uuid(), by: z.enum(['mail', 'product']) }),
)
export const ideaPosted = event(
  'idea.posted',
  z.object({ ideaId: z.uuid(), feedbackId: z.uuid(), contactId: z.uuid(), isHeld: z.boolean() }),
)
export const ideaDecided = event(
  'idea.decided',
  z.object({ ideaId: z.uuid(), state: z.enum(['published', 'refused']), requestId: z.uuid().nullable() }),
)
export const commentPosted = event(
  'comment.posted',
  z.object({ commentId: z.uuid(), requestId: z.uuid(), isHeld: z.boolean(), isOurs: z.boolean() }),
)
export const commentDecided = event(
  'comment.decided',
  z.object({ commentId: z.uuid(), requestId: z.uuid(), state: z.enum(['published', 'removed']) }),
)
