import { createWidgetKey } from '#collect/widget/commands/keys.ts'
import { createWidgetKey as contract } from '#collect/widget/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { projection } from '#platform/events/event.ts'

/** A new workspace has one key to begin with, which works on the demo page and nowhere else until it gets an origin. */
export const projections = [
  projection('workspace.created', async (ctx) => {
    const { name } = await ctx.db.one<{ name: string }>(
      sql`select name from workspaces where id = ${ctx.workspaceId}`,
    )
    await createWidgetKey(ctx, contract.body!.parse({ product: name.slice(0, 60), onDemoPage: true }))
  }),
]
