import type { Highlight } from '#collect/highlights/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'

/** Which rows are of a talk; speaks of the columns of `highlights`. */
export function isOf(talk: { checkInId: string } | { sessionId: string }): Sql {
  return 'checkInId' in talk ? sql`check_in_id = ${talk.checkInId}` : sql`session_id = ${talk.sessionId}`
}

/** What became an item in a talk, in the order it was noted. */
export async function highlightsOf(
  ctx: Ctx,
  talk: { checkInId: string } | { sessionId: string },
): Promise<Highlight[]> {
  const rows = await ctx.db.many<{
    id: string
    verbatim: string
    kind: Highlight['kind']
    contact_id: string | null
    contact_name: string | null
  }>(sql`
    select f.id, f.verbatim, f.kind, c.id as contact_id, coalesce(c.name, c.email, 'Unknown') as contact_name
    from highlights h
    join feedback_items f on f.workspace_id = ${ctx.workspaceId} and f.id = h.feedback_id
    left join contacts c0 on c0.workspace_id = ${ctx.workspaceId} and c0.id = f.contact_id
    left join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = root_id(c0.merged_into_id, c0.id)
    where h.workspace_id = ${ctx.workspaceId} and ${isOf(talk)}
    order by h.position, h.id limit 200`)
  return rows.map((row) => ({
    feedbackId: encodeId('fb', row.id),
    verbatim: row.verbatim,
    kind: row.kind,
    contact: row.contact_id ? { id: encodeId('ct', row.contact_id), name: row.contact_name! } : null,
  }))
}
