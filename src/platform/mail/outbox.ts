import { mailSettled } from '#platform/mail/events.ts'
import { drainMail } from '#platform/mail/jobs.ts'
import type { Outbox } from '#platform/outbox/outbox.ts'

export const mails: Outbox = {
  table: 'mails',
  reply: 'smtp_reply',
  noWay: 'no_server',
  drain: () => drainMail,
  tell: (ctx, ids, end) =>
    ctx.emit(mailSettled, { subjectId: ids[0]!, payload: { mailIds: [...ids], ...end } }),
}
