import { actorMember, type Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { foldedText } from '#prioritize/requests/similar.ts'

/** More hits of a search than these are no answer but another question. */
const foundMost = 1000

export interface Filter {
  owner?: string | undefined
  area?: string | undefined
  account?: string | undefined
  q?: string | undefined
}

/** Conditions on requests `r`, each beginning with `and`; none where nothing is asked for. */
export async function conditionsOf(ctx: Ctx, { owner, area, account, q }: Filter): Promise<Sql[]> {
  const ws = ctx.workspaceId
  return [
    owner === 'me' && sql`and r.owner_member_id = ${actorMember(ctx)}`,
    owner === 'none' && sql`and r.owner_member_id is null`,
    owner && owner !== 'me' && owner !== 'none' && sql`and r.owner_member_id = ${owner}`,
    area && sql`and r.product_area_id = ${area}`,
    account &&
      sql`and r.id in (select x.request_id from accounts a
        join request_accounts x on x.workspace_id = ${ws} and x.account_id = root_id(a.merged_into_id, a.id)
        where a.workspace_id = ${ws} and a.id = ${account})`,
    q && sql`and r.id = any(${await search(ctx, q)}::uuid[])`,
  ].filter((one): one is Sql => one instanceof Object)
}

async function search(ctx: Ctx, q: string): Promise<string[]> {
  const words = foldedText(q)
  if (words.length < 2) return []
  const rows = await ctx.db.many<{ id: string }>(
    sql`select id from search_request_ids(${words}, ${foundMost})`,
  )
  return rows.map((row) => row.id)
}
