import { z } from 'zod'
import { installPlaybooks } from '#act/playbooks/commands.ts'
import { remindDays, remindOfReviews } from '#act/playbooks/reviews.ts'
import { shiftDate } from '#platform/calendar/zones.ts'
import { sql } from '#platform/db/sql.ts'
import { projection } from '#platform/events/event.ts'
import { task } from '#platform/jobs/task.ts'

/** Once a day: workspaces made before a playbook was shipped get it too. */
export const installEverywhere = task('playbooks.install', z.object({}), async (_, door) => {
  const workspaces = await door.outside((db) => db.many<{ id: string }>(sql`select all_workspaces() as id`))
  for (const { id } of workspaces)
    await door.inWorkspace(id, { kind: 'job', name: 'playbooks.install' }, installPlaybooks)
})

/** Every hour: reminds of reviews, each workspace by its own calendar. */
export const remindSweep = task('playbooks.reviews', z.object({}), async (_, door) => {
  // It is tomorrow in the east already; each workspace looks at its own day.
  const today = shiftDate(door.now().toISOString().slice(0, 10), 1)
  const due = await door.outside((db) =>
    db.many<{ workspace_id: string }>(
      sql`select workspace_id from playbook_reviews_due(${today}, ${shiftDate(today, remindDays)})`,
    ),
  )
  for (const { workspace_id } of due)
    await door.inWorkspace(workspace_id, { kind: 'job', name: 'playbooks.reviews' }, remindOfReviews)
})

export const projections = [projection('workspace.created', (ctx) => installPlaybooks(ctx))]
export const tasks = [installEverywhere, remindSweep]
export const schedules = [
  { cron: '40 3 * * *', task: installEverywhere },
  { cron: '17 * * * *', task: remindSweep },
]
