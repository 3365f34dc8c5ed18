import { z } from 'zod'
import { actorMember, type Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'
import type * as contract from '#prioritize/requests/contract.ts'
import { conditionsOf } from '#prioritize/requests/filter.ts'
import { familyOf, rootOf } from '#prioritize/requests/load.ts'
import { type Row, readFrame, rowsSql, showRow } from '#prioritize/requests/rows.ts'
import { blocking, groups, statuses } from '#prioritize/requests/rules.ts'

const Place = z.union([z.tuple([z.number(), z.number(), z.uuid()]), z.tuple([z.string(), z.uuid()])])

/** Requests, those with the most money behind them first, or the newest first. */
export async function listRequests(
  ctx: Ctx,
  input: Input<typeof contract.listRequests>,
): Promise<Answer<typeof contract.listRequests>> {
  const byDemand = input.order === 'demand'
  const place = input.cursor ? decodeCursor(input.cursor, Place) : undefined
  const inStatus = input.status ? [input.status] : input.group && groups[input.group]
  const conditions = [
    sql`and r.merged_into_id is null`,
    // one status is one walk of an index, several are a filter
    inStatus &&
      (inStatus.length === 1 ? sql`and r.status = ${inStatus[0]}` : sql`and r.status = any(${inStatus})`),
    ...(await conditionsOf(ctx, input)),
    place?.length === 3 &&
      sql`and (r.demand_cents, r.accounts, r.id) < (${place[0]}::bigint, ${place[1]}::integer, ${place[2]}::uuid)`,
    place?.length === 2 && sql`and (r.created_at, r.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)`,
    byDemand
      ? sql`order by r.demand_cents desc, r.accounts desc, r.id desc`
      : sql`order by r.created_at desc, r.id desc`,
    sql`limit ${input.limit + 1}`,
  ].filter((one): one is Sql => one instanceof Object)
  const [rows, frame] = await Promise.all([
    ctx.db.many<Row>(rowsSql(ctx, sql.join(conditions, ' '))),
    readFrame(ctx),
  ])
  return toPage(
    rows,
    input.limit,
    (row) => showRow(row, frame),
    (row) => (byDemand ? [row.demand_cents, row.accounts, row.id] : [row.created_place, row.id]),
  )
}

const countMost = 10_000

/** How many requests there are of each status, each counted up to 10,000. */
export async function countRequests(ctx: Ctx): Promise<Answer<typeof contract.countRequests>> {
  const some = (condition: Sql) => sql`
    (select count(*) from (select 1 from requests where workspace_id = ${ctx.workspaceId} and merged_into_id is null and ${condition} limit ${countMost}) x)`
  const each = statuses.map((status) => sql`${some(sql`status = ${status}`)} as ${sql.id(status)}`)
  return ctx.db.one(sql`
    select ${sql.join(each)}, ${some(sql`owner_member_id = ${actorMember(ctx)} and status = any(${[...groups.undecided, ...groups.coming]})`)} as mine`)
}

interface AccountRow {
  account_id: string
  name: string
  segment: string | null
  lifecycle: 'prospect' | 'active' | 'churned'
  mrr_cents: number | null
  currency: string
  items: number
  importance: number
  place: number
}

/** The accounts behind a request, those that pay most first. */
export async function listRequestAccounts(
  ctx: Ctx,
  { requestId, of, segment, limit, cursor }: Input<typeof contract.listRequestAccounts>,
): Promise<Answer<typeof contract.listRequestAccounts>> {
  const ws = ctx.workspaceId
  const place = cursor ? decodeCursor(cursor, z.tuple([z.number(), z.uuid()])) : undefined
  const conditions = [
    of === 'customers' && sql`and a.lifecycle = 'active'`,
    of === 'blocked' && sql`and a.lifecycle = 'prospect' and x.importance = ${blocking}`,
    segment !== undefined && sql`and coalesce(a.segment, '') = ${segment}`,
    place && sql`and (coalesce(a.mrr_cents, -1), a.id) < (${place[0]}::bigint, ${place[1]}::uuid)`,
  ].filter((one): one is Sql => one instanceof Object)
  const root = await rootOf(ctx, requestId)
  const rows = await ctx.db.many<AccountRow>(sql`
    select x.account_id, a.name, a.segment, a.lifecycle, a.mrr_cents, a.currency, x.items, x.importance, coalesce(a.mrr_cents, -1) as place
    from request_accounts x
    join accounts a on a.workspace_id = ${ws} and a.id = x.account_id
    where x.workspace_id = ${ws} and x.request_id = ${root} ${sql.join(conditions, ' ')}
    order by coalesce(a.mrr_cents, -1) desc, a.id desc limit ${limit + 1}`)
  return toPage(
    rows,
    limit,
    (row) => ({
      id: encodeId('acct', row.account_id),
      name: row.name,
      segment: row.segment,
      lifecycle: row.lifecycle,
      mrrCents: row.mrr_cents,
      currency: row.currency,
      items: row.items,
      importance: row.importance,
    }),
    (row) => [row.place, row.account_id],
  )
}

/** The contacts behind a request, those it matters to most first. */
export async function listRequestContacts(
  ctx: Ctx,
  { requestId, limit, cursor }: Input<typeof contract.listRequestContacts>,
): Promise<Answer<typeof contract.listRequestContacts>> {
  const ws = ctx.workspaceId
  const place = cursor ? decodeCursor(cursor, z.tuple([z.number(), z.uuid()])) : undefined
  const root = await rootOf(ctx, requestId)
  const rows = await ctx.db.many<{
    contact_id: string
    name: string | null
    account_id: string | null
    account: string | null
    items: number
    importance: number
  }>(sql`
    select x.contact_id, c.name, t.id as account_id, t.name as account, x.items, x.importance
    from (
      select contact_id, items, importance from request_contacts
      where workspace_id = ${ws} and request_id = ${root}
        ${place ? sql`and (importance, contact_id) < (${place[0]}::smallint, ${place[1]}::uuid)` : sql.empty}
      order by importance desc, contact_id desc limit ${limit + 1}
    ) x
    join contacts c on c.workspace_id = ${ws} and c.id = x.contact_id
    left join accounts a on a.workspace_id = ${ws} and a.id = c.account_id
    left join accounts t on t.workspace_id = ${ws} and t.id = root_id(a.merged_into_id, a.id)
    order by x.importance desc, x.contact_id desc`)
  return toPage(
    rows,
    limit,
    (row) => ({
      id: encodeId('ct', row.contact_id),
      name: row.name,
      account: row.account_id ? { id: encodeId('acct', row.account_id), name: row.account ?? '' } : null,
      items: row.items,
      importance: row.importance,
    }),
    (row) => [row.importance, row.contact_id],
  )
}

/** The contacts who follow a request or what was merged into it, each once as what they were merged into. */
export async function listRequestFollowers(
  ctx: Ctx,
  { requestId, limit, cursor }: Input<typeof contract.listRequestFollowers>,
): Promise<Answer<typeof contract.listRequestFollowers>> {
  const ws = ctx.workspaceId
  const root = await rootOf(ctx, requestId)
  const rows = await ctx.db.many<{
    contact_id: string
    name: string | null
    account_id: string | null
    account: string | null
    is_own: boolean
    since: Date
  }>(sql`
    select p.contact_id, c.name, t.id as account_id, t.name as account, p.is_own, p.since
    from (
      select root_id(x.merged_into_id, x.id) as contact_id, bool_or(f.via = 'portal') as is_own, min(f.since) as since
      from request_contact_followers f
      join contacts x on x.workspace_id = ${ws} and x.id = f.contact_id
      where f.workspace_id = ${ws} and f.request_id in (${familyOf(ctx, root)})
        ${cursor ? sql`and root_id(x.merged_into_id, x.id) < ${decodeCursor(cursor, z.uuid())}` : sql.empty}
      group by 1 order by 1 desc limit ${limit + 1}
    ) p
    join contacts c on c.workspace_id = ${ws} and c.id = p.contact_id
    left join accounts a on a.workspace_id = ${ws} and a.id = c.account_id
    left join accounts t on t.workspace_id = ${ws} and t.id = root_id(a.merged_into_id, a.id)
    order by p.contact_id desc`)
  return toPage(
    rows,
    limit,
    (row) => ({
      id: encodeId('ct', row.contact_id),
      name: row.name,
      account: row.account_id ? { id: encodeId('acct', row.account_id), name: row.account ?? '' } : null,
      via: row.is_own ? ('portal' as const) : ('member' as const),
      since: row.since.toISOString(),
    }),
    (row) => row.contact_id,
  )
}
