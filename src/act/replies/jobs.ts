import { hearReach } from '#act/cases/commands/reach.ts'
import { takeReply } from '#act/replies/commands.ts'
import { takeSmsReply } from '#act/replies/sms.ts'
import { type Emitted, projection } from '#platform/events/event.ts'

// In the transaction that sorts the mail: it is on its case, or it still waits to be sorted.
export const projections = [
  projection(
    'mail.received',
    async (ctx, { payload }: Emitted<{ inboundId: string; state: string; aboutId: string | null }>) => {
      if (payload.aboutId && payload.state !== 'held') await takeReply(ctx, payload.inboundId)
    },
  ),
  projection(
    'sms.received',
    async (ctx, { payload }: Emitted<{ replyId: string; contactId: string | null }>) =>
      takeSmsReply(ctx, payload.replyId, payload.contactId),
  ),
  projection('contact.email_state_changed', async (ctx, { payload }: Emitted<{ contactId: string }>) =>
    hearReach(ctx, payload.contactId),
  ),
  projection(
    'contact.changed',
    async (ctx, { payload }: Emitted<{ contactId: string; fields: string[] }>) => {
      if (payload.fields.includes('email')) await hearReach(ctx, payload.contactId)
    },
  ),
]
