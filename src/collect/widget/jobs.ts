import { z } from 'zod'
import { createWidgetKey } from '#collect/widget/commands/keys.ts'
import { createWidgetKey as contract } from '#collect/widget/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { projection } from '#platform/events/event.ts'
import { type Schedule, task } from '#platform/jobs/task.ts'

/** A new workspace has one key to begin with, which works on the demo page and nowhere else until it gets an origin. */
export const projections = [
  projection('workspace.created', async (ctx) => {
    const { name } = await ctx.db.one<{ name: string }>(
      sql`select name from workspaces where id = ${ctx.workspaceId}`,
    )
    await createWidgetKey(ctx, contract.body!.parse({ product: name.slice(0, 60), onDemoPage: true }))
  }),
]

const batch = 5000

/** Takes away sessions and picture tokens that have expired a day ago; until then a refusal can say why. */
const tidy = task('widget.tidy', z.object({}), async (_payload, door, signal) => {
  const before = new Date(door.now().getTime() - 86_400_000)
  const workspaces = await door.outside((db) =>
    db.many<{ id: string }>(sql`select id from all_workspaces() as id`),
  )
  for (const { id } of workspaces) {
    let gone = batch
    while (gone === batch && !signal.aborted) {
      gone = await door.inWorkspace(
        id,
        { kind: 'job', name: 'widget.tidy' },
        async (ctx) =>
          (await ctx.db.one<{ gone: number }>(sql`select purge_widget_tokens(${before}, ${batch}) as gone`))
            .gone,
      )
    }
  }
})

export const tasks = [tidy]
export const schedules: Schedule[] = [{ cron: '41 3 * * *', task: tidy }]
