import { z } from 'zod'
import { sql } from '#platform/db/sql.ts'
import { type Schedule, type Task, task } from '#platform/jobs/task.ts'
import { drainWorkspace } from '#platform/sms/sender.ts'

/** Sends what is due in one workspace. */
export const drainSms = task(
  'sms.drain',
  z.object({ workspaceId: z.uuid() }),
  ({ workspaceId }, door, signal) => drainWorkspace(door, workspaceId, signal),
)

/** Each minute: retries that are due, leases that ran out, wake-ups that a crash swallowed. */
const sweepSms = task('sms.sweep', z.object({}), async (_, door, signal) => {
  const due = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from sms_workspaces_due(${door.now()})`),
  )
  for (const { workspace_id } of due) {
    if (signal.aborted) return
    await drainWorkspace(door, workspace_id, signal)
  }
})

export const tasks: Task[] = [drainSms as Task, sweepSms as Task]
export const schedules: Schedule[] = [{ cron: '* * * * *', task: sweepSms as Task }]
