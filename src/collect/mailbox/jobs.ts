import { z } from 'zod'
import { sql } from '#platform/db/sql.ts'
import { type Schedule, type Task, task } from '#platform/jobs/task.ts'

/** Reads one mail that came in and puts it where it belongs. The work stands in sort.ts, which is large to load. */
export const sortInbound = task(
  'mailbox.sort',
  z.object({ workspaceId: z.uuid(), inboundId: z.uuid() }),
  async ({ workspaceId, inboundId }, door) => {
    const { sortMail } = await import('#collect/mailbox/sort.ts')
    await sortMail(door, workspaceId, inboundId)
  },
)

/** Each five minutes: mail whose wake-up was lost. */
const sweepInbound = task('mailbox.sweep', z.object({}), async (_, door, signal) => {
  const before = new Date(door.now().getTime() - 60_000)
  const waiting = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from inbound_mails_waiting(${before})`),
  )
  if (waiting.length === 0) return
  const { sortMail } = await import('#collect/mailbox/sort.ts')
  for (const { workspace_id } of waiting) {
    const ids = await door.inWorkspace(workspace_id, { kind: 'job', name: 'mailbox.sweep' }, (ctx) =>
      ctx.db.many<{ id: string }>(sql`
        select id from inbound_mails where workspace_id = ${ctx.workspaceId} and state = 'received' and received_at <= ${before}
        order by id limit 100`),
    )
    for (const { id } of ids) if (!signal.aborted) await sortMail(door, workspace_id, id)
  }
})

/** Each minute: what is new in the mailboxes that are read by IMAP. */
const pollMailboxes = task('mailbox.poll', z.object({}), async (_, door, signal) => {
  const read = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from mailboxes_to_poll()`),
  )
  if (read.length === 0) return
  const { pollMailbox } = await import('#collect/mailbox/poll.ts')
  for (const { workspace_id } of read) if (!signal.aborted) await pollMailbox(door, workspace_id, signal)
})

export const tasks: Task[] = [sortInbound as Task, sweepInbound as Task, pollMailboxes as Task]
export const schedules: Schedule[] = [
  { cron: '*/5 * * * *', task: sweepInbound as Task },
  { cron: '* * * * *', task: pollMailboxes as Task },
]
