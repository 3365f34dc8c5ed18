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

/**
 * Who holds a position, least busy first. Management is never vacant in a working workspace: where nobody holds it, it
 * is the managers, else the admins, else the owners.
 */
export async function holders(ctx: Ctx, position: string): Promise<Held[]> {
  const named = await members(ctx, sql`${position} = any(m.positions)`)
  if (named.length > 0 || position !== 'management') return named
  for (const role of ['manager', 'admin', 'owner']) {
    const found = await members(ctx, sql`m.role = ${role}`)
    if (found.length > 0) return found
  }
  return []
}

/** The members who hold a position, or management where nobody does. */
export async function holdersOrManagement(ctx: Ctx, position: string): Promise<string[]> {
  const held = await holders(ctx, position)
  return (held.length > 0 ? held : await holders(ctx, 'management')).map(({ id }) => id)
}

/** This member alone, or management where there is none or they have left. */
export async function memberOrManagement(ctx: Ctx, memberId: string | null | undefined): Promise<string[]> {
  const here = memberId ? await members(ctx, sql`m.id = ${memberId}`) : []
  return here.length > 0 ? here.map(({ id }) => id) : holdersOrManagement(ctx, 'management')
}

/** The members who may agree where a playbook asks for it; management where nobody else can. */
export async function approversOf(
  ctx: Ctx,
  who: string,
  record?: { lead_member_id: string | null; owner_member_id: string | null },
): Promise<string[]> {
  if (who === 'lead') return memberOrManagement(ctx, record?.lead_member_id)
  if (who === 'account.owner') return memberOrManagement(ctx, record?.owner_member_id)
  return holdersOrManagement(ctx, who)
}
