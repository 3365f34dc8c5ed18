import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** Whether a legal hold keeps what is known about a person: one on them, on their account, or on everything. */
export async function isHeld(ctx: Ctx, contactId: string): Promise<boolean> {
  return (await heldContacts(ctx, [contactId])).has(contactId)
}

/** Which of these people a legal hold keeps, also by their account or by whom they were merged with. */
export async function heldContacts(ctx: Ctx, contactIds: readonly string[]): Promise<Set<string>> {
  const rows = await ctx.db.many<{ id: string }>(sql`
    select c.id from contacts c
    where c.workspace_id = ${ctx.workspaceId} and c.id = any (${[...contactIds]}::uuid[])
      and (holds_everything() or c.id in (select held_contacts()))`)
  return new Set(rows.map(({ id }) => id))
}
