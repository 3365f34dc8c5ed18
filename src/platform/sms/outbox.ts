import type { Outbox } from '#platform/outbox/outbox.ts'
import { smsSettled } from '#platform/sms/events.ts'
import { drainSms } from '#platform/sms/jobs.ts'

export const texts: Outbox = {
  table: 'sms_messages',
  reply: 'provider_reply',
  noWay: 'no_provider',
  drain: () => drainSms,
  tell: (ctx, ids, end) =>
    ctx.emit(smsSettled, { subjectId: ids[0]!, payload: { smsIds: [...ids], ...end } }),
}
