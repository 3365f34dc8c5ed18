import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** When the oldest event came that a consumer has not heard; null: it has heard all. */
export async function waitingSince({ db, workspaceId }: Ctx, consumer: string): Promise<Date | null> {
  const { at } = await db.one<{ at: Date | null }>(sql`
    select min(e.at) as at from events e
    join consumer_cursors c on c.workspace_id = ${workspaceId} and c.consumer = ${consumer}
    where e.workspace_id = ${workspaceId} and e.xid >= c.xid and (e.xid, e.id) > (c.xid, c.id)`)
  return at
}
