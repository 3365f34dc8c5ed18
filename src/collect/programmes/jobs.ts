import { z } from 'zod'
import { askDue } from '#collect/programmes/ask.ts'
import { createProgramme } from '#collect/programmes/commands.ts'
import { findGoLives } from '#collect/programmes/go-live.ts'
import { remindDue } from '#collect/programmes/reminders.ts'
import { startQuarters } from '#collect/programmes/runs.ts'
import { createShippedSurvey } from '#collect/surveys/setup.ts'
import type { Actor } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { type Projection, projection } from '#platform/events/event.ts'
import { type Schedule, type Task, task } from '#platform/jobs/task.ts'

const actor: Actor = { kind: 'job', name: 'collect/programmes' }

/** All that the programmes of a workspace have to do now; each step is a transaction of its own and goes on where it stood. */
async function work(door: Door, workspaceId: string, signal: AbortSignal): Promise<void> {
  await door.inWorkspace(workspaceId, actor, startQuarters)
  await door.inWorkspace(workspaceId, actor, findGoLives)
  while (!signal.aborted && (await door.inWorkspace(workspaceId, actor, askDue)));
  while (!signal.aborted && (await door.inWorkspace(workspaceId, actor, remindDue)));
}

/** Wakes the programmes of one workspace. */
export const programmesTask = task(
  'programmes.work',
  z.object({ workspaceId: z.uuid() }),
  ({ workspaceId }, door, signal) => work(door, workspaceId, signal),
)

/** Every five minutes: what is due by the clock, and what a lost wake-up left behind. */
export const programmesSweep = task('programmes.sweep', z.object({}), async (_, door, signal) => {
  const rows = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from programmes_at_work()`),
  )
  for (const { workspace_id } of rows) {
    if (signal.aborted) return
    await work(door, workspace_id, signal)
  }
})

export const tasks: Task[] = [programmesTask as Task, programmesSweep as Task]
export const schedules: Schedule[] = [{ cron: '*/5 * * * *', task: programmesSweep as Task }]

/** The programmes of the procedures, in the order they are shown. */
const starting = [
  { name: 'Quarterly NPS', survey: 'nps', trigger: 'quarterly' },
  { name: 'After support', survey: 'post-support', trigger: 'ticket_resolved' },
  { name: 'After go-live', survey: 'post-implementation', trigger: 'go_live' },
] as const

export const projections: Projection[] = [
  // A new workspace finds the programmes of the procedures, off until somebody turns them on.
  projection('workspace.created', async (ctx) => {
    const known = await ctx.db.maybe(
      sql`select 1 from programmes where workspace_id = ${ctx.workspaceId} limit 1`,
    )
    if (known) return
    for (const { name, survey, trigger } of starting) {
      const surveyId = await createShippedSurvey(ctx, survey)
      await createProgramme(ctx, { name, surveyId: surveyId!, trigger, audience: {}, samplePercent: 100 })
    }
  }),
]
