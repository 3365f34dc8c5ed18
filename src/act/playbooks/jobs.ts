import { z } from 'zod'
import { installPlaybooks } from '#act/playbooks/commands.ts'
import { sql } from '#platform/db/sql.ts'
import { projection } from '#platform/events/event.ts'
import { task } from '#platform/jobs/task.ts'

/** Once a day: workspaces made before a playbook was shipped get it too. */
export const installEverywhere = task('playbooks.install', z.object({}), async (_, door) => {
  const workspaces = await door.outside((db) => db.many<{ id: string }>(sql`select all_workspaces() as id`))
  for (const { id } of workspaces)
    await door.inWorkspace(id, { kind: 'job', name: 'playbooks.install' }, installPlaybooks)
})

export const projections = [projection('workspace.created', (ctx) => installPlaybooks(ctx))]
export const tasks = [installEverywhere]
export const schedules = [{ cron: '40 3 * * *', task: installEverywhere }]
