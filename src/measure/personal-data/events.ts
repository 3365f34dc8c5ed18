import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const ids = { contactId: z.uuid(), mergedIds: z.array(z.uuid()) }

/** Everything that is known about a person was handed out. */
export const contactExported = event('contact.exported', z.object(ids))
/** A person was erased everywhere; the certificate says what went. */
export const contactErased = event('contact.erased', z.object({ ...ids, erasureId: z.uuid() }))
