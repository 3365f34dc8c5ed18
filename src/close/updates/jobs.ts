import { z } from 'zod'
import { hearMail, sendAllDue } from '#close/updates/send.ts'
import { sendDue } from '#close/updates/send-task.ts'
import { sql } from '#platform/db/sql.ts'
import { consumer, type Emitted } from '#platform/events/event.ts'
import { task } from '#platform/jobs/task.ts'
import { endedIds } from '#platform/outbox/outbox.ts'

/** Every minute: sends what a lost wake-up left behind. */
export const sendSweep = task('updates.sweep', z.object({}), async (_, door) => {
  const due = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from updates_due_in(${door.now()})`),
  )
  for (const { workspace_id } of due) {
    await door.inWorkspace(workspace_id, { kind: 'job', name: 'updates.sweep' }, sendAllDue)
  }
})

type Settled = Emitted<{ mailIds?: string[]; mailId?: string; topic: string; state: string }>

export const consumers = [
  consumer('close/updates', {
    'mail.settled': async (ctx, events: Settled[]) => {
      for (const { payload } of events) {
        if (payload.topic === 'case' && payload.state !== 'accepted')
          for (const mailId of endedIds(payload, 'mail')) await hearMail(ctx, mailId, payload.state)
      }
    },
  }),
]

export const tasks = [sendDue, sendSweep]
export const schedules = [{ cron: '* * * * *', task: sendSweep }]
