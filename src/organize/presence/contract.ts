import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

export const Presence = z.object({
  /** null for who writes to a person without an item before them */
  feedbackId: idOut('fb').nullable(),
  contactId: idOut('ct').nullable(),
  member: z.object({ id: idOut('mem'), name: z.string() }),
})
export type Presence = z.output<typeof Presence>

export const listPresences = endpoint({
  method: 'GET',
  path: '/inbox/replying',
  summary: 'Who else is writing a reply to which item and person right now; at most 200',
  access: 'feedback:read',
  response: z.object({ data: z.array(Presence) }),
})

export const showPresence = endpoint({
  method: 'PUT',
  path: '/feedback/:feedbackId/replying',
  summary:
    'Say that the member who asks is writing a reply, or no more; holds for 30 seconds, repeat it while writing',
  access: 'updates:write',
  params: z.strictObject({ feedbackId: id('fb') }),
  body: z.strictObject({ isReplying: z.boolean() }),
})

export const showWriting = endpoint({
  method: 'PUT',
  path: '/contacts/:contactId/writing',
  summary:
    'Say that the member who asks is writing to a person, or no more; holds for 30 seconds, repeat it while writing',
  access: 'updates:write',
  params: z.strictObject({ contactId: id('ct') }),
  body: z.strictObject({ isWriting: z.boolean() }),
})
