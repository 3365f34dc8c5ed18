import { z } from 'zod'
import { kindKeys } from '#measure/retention/rules.ts'
import { actor, beginRun, workTask } from '#measure/retention/runs.ts'
import { retentionSetting } from '#measure/retention/settings.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { hourOfDate, localDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { type Task, task } from '#platform/jobs/task.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** Begins the runs of a night once its hour has come, also late on the same day. */
async function beginDue(ctx: Ctx): Promise<void> {
  const [{ isOn, hour }, { zone }] = await Promise.all([
    getSetting(ctx, retentionSetting),
    getSetting(ctx, calendarSetting),
  ])
  const today = localDate(zone, ctx.now().getTime())
  if (!isOn || ctx.now() < hourOfDate(zone, today, hour)) return
  const begun = await ctx.db.many<{ kind: string }>(sql`
    select kind from retention_runs where workspace_id = ${ctx.workspaceId} and due_on = ${today}::date`)
  for (const kind of kindKeys) if (!begun.some((one) => one.kind === kind)) await beginRun(ctx, kind, today)
}

/** Every quarter of an hour: nights whose hour has come, and runs whose wake-up was lost. */
const tick = task('retention.tick', z.object({}), async (_, door, signal) => {
  const all = await door.outside((db) => db.many<{ id: string }>(sql`select all_workspaces() as id`))
  for (const { id } of all) {
    if (signal.aborted) return
    await door.inWorkspace(id, actor, beginDue)
  }
  const left = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from retention_running()`),
  )
  for (const { workspace_id } of left)
    await door.inWorkspace(workspace_id, actor, async (ctx) => {
      const runs = await ctx.db.many<{ id: string }>(sql`
        select id from retention_runs where workspace_id = ${ctx.workspaceId} and state = 'running'`)
      for (const { id } of runs)
        await ctx.enqueue(workTask, { workspaceId: ctx.workspaceId, runId: id }, { key: `retention ${id}` })
    })
})

export const tasks = [workTask, tick] as Task[]
export const schedules = [{ cron: '*/15 * * * *', task: tick }]
