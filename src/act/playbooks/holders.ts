import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

export interface Held {
  id: string
  name: string
}

/** Members that fit, the one with the fewest open cases first. */
export async function members(ctx: Ctx, condition: Sql): Promise<Held[]> {
  return ctx.db.many<Held>(sql`
    select m.id, m.name from members m
    where m.workspace_id = ${ctx.workspaceId} and m.removed_at is null and ${condition}
    order by (select count(*) from cases c
      where c.workspace_id = ${ctx.workspaceId} and c.lead_member_id = m.id and c.status = 'open'), m.id`)
}

/** Who holds a position, least busy first. */
export async function holders(ctx: Ctx, position: string): Promise<Held[]> {
  return members(ctx, sql`${position} = any(m.positions)`)
}

/** Management: who holds that position, else managers, else admins, else owners. Never nobody in a working workspace. */
export async function management(ctx: Ctx): Promise<Held[]> {
  const named = await holders(ctx, 'management')
  if (named.length > 0) return named
  for (const role of ['manager', 'admin', 'owner']) {
    const found = await members(ctx, sql`m.role = ${role}`)
    if (found.length > 0) return found
  }
  return []
}

/** The members who may agree where a playbook asks for it; management where nobody else can. */
export async function approversOf(
  ctx: Ctx,
  who: string,
  record?: { lead_member_id: string | null; owner_member_id: string | null },
): Promise<string[]> {
  const one =
    who === 'lead' ? record?.lead_member_id : who === 'account.owner' ? record?.owner_member_id : null
  if (one) return [one]
  const held = who === 'management' ? [] : await holders(ctx, who)
  return (held.length > 0 ? held : await management(ctx)).map(({ id }) => id)
}
