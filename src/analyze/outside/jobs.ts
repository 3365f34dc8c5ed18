import { z } from 'zod'
import { askTask } from '#analyze/outside/ask-task.ts'
import { keptDays } from '#analyze/outside/rules.ts'
import { sql } from '#platform/db/sql.ts'
import { projection } from '#platform/events/event.ts'
import { type Schedule, type Task, task } from '#platform/jobs/task.ts'

const forget = task('outside.forget', z.object({}), async (_payload, door) => {
  const workspaces = await door.outside((db) => db.many<{ id: string }>(sql`select all_workspaces() as id`))
  for (const { id } of workspaces)
    await door.inWorkspace(id, { kind: 'job', name: 'outside.forget' }, (ctx) =>
      ctx.db.run(sql`
        delete from outside_calls where workspace_id = ${id} and state in ('done', 'failed')
          and created_at < ${new Date(ctx.now().getTime() - keptDays * 86_400_000)}`),
    )
})

/** An item that is erased takes its words along wherever they were sent, and what was said of them; the cost stays. */
export const projections = [
  projection('feedback.erased', async (ctx, { payload }: { payload: { ids: string[] } }) => {
    const ws = ctx.workspaceId
    await ctx.db.run(sql`
      with gone as (
        delete from outside_call_items where workspace_id = ${ws} and feedback_id = any(${payload.ids}::uuid[]) returning call_id
      )
      update outside_calls set sent = null, result = null
      where workspace_id = ${ws} and id in (select call_id from gone)`)
  }),
]

export const tasks = [askTask, forget] as Task[]
export const schedules: Schedule[] = [{ cron: '37 3 * * *', task: forget as Task }]
