import { z } from 'zod'
import type { Account, AccountDetail, AccountFilter, Lifecycle } from '#customers/accounts/contract.ts'
import { foldText } from '#customers/accounts/rules.ts'
import { storedCalendar } from '#platform/calendar/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Page } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

interface Row {
  id: string
  name: string
  domain: string | null
  segment: string | null
  plan: string | null
  lifecycle: Lifecycle
  mrr_cents: number | null
  currency: string
  owner_member_id: string | null
  owner_name: string | null
  go_live_on: string | null
  renewal_on: string | null
  churned_on: string | null
  parent_id: string | null
  note: string | null
  last_seen_at: Date | null
  contact_count: number
  created_at: Date
  updated_at: Date
  place: string
}

function show(row: Row): Account {
  return {
    id: encodeId('acct', row.id),
    name: row.name,
    domain: row.domain,
    segment: row.segment,
    plan: row.plan,
    lifecycle: row.lifecycle,
    mrrCents: row.mrr_cents,
    currency: row.currency,
    ownerId: row.owner_member_id && encodeId('mem', row.owner_member_id),
    ownerName: row.owner_name,
    goLiveOn: row.go_live_on,
    renewalOn: row.renewal_on,
    churnedOn: row.churned_on,
    parentId: row.parent_id && encodeId('acct', row.parent_id),
    note: row.note,
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    contactCount: row.contact_count,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

const columns = sql`a.id, a.name, a.domain, a.segment, a.plan, a.lifecycle, a.mrr_cents, a.currency, a.owner_member_id, m.name as owner_name,
  a.go_live_on, a.renewal_on, a.churned_on, a.parent_id, a.note, a.last_seen_at, a.created_at, a.updated_at,
  (select count(*) from contacts c where c.workspace_id = a.workspace_id and c.merged_into_id is null and c.account_id in
    (select t.id from accounts t where t.workspace_id = a.workspace_id and (t.id = a.id or t.merged_into_id = a.id))) as contact_count`

const owner = sql`left join members m on m.workspace_id = a.workspace_id and m.id = a.owner_member_id`

/** Each order is one index; `as` is how the place in the list is written into the cursor. */
const sorts: Record<AccountFilter['sort'], { by: Sql; type: Sql; first: 'asc' | 'desc' }> = {
  name: { by: sql`a.search_text`, type: sql`text`, first: 'asc' },
  mrr: { by: sql`coalesce(a.mrr_cents, -1)`, type: sql`bigint`, first: 'desc' },
  renewal: { by: sql`coalesce(a.renewal_on, 'infinity'::date)`, type: sql`date`, first: 'asc' },
  seen: {
    by: sql`coalesce(a.last_seen_at, '-infinity'::timestamptz)`,
    type: sql`timestamptz`,
    first: 'desc',
  },
  created: { by: sql`a.created_at`, type: sql`timestamptz`, first: 'desc' },
}

const Place = z.tuple([z.string(), z.uuid()])
const mostFound = 500

/** Accounts that were not merged away, filtered and in one of five orders. A search looks at the 500 best matches. */
export async function listAccounts(ctx: Ctx, input: AccountFilter): Promise<Page<Account>> {
  const { by, type, first } = sorts[input.sort]
  const order = input.order ?? first
  const way = order === 'asc' ? sql`asc` : sql`desc`
  const where = [sql`a.workspace_id = ${ctx.workspaceId}`, sql`a.merged_into_id is null`]
  if (input.segment) where.push(sql`a.segment = ${input.segment}`)
  if (input.lifecycle) where.push(sql`a.lifecycle = ${input.lifecycle}`)
  if (input.owner === 'none') where.push(sql`a.owner_member_id is null`)
  else if (input.owner) where.push(sql`a.owner_member_id = ${input.owner}`)
  if (input.search)
    where.push(sql`a.id in (select id from search_account_ids(${foldText(input.search)}, ${mostFound}))`)
  if (input.cursor) {
    const [value, id] = decodeCursor(input.cursor, Place)
    where.push(sql`(${by}, a.id) ${order === 'asc' ? sql`>` : sql`<`} (${value}::${type}, ${id}::uuid)`)
  }
  const rows = await ctx.db.many<Row>(sql`
    select ${columns}, (${by})::text as place from accounts a ${owner}
    where ${sql.join(where, ' and ')} order by ${by} ${way}, a.id ${way} limit ${input.limit + 1}`)
  return toPage(rows, input.limit, show, (row) => [row.place, row.id])
}

/** The id that survives: the account itself, or the one it was merged into. */
export async function accountRoot(ctx: Ctx, id: string): Promise<string> {
  const row = await ctx.db.maybe<{ root: string }>(sql`
    select coalesce(merged_into_id, id) as root from accounts where workspace_id = ${ctx.workspaceId} and id = ${id}`)
  if (!row) throw accountMissing()
  return row.root
}

export function accountMissing(): AppError {
  return new AppError('not_found', 'account.not_found', 'There is no such account. Check the id.')
}

/** One account whole. A merged id answers with the account it was merged into. */
export async function getAccount(ctx: Ctx, input: { accountId: string }): Promise<AccountDetail> {
  const row = await ctx.db.maybe<Row & { parent_name: string | null; calendar: unknown }>(sql`
    select ${columns}, '' as place, p.name as parent_name, a.calendar from accounts a ${owner}
    left join accounts p on p.workspace_id = a.workspace_id and p.id = a.parent_id
    where a.workspace_id = ${ctx.workspaceId} and a.id =
      (select root_id(r.merged_into_id, r.id) from accounts r where r.workspace_id = ${ctx.workspaceId} and r.id = ${input.accountId})`)
  if (!row) throw accountMissing()
  const [keys, children, merged, history] = await Promise.all([
    ctx.db.many<{ source: string; key: string }>(sql`
      select k.source, k.key from account_keys k join accounts a on a.workspace_id = k.workspace_id and a.id = k.account_id
      where k.workspace_id = ${ctx.workspaceId} and (a.id = ${row.id} or a.merged_into_id = ${row.id}) and k.source <> 'name'
      order by k.source, k.key limit 100`),
    ctx.db.many<{ id: string; name: string }>(sql`
      select id, name from accounts where workspace_id = ${ctx.workspaceId} and parent_id = ${row.id} and merged_into_id is null
      order by search_text, id limit 100`),
    ctx.db.many<{
      merge_id: string
      id: string
      name: string
      merged_at: Date
      merged_by: string | null
    }>(sql`
      select g.id as merge_id, a.id, a.name, g.merged_at, m.name as merged_by
      from customer_merges g join accounts a on a.workspace_id = g.workspace_id and a.id = g.loser_id
      left join members m on m.workspace_id = g.workspace_id and g.merged_by_kind = 'member' and m.id::text = g.merged_by_id
      where g.workspace_id = ${ctx.workspaceId} and g.kind = 'account' and g.undone_at is null and a.merged_into_id = ${row.id}
      order by g.merged_at desc, g.id desc`),
    ctx.db.many<{
      mrr_cents: number | null
      currency: string
      lifecycle: Lifecycle
      segment: string | null
      renewal_on: string | null
      valid_at: Date
    }>(sql`
      select mrr_cents, currency, lifecycle, segment, renewal_on, valid_at from account_history
      where workspace_id = ${ctx.workspaceId} and account_id = ${row.id} order by valid_at desc, id desc limit 200`),
  ])
  return {
    ...show(row),
    calendar: storedCalendar(row.calendar),
    parentName: row.parent_name,
    keys,
    children: children.map((child) => ({ id: encodeId('acct', child.id), name: child.name })),
    merged: merged.map((m) => ({
      mergeId: encodeId('mrg', m.merge_id),
      id: encodeId('acct', m.id),
      name: m.name,
      mergedAt: m.merged_at.toISOString(),
      mergedBy: m.merged_by,
    })),
    history: history.reverse().map((h) => ({
      mrrCents: h.mrr_cents,
      currency: h.currency,
      lifecycle: h.lifecycle,
      segment: h.segment,
      renewalOn: h.renewal_on,
      validAt: h.valid_at.toISOString(),
    })),
  }
}
