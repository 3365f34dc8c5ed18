import type * as contract from '#app/demo/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer } from '#platform/endpoint.ts'

/** Whether this workspace is a demo, and how far the writing of it is. */
export async function getDemo(ctx: Ctx): Promise<Answer<typeof contract.getDemo>> {
  const row = await ctx.db.one<{
    is_demo: boolean
    words: string | null
    share: number | null
    failure: string | null
    finished_at: Date | null
  }>(sql`
    select w.is_demo, d.words, d.share, d.failure, d.finished_at
    from workspaces w left join demo_installs d on d.workspace_id = w.id where w.id = ${ctx.workspaceId}`)
  if (!row.is_demo) return { state: 'none', words: '', share: 0, failure: null }
  if (row.words === null || row.finished_at) return { state: 'written', words: '', share: 1, failure: null }
  return { state: 'writing', words: row.words, share: row.share ?? 0, failure: row.failure }
}
