import { z } from 'zod'
import { sql } from '#platform/db/sql.ts'
import { type Schedule, type Task, task } from '#platform/jobs/task.ts'

const keepMs = 3 * 24 * 3600 * 1000

/** Answers kept for Idempotency-Keys are dropped after three days, longer than any client retries. */
const forgetOldKeys = task('idempotency.forget', z.object({}), async (_payload, door) => {
  const workspaces = await door.outside((db) => db.many<{ id: string }>(sql`select all_workspaces() as id`))
  for (const { id } of workspaces) {
    await door.inWorkspace(id, { kind: 'job', name: 'idempotency.forget' }, (ctx) =>
      ctx.db.run(
        sql`delete from idempotency_keys where workspace_id = ${id} and created_at < ${new Date(ctx.now().getTime() - keepMs)}`,
      ),
    )
  }
})

export const idempotencyTasks: readonly Task[] = [forgetOldKeys as Task]
export const idempotencySchedules: readonly Schedule[] = [{ cron: '17 3 * * *', task: forgetOldKeys as Task }]
