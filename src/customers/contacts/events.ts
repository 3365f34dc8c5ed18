import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const contactId = z.uuid()

export const contactCreated = event(
  'contact.created',
  z.object({ contactId, accountId: z.uuid().nullable(), via: z.string() }),
)
export const contactChanged = event('contact.changed', z.object({ contactId, fields: z.array(z.string()) }))
export const contactsUpserted = event(
  'contact.upserted',
  z.object({ createdIds: z.array(z.uuid()), changedIds: z.array(z.uuid()) }),
)

export const contactConsentChanged = event(
  'contact.consent_changed',
  z.object({
    contactId,
    channel: z.string(),
    topic: z.string(),
    state: z.enum(['subscribed', 'unsubscribed']),
    via: z.string(),
  }),
)
export const contactEmailStateChanged = event(
  'contact.email_state_changed',
  z.object({ contactId, state: z.enum(['ok', 'bounced']) }),
)

export const contactMerged = event(
  'contact.merged',
  z.object({ mergeId: z.uuid(), survivorId: z.uuid(), loserId: z.uuid(), movedIds: z.array(z.uuid()) }),
)
export const contactUnmerged = event(
  'contact.unmerged',
  z.object({ mergeId: z.uuid(), survivorId: z.uuid(), loserId: z.uuid(), movedIds: z.array(z.uuid()) }),
)
