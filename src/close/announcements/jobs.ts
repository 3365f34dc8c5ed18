import { z } from 'zod'
import { takeRequestReply } from '#close/announcements/replies.ts'
import { sendAnnouncementTask } from '#close/announcements/send-task.ts'
import { sql } from '#platform/db/sql.ts'
import { type Emitted, type Projection, projection } from '#platform/events/event.ts'
import { type Task, task } from '#platform/jobs/task.ts'

/** Every minute: goes on with what a lost wake-up or a crash left behind. */
const sweep = task('announcements.sweep', z.object({}), async (_, door) => {
  const due = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from announcements_due_in(${door.now()})`),
  )
  for (const { workspace_id: workspaceId } of due)
    await door.inWorkspace(workspaceId, { kind: 'job', name: 'announcements.sweep' }, async (ctx) => {
      const rows = await ctx.db.many<{ id: string }>(sql`
        select id from announcements
        where workspace_id = ${workspaceId} and state in ('held', 'sending', 'stopping') and send_at <= ${ctx.now()} order by send_at, id limit 100`)
      for (const { id } of rows)
        await ctx.enqueue(
          sendAnnouncementTask,
          { workspaceId, announcementId: id },
          { key: `announcement ${id}` },
        )
    })
})

export const projections: Projection[] = [
  projection(
    'mail.received',
    async (ctx, { payload }: Emitted<{ inboundId: string; state: string; aboutId: string | null }>) => {
      if (payload.aboutId && payload.state === 'case') await takeRequestReply(ctx, payload.inboundId)
    },
  ),
  // Who was told is a fact: a mail that did not leave after all told nobody, one that was sent again did.
  projection(
    'mail.settled',
    (
      ctx,
      { payload }: Emitted<{ mailIds: string[]; topic: string; state: string; reason: string | null }>,
    ) => {
      const { mailIds, topic, state, reason } = payload
      if (topic !== 'updates' || reason === 'demo') return
      const isBack = state === 'failed' || state === 'suppressed'
      ctx.db.later(
        sql.kept(sql`
          update updates set state = ${isBack ? 'failed' : 'sent'}, failure = ${isBack ? (reason ?? state) : null},
            sent_at = case when ${isBack} then null else coalesce(sent_at, ${ctx.now()}) end
          where workspace_id = ${ctx.workspaceId} and mail_id = any(${mailIds}::uuid[]) and announcement_id is not null
            and (state = 'failed') <> ${isBack}`),
      )
    },
  ),
]

export const tasks: Task[] = [sendAnnouncementTask as Task, sweep as Task]
export const schedules = [{ cron: '* * * * *', task: sweep as Task }]
