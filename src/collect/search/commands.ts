import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** Counts all words of the workspace again: the count is emptied, and the consumer hears every item anew. */
export async function recountWords(ctx: Ctx): Promise<void> {
  await ctx.db.many(sql`
    select 1 from consumer_cursors where workspace_id = ${ctx.workspaceId} and consumer = 'collect/search' for update`)
  await ctx.db.run(sql`delete from search_words where workspace_id = ${ctx.workspaceId}`)
  await ctx.db.run(sql`
    update consumer_cursors set xid = '0', id = '00000000-0000-0000-0000-000000000000'
    where workspace_id = ${ctx.workspaceId} and consumer = 'collect/search'`)
}
