import { z } from 'zod'
import { makeDue } from '#measure/reports/make.ts'
import { sql } from '#platform/db/sql.ts'
import { type Task, task } from '#platform/jobs/task.ts'

/** Where a day begins first: fourteen hours before it does in Greenwich. */
const eastMs = 14 * 3_600_000

/** Every few minutes: what is due is made, also when it is late. */
const make = task('reports.make', z.object({}), async (_, door, signal) => {
  const day = new Date(door.now().getTime() + eastMs).toISOString().slice(0, 10)
  const owed = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from reports_to_make(${day}::date)`),
  )
  for (const { workspace_id } of owed) {
    if (signal.aborted) return
    await door.inWorkspace(workspace_id, { kind: 'job', name: 'reports.make' }, makeDue)
  }
})

export const tasks = [make] as Task[]
export const schedules = [{ cron: '*/5 * * * *', task: make }]
