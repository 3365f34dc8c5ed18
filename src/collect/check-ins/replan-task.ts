import { z } from 'zod'
import { plannedAccounts, replan, termsOf } from '#collect/check-ins/schedule.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { task } from '#platform/jobs/task.ts'

/** Plans every account of a workspace in the background: when the settings changed, and once at the start. */
export async function replanAll(ctx: Ctx): Promise<void> {
  await ctx.enqueue(
    replanTask,
    { workspaceId: ctx.workspaceId },
    { key: `check-ins replan ${ctx.workspaceId}` },
  )
}

/** Whether every account was planned once. */
export async function hasStarted(ctx: Ctx): Promise<boolean> {
  const row = await ctx.db.maybe(sql`select 1 from check_in_starts where workspace_id = ${ctx.workspaceId}`)
  return row !== undefined
}

/** Every account that is in the schedule or may come into it, a thousand at a time. */
export const replanTask = task(
  'check-ins.replan',
  z.object({ workspaceId: z.uuid() }),
  async ({ workspaceId }, door, signal) => {
    let after = '00000000-0000-0000-0000-000000000000'
    while (!signal.aborted) {
      const began = performance.now()
      const some = await door.inWorkspace(
        workspaceId,
        { kind: 'job', name: 'check-ins.replan' },
        async (ctx) => {
          const accounts = await plannedAccounts(
            ctx,
            sql`and a.id > ${after} and (p.account_id is not null
              or a.lifecycle = 'active' and a.owner_member_id is not null and a.merged_into_id is null)`,
          )
          await replan(ctx, accounts, await termsOf(ctx))
          if (accounts.length < 1000)
            await ctx.db.run(sql`
              insert into check_in_starts (workspace_id, started_at) values (${ctx.workspaceId}, ${ctx.now()})
              on conflict (workspace_id) do nothing`)
          return accounts
        },
      )
      if (some.length < 1000) return
      after = some.at(-1)!.account_id
      await door.foreground.giveWay(began)
    }
  },
)
