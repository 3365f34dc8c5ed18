import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { type Base, blocking } from '#prioritize/requests/rules.ts'

/**
 * Counts who stands behind requests. A request has the evidence and the votes of all that were merged into it. Each item
 * quoted speaks with all voices that were merged with it, each account and contact counts once as what it was merged
 * into, beside what they voted for, and spam counts nowhere. Counting again gives the same figures whatever happened in
 * between, so that nothing has to be undone.
 */

/** All accounts that pay now; money is counted in the currency that most of them pay in. */
export async function readBase(ctx: Ctx): Promise<Base> {
  const rows = await ctx.db.many<{ currency: string; customers: number; mrr: number }>(sql`
    select currency, count(*) as customers, coalesce(sum(mrr_cents), 0)::bigint as mrr from accounts
    where workspace_id = ${ctx.workspaceId} and merged_into_id is null and lifecycle = 'active'
    group by currency order by count(*) desc, currency`)
  return {
    customers: rows.reduce((sum, row) => sum + row.customers, 0),
    mrrCents: rows[0]?.mrr ?? 0,
    currency: rows[0]?.currency ?? 'USD',
  }
}

/** Counts these requests anew, one after another with whoever else counts them. Merged ones are left as they are. */
export async function recount(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const ws = ctx.workspaceId
  const held = await ctx.db.many<{ id: string }>(sql`
    select id from requests where workspace_id = ${ws} and id = any(${ids}::uuid[]) and merged_into_id is null
    order by id for no key update`)
  if (held.length === 0) return
  const { currency } = await readBase(ctx)
  const roots = held.map((row) => row.id)
  await ctx.db.run(sql`
    with whole as materialized (
      select id as root, id from unnest(${roots}::uuid[]) as asked (id)
      union all
      select merged_into_id, id from requests where workspace_id = ${ws} and merged_into_id = any(${roots}::uuid[])
    ), piece as materialized (
      select w.root, e.feedback_id as voice, k.id as item, max(e.importance) as importance
      from whole w
      join request_evidence e on e.workspace_id = ${ws} and e.request_id = w.id
      join inbox_items i on i.workspace_id = ${ws} and i.id = e.feedback_id
      join inbox_items k on k.workspace_id = ${ws} and k.id = root_id(i.merged_into_id, i.id) and k.status <> 'spam'
      group by w.root, e.feedback_id, k.id
    ), item as materialized (
      select root, item, max(importance) as importance from piece group by root, item
    ), voice as (
      select root, voice, item, importance from piece
      union all
      -- who was merged with what is quoted, and was not quoted
      select i.root, v.id, i.item, i.importance from item i
      cross join lateral (
        select i.item as id
        union all
        select m.id from inbox_items m where m.workspace_id = ${ws} and m.merged_into_id = i.item) v
      where not exists (select 1 from piece p where p.root = i.root and p.voice = v.id)
    ), voted as materialized (
      select w.root, coalesce(root_id(c.merged_into_id, c.id), t.voter_id) as voter, root_id(c.merged_into_id, c.id) as contact_id, t.importance
      from whole w
      join request_votes t on t.workspace_id = ${ws} and t.request_id = w.id
      left join contacts c on c.workspace_id = ${ws} and c.id = t.contact_id
    ), said as materialized (
      select v.root, v.item, v.importance, root_id(c.merged_into_id, c.id) as contact_id, root_id(a.merged_into_id, a.id) as account_id, i.had_contact
      from voice v
      join inbox_items i on i.workspace_id = ${ws} and i.id = v.voice
      left join contacts c on c.workspace_id = ${ws} and c.id = i.contact_id
      left join accounts a on a.workspace_id = ${ws} and a.id = i.account_id
      union all
      -- who voted; browsers count for the public number alone
      select t.root, null, t.importance, t.contact_id, root_id(a.merged_into_id, a.id), false
      from voted t
      join contacts c on c.workspace_id = ${ws} and c.id = t.contact_id
      left join accounts a on a.workspace_id = ${ws} and a.id = c.account_id
    ), account as materialized (
      select root, account_id, count(distinct item)::integer as items, max(importance) as importance
      from said where account_id is not null group by root, account_id
    ), contact as materialized (
      select root, contact_id, count(distinct item)::integer as items, max(importance) as importance
      from said where contact_id is not null group by root, contact_id
    ), accounts_gone as (
      delete from request_accounts x where x.workspace_id = ${ws} and x.request_id = any(${roots}::uuid[])
        and not exists (select 1 from account n where n.root = x.request_id and n.account_id = x.account_id)
    ), accounts_put as (
      insert into request_accounts as x (workspace_id, request_id, account_id, items, importance)
      select ${ws}::uuid, root, account_id, items, importance from account
      on conflict (workspace_id, request_id, account_id) do update set items = excluded.items, importance = excluded.importance
        where (x.items, x.importance) is distinct from (excluded.items, excluded.importance)
    ), contacts_gone as (
      delete from request_contacts x where x.workspace_id = ${ws} and x.request_id = any(${roots}::uuid[])
        and not exists (select 1 from contact n where n.root = x.request_id and n.contact_id = x.contact_id)
    ), contacts_put as (
      insert into request_contacts as x (workspace_id, request_id, contact_id, items, importance)
      select ${ws}::uuid, root, contact_id, items, importance from contact
      on conflict (workspace_id, request_id, contact_id) do update set items = excluded.items, importance = excluded.importance
        where (x.items, x.importance) is distinct from (excluded.items, excluded.importance)
    ), figures as (
      select n.root, count(*) as accounts, count(*) filter (where a.lifecycle = 'active') as customers,
        coalesce(sum(a.mrr_cents) filter (where a.lifecycle = 'active' and a.currency = ${currency}), 0) as mrr,
        coalesce(max(a.mrr_cents) filter (where a.lifecycle = 'active' and a.currency = ${currency}), 0) as largest,
        count(*) filter (where a.lifecycle = 'prospect' and n.importance = ${blocking}) as blocked,
        coalesce(sum(a.mrr_cents) filter (where a.lifecycle = 'prospect' and n.importance = ${blocking} and a.currency = ${currency}), 0) as blocked_mrr
      from account n join accounts a on a.workspace_id = ${ws} and a.id = n.account_id group by n.root
    )
    update requests r set
      items = (select count(*) from item i where i.root = r.id),
      -- who was behind what was anonymised nobody can tell any more: each counts as one
      contacts = (select count(*) from contact c where c.root = r.id) + (select count(*) from said s where s.root = r.id and s.had_contact),
      voters = (select count(distinct voter) from voted t where t.root = r.id),
      accounts = coalesce(f.accounts, 0), customers = coalesce(f.customers, 0),
      mrr_cents = coalesce(f.mrr, 0), largest_cents = coalesce(f.largest, 0),
      blocked = coalesce(f.blocked, 0), blocked_cents = coalesce(f.blocked_mrr, 0),
      currency = ${currency}, is_stale = false
    from unnest(${roots}::uuid[]) as asked (id) left join figures f on f.root = asked.id
    where r.workspace_id = ${ws} and r.id = asked.id`)
}

/** Beyond so many items a request is counted just after the change instead of with it: many links at once count once. */
const countedAtOnce = 2000

/** Counts a request whose evidence changes in this transaction. */
export async function recountChanged(ctx: Ctx, requestId: string, items: number): Promise<void> {
  if (items <= countedAtOnce) return recount(ctx, [requestId])
  await ctx.db.run(
    sql`update requests set is_stale = true where workspace_id = ${ctx.workspaceId} and id = ${requestId}`,
  )
}

/**
 * Marks the requests with these ids, a query, locked in their order like everywhere. Also those that are marked already:
 * whoever counts one at this moment may not see what changed, and takes the mark away when done.
 */
function mark(ctx: Ctx, ids: Sql): Promise<number> {
  const ws = ctx.workspaceId
  return ctx.db.run(sql`
    with held as materialized (
      select id from requests where workspace_id = ${ws} and id = any(array(${ids})) order by id for no key update
    )
    update requests r set is_stale = true from held h where r.workspace_id = ${ws} and r.id = h.id`)
}

/** Marks the requests that items stand behind, by themselves or with what they were merged with. */
export function markOfItems(ctx: Ctx, ids: readonly string[]): Promise<number> {
  const ws = ctx.workspaceId
  return mark(
    ctx,
    sql`
      with asked as materialized (
        select i.id, root_id(i.merged_into_id, i.id) as root from unnest(${ids}::uuid[]) as given (id)
        join inbox_items i on i.workspace_id = ${ws} and i.id = given.id
      ), voice as materialized (
        select root as id from asked
        union
        select m.id from asked a join inbox_items m on m.workspace_id = ${ws} and m.merged_into_id = a.root
      )
      select root_id(r.merged_into_id, r.id) from voice v
      join request_evidence e on e.workspace_id = ${ws} and e.feedback_id = v.id
      join requests r on r.workspace_id = ${ws} and r.id = e.request_id`,
  )
}

/** Marks the requests that accounts stand behind. */
export const markOfAccounts = (ctx: Ctx, ids: readonly string[]) =>
  mark(
    ctx,
    sql`select request_id from request_accounts where workspace_id = ${ctx.workspaceId} and account_id = any(${ids}::uuid[])`,
  )

/** Marks the requests that contacts stand behind. */
export const markOfContacts = (ctx: Ctx, ids: readonly string[]) =>
  mark(
    ctx,
    sql`select request_id from request_contacts where workspace_id = ${ctx.workspaceId} and contact_id = any(${ids}::uuid[])`,
  )

/** Marks requests by id, and those they were merged into. */
export const markRequests = (ctx: Ctx, ids: readonly string[]) =>
  mark(
    ctx,
    sql`select root_id(merged_into_id, id) from requests where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[])`,
  )

/** Marks what was counted in another currency than most accounts pay in by now. */
export async function markOtherCurrency(ctx: Ctx): Promise<number> {
  const { currency } = await readBase(ctx)
  return mark(
    ctx,
    sql`select id from requests where workspace_id = ${ctx.workspaceId} and currency is not null and currency <> ${currency}`,
  )
}

/** Counts the next marked requests; answers how many. */
export async function recountNext(ctx: Ctx, most: number): Promise<number> {
  const rows = await ctx.db.many<{ id: string }>(sql`
    select id from requests where workspace_id = ${ctx.workspaceId} and is_stale and merged_into_id is null
    order by id limit ${most}`)
  await recount(
    ctx,
    rows.map((row) => row.id),
  )
  return rows.length
}
