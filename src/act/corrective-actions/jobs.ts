import { z } from 'zod'
import { lookAtDue } from '#act/corrective-actions/check.ts'
import { actionChanged } from '#act/corrective-actions/events.ts'
import { about, addEntry } from '#act/corrective-actions/load.ts'
import type { ActionKind } from '#act/corrective-actions/rules.ts'
import { holders } from '#act/playbooks/holders.ts'
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
  // Open actions of somebody who leaves go to their successor, else to management.
  projection('member.removed', async (ctx: Ctx, event: Emitted<{ toMemberId: string | null }>) => {
    const owner = event.payload.toMemberId ?? (await holders(ctx, 'management'))[0]?.id ?? null
    const moved = await ctx.db.many<{ id: string; kind: ActionKind; case_id: string | null }>(sql`
      update corrective_actions set owner_member_id = ${owner}, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and owner_member_id = ${event.subjectId} and state = 'open'
      returning id, kind, case_id`)
    for (const action of moved) {
      await addEntry(ctx, action.id, { kind: 'changed', fields: ['owner'] })
      await ctx.emit(actionChanged, {
        subjectId: action.id,
        payload: { ...about(action), fields: ['owner'] },
      })
    }
  }),
]

export const tasks = [actionSweep]
export const schedules = [{ cron: '7 * * * *', task: actionSweep }]
