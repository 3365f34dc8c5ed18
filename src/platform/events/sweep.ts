import { z } from 'zod'
import { sql } from '#platform/db/sql.ts'
import type { Consumer } from '#platform/events/event.ts'
import { type Task, task } from '#platform/jobs/task.ts'

/** Finds events that were committed but whose wake-up was lost (a crash in between), and wakes their consumers. */
export function sweepTask(consumers: readonly Consumer[]): Task {
  const names = consumers.map((consumer) => consumer.name)
  return task('events.sweep', z.object({}), async (_payload, door) => {
    await door.outside(async (db) => {
      const pairs = await db.many<{ workspace_id: string; consumer: string }>(
        sql`select * from undelivered(${names}::text[])`,
      )
      if (pairs.length === 0) return
      const jobs = pairs.map((pair) => ({
        task: 'events.drain',
        payload: { consumer: pair.consumer, workspaceId: pair.workspace_id },
        key: `drain ${pair.consumer} ${pair.workspace_id}`,
        keyMode: 'preserve_run_at',
      }))
      await db.run(sql`select graphile_worker.enqueue_jobs(${JSON.stringify(jobs)}::jsonb)`)
    })
  }) as Task
}
