import { z } from 'zod'
import { sql } from '#platform/db/sql.ts'
import { sweepFiles } from '#platform/files/commands.ts'
import { unattachedHours } from '#platform/files/rules.ts'
import { sweepIncoming } from '#platform/files/store.ts'
import { type Schedule, task } from '#platform/jobs/task.ts'

const sweep = task('files.sweep', z.object({}), async (_payload, door) => {
  await sweepIncoming(door.config, new Date(door.now().getTime() - unattachedHours * 3_600_000))
  const workspaces = await door.outside((db) =>
    db.many<{ id: string }>(sql`select id from all_workspaces() as id`),
  )
  for (const { id } of workspaces)
    await door.inWorkspace(id, { kind: 'job', name: 'files.sweep' }, sweepFiles)
})

export const tasks = [sweep]
export const schedules: Schedule[] = [{ cron: '23 3 * * *', task: sweep }]
