import type { Presence } from '#organize/presence/contract.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'

/** The other members who are writing, by name. */
export async function listPresences(ctx: Ctx): Promise<{ data: Presence[] }> {
  const self = actorMember(ctx)
  const rows = await ctx.db.many<{
    feedback_id: string | null
    contact_id: string | null
    member_id: string
    name: string
  }>(sql`
    select p.feedback_id, p.contact_id, p.member_id, m.name from reply_presences p
    join members m on m.workspace_id = p.workspace_id and m.id = p.member_id
    where p.workspace_id = ${ctx.workspaceId} and p.until > ${ctx.now()}
      and p.member_id is distinct from ${self}::uuid
    order by m.name limit 200`)
  return {
    data: rows.map((row) => ({
      feedbackId: row.feedback_id ? encodeId('fb', row.feedback_id) : null,
      contactId: row.contact_id ? encodeId('ct', row.contact_id) : null,
      member: { id: encodeId('mem', row.member_id), name: row.name },
    })),
  }
}
