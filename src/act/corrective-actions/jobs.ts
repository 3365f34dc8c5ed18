import { z } from 'zod'
import { lookAtDue } from '#act/corrective-actions/check.ts'
import { keepTheme } from '#analyze/themes/mentions.ts'
import { shiftDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { type Emitted, projection } from '#platform/events/event.ts'
import { task } from '#platform/jobs/task.ts'

type Unsplit = Emitted<{ themeId: string; partIds: string[] }>

/** Every hour: in each workspace's own day, what is overdue, to be checked or watched. */
export const actionSweep = task('corrective-actions.sweep', z.object({}), async (_, door) => {
  // It is tomorrow in the east already; each workspace looks at its own calendar.
  const day = shiftDate(door.now().toISOString().slice(0, 10), 1)
  const due = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from corrective_actions_due(${day})`),
  )
  for (const { workspace_id } of due)
    await door.inWorkspace(workspace_id, { kind: 'job', name: 'corrective-actions.sweep' }, lookAtDue)
})

export const projections = [
  // The parts of a theme go: what was done about them was done about the theme.
  projection('theme.unsplit', async (ctx: Ctx, { payload: { themeId, partIds } }: Unsplit) => {
    const moved = await ctx.db.run(sql`
      update corrective_actions set theme_id = ${themeId}
      where workspace_id = ${ctx.workspaceId} and theme_id = any(${partIds}::uuid[])`)
    if (moved > 0) await keepTheme(ctx, themeId)
  }),
]

export const tasks = [actionSweep]
export const schedules = [{ cron: '7 * * * *', task: actionSweep }]
