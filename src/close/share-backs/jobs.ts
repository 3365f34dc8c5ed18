import { z } from 'zod'
import { makeDue } from '#close/share-backs/make.ts'
import { deliver } from '#close/share-backs/webhook.ts'
import { sql } from '#platform/db/sql.ts'
import { type Task, task } from '#platform/jobs/task.ts'

/** Every few minutes: what is due is made, also when it is late. */
const make = task('share_backs.make', z.object({}), async (_, door, signal) => {
  const on = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from share_backs_on()`),
  )
  for (const { workspace_id } of on) {
    if (signal.aborted) return
    await door.inWorkspace(workspace_id, { kind: 'job', name: 'share_backs.make' }, makeDue)
  }
})

export const tasks = [make, deliver] as Task[]
export const schedules = [{ cron: '*/5 * * * *', task: make }]
