import { z } from 'zod'
import { absenceClock } from '#act/absences/clock-task.ts'
import { keepAbsences } from '#act/absences/commands.ts'
import { sql } from '#platform/db/sql.ts'
import { task } from '#platform/jobs/task.ts'

/** Every five minutes: steps that came to fall into an absence since it began, and wake-ups that were lost. */
export const absenceSweep = task('absences.sweep', z.object({}), async (_, door) => {
  const due = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from absences_due(${door.now()})`),
  )
  for (const { workspace_id } of due)
    await door.inWorkspace(workspace_id, { kind: 'job', name: 'absences.sweep' }, keepAbsences)
})

export const tasks = [absenceClock, absenceSweep]
export const schedules = [{ cron: '*/5 * * * *', task: absenceSweep }]
