import type { Outbox } from '#platform/outbox/outbox.ts'
import { smsSettled } from '#platform/sms/events.ts'
import { drainSms } from '#platform/sms/jobs.ts'

export const texts: Outbox = {
  table: 'sms_messages',
  reply: 'provider_reply',
  noWay: 'no_provider',
  drain: () => drainSms,
  tell: (ctx, ended, state, reason) =>
    ctx.emitAll(
      smsSettled,
      ended.map((row) => ({
        subjectId: row.id,
        payload: { smsId: row.id, topic: row.topic, state, reason, contactId: row.contact_id },
      })),
    ),
}
