import { z } from 'zod'
import { plannedAccounts, replan, termsOf } from '#collect/check-ins/schedule.ts'
import { sql } from '#platform/db/sql.ts'
import { task } from '#platform/jobs/task.ts'

/** After the settings changed: every account that has a plan, a thousand at a time. */
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
          const accounts = await plannedAccounts(ctx, sql`and p.account_id is not null and a.id > ${after}`)
          await replan(ctx, accounts, await termsOf(ctx))
          return accounts
        },
      )
      if (some.length < 1000) return
      after = some.at(-1)!.account_id
      await door.foreground.giveWay(began)
    }
  },
)
