import { mailSettled } from '#platform/mail/events.ts'
import { drainMail } from '#platform/mail/jobs.ts'
import type { Outbox } from '#platform/outbox/outbox.ts'

export const mails: Outbox = {
  table: 'mails',
  reply: 'smtp_reply',
  noWay: 'no_server',
  drain: () => drainMail,
  tell: (ctx, ended, state, reason) =>
    ctx.emitAll(
      mailSettled,
      ended.map((row) => ({
        subjectId: row.id,
        payload: { mailId: row.id, topic: row.topic, state, reason, contactId: row.contact_id },
      })),
    ),
}
