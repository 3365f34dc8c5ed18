import { z } from 'zod'
import { applyChange } from '#organize/inbox/apply.ts'
import { endChange, startChange } from '#organize/inbox/records.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'
import { task } from '#platform/jobs/task.ts'

/** Brings snoozed items back when their time has come. */
export const wakeSnoozed = task(
  'inbox.wake',
  z.object({ workspaceId: z.string() }),
  async ({ workspaceId }, door) => {
    for (let woken = 500; woken === 500; ) {
      woken = await door.inWorkspace(workspaceId, { kind: 'job', name: 'inbox.wake' }, async (ctx) => {
        const due = await ctx.db.many<{ id: string }>(sql`
        select id from inbox_items
        where workspace_id = ${workspaceId} and status = 'snoozed' and snoozed_until <= ${ctx.now()}
        order by snoozed_until, id limit 500`)
        if (due.length === 0) return 0
        const changeId = newId()
        startChange(ctx, changeId, { status: 'open' })
        await applyChange(
          ctx,
          changeId,
          due.map((row) => row.id),
          { status: 'open' },
        )
        endChange(ctx, changeId, due.length, 0)
        return due.length
      })
    }
  },
)

/** One job for all items of a workspace that wake at the same moment. */
export async function wakeLater(ctx: Ctx, at: Date): Promise<void> {
  await ctx.enqueue(
    wakeSnoozed,
    { workspaceId: ctx.workspaceId },
    { key: `inbox.wake ${ctx.workspaceId} ${at.toISOString()}`, runAt: at },
  )
}
