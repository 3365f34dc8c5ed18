import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/** Whether an address is of a mail domain of our own company, as the limits of the workspace name them. */
export function isOfOwnDomain(ctx: Ctx, address: Sql): Sql {
  return sql`coalesce(lower(split_part(${address}, '@', 2)) = any(array(select jsonb_array_elements_text(s.value -> 'ownDomains') from settings s
    where s.workspace_id = ${ctx.workspaceId} and s.key = 'reach')), false)`
}

/** Why a contact `c` is one of us, as a code: marked so, or by the domain of their address; null for a customer. */
export function whyOurs(ctx: Ctx): Sql {
  return sql`case when c.is_internal then 'internal' when ${isOfOwnDomain(ctx, sql`c.email`)} then 'own_domain' end`
}

/** Whether an address is ours: of a member, or of a domain of our own company. */
export async function isOurs(ctx: Ctx, address: string): Promise<boolean> {
  const row = await ctx.db.one<{ ours: boolean }>(sql`
    select ${isOfOwnDomain(ctx, sql`${address}::text`)} or exists (select 1 from members m
      where m.workspace_id = ${ctx.workspaceId} and lower(m.email) = lower(${address}) and m.removed_at is null) as ours`)
  return row.ours
}
