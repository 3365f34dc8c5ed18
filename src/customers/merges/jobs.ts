import type { CustomerKind, DuplicateReason } from '#customers/merges/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { consumer, type Emitted } from '#platform/events/event.ts'

/** How many others with the same key are still worth suggesting: a name that fifty people share says nothing. */
const mostAlike = 10

/** Looks by index for others like the rows that came or changed, and remembers each pair once. */
async function suggest(ctx: Ctx, kind: CustomerKind, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  if (kind === 'account') {
    await remember(
      ctx,
      kind,
      'domain',
      sql`
      select a.id as x, b.id as y from accounts a join accounts b on b.workspace_id = a.workspace_id and b.domain = a.domain and b.id <> a.id
      where a.workspace_id = ${ctx.workspaceId} and b.workspace_id = ${ctx.workspaceId} and a.id = any(${ids}::uuid[])
        and a.merged_into_id is null and b.merged_into_id is null
        and a.parent_id is distinct from b.id and b.parent_id is distinct from a.id and (a.parent_id is null or a.parent_id is distinct from b.parent_id)`,
    )
    await remember(
      ctx,
      kind,
      'name',
      sql`
      select a.id as x, b.id as y from accounts a join accounts b on b.workspace_id = a.workspace_id and b.name_key = a.name_key and b.id <> a.id
      where a.workspace_id = ${ctx.workspaceId} and b.workspace_id = ${ctx.workspaceId} and a.id = any(${ids}::uuid[])
        and a.merged_into_id is null and b.merged_into_id is null`,
    )
    return
  }
  // A person's name counts within one account, or where one of the two has no account yet.
  await remember(
    ctx,
    kind,
    'name',
    sql`
    select a.id as x, b.id as y from contacts a join contacts b on b.workspace_id = a.workspace_id and b.name_key = a.name_key and b.id <> a.id
    where a.workspace_id = ${ctx.workspaceId} and b.workspace_id = ${ctx.workspaceId} and a.id = any(${ids}::uuid[]) and a.name_key like '% %'
      and b.name_key <> '' and a.merged_into_id is null and b.merged_into_id is null
      and (a.account_id = b.account_id or a.account_id is null or b.account_id is null)`,
  )
  // `ada+shop@…` is probably `ada@…`. The plain form is made once a key: inside the join it was made for every pair of keys.
  await remember(
    ctx,
    kind,
    'email',
    sql`
    select a.contact_id as x, b.contact_id as y from (
      select contact_id, regexp_replace(key, '\\+[^@]*@', '@') as plain from contact_keys
      where workspace_id = ${ctx.workspaceId} and contact_id = any(${ids}::uuid[]) and source = 'email' and key like '%+%' offset 0
    ) a
    join contact_keys b on b.workspace_id = ${ctx.workspaceId} and b.source = 'email' and b.key = a.plain and b.contact_id <> a.contact_id
    join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = a.contact_id and c.merged_into_id is null
    join contacts d on d.workspace_id = ${ctx.workspaceId} and d.id = b.contact_id and d.merged_into_id is null`,
  )
}

async function remember(ctx: Ctx, kind: CustomerKind, reason: DuplicateReason, pairs: Sql): Promise<void> {
  await ctx.db.run(sql`
    insert into customer_duplicates (workspace_id, id, kind, a_id, b_id, reason, found_at)
    select ${ctx.workspaceId}, gen_random_uuid(), ${kind}, least(p.x, p.y), greatest(p.x, p.y), ${reason}, ${ctx.now()}
    from (select q.x, q.y, count(*) over (partition by q.x) as alike from (${pairs}) q) p where p.alike <= ${mostAlike}
    group by least(p.x, p.y), greatest(p.x, p.y)
    on conflict (workspace_id, kind, a_id, b_id) do nothing`)
}

type One = Emitted<{ accountId?: string; contactId?: string }>
type Many = Emitted<{ createdIds: string[]; changedIds: string[] }>
type Split = Emitted<{ survivorId: string; loserId: string }>

const subjects = (events: One[]) => [...new Set(events.map((event) => event.subjectId))]
const batches = (events: Many[]) => [
  ...new Set(events.flatMap((event) => [...event.payload.createdIds, ...event.payload.changedIds])),
]
const sides = (events: Split[]) => [
  ...new Set(events.flatMap((event) => [event.payload.survivorId, event.payload.loserId])),
]

export const consumers = [
  consumer('customers/duplicates', {
    'account.created': (ctx, events) => suggest(ctx, 'account', subjects(events)),
    'account.changed': (ctx, events) => suggest(ctx, 'account', subjects(events)),
    'account.upserted': (ctx, events) => suggest(ctx, 'account', batches(events)),
    'account.unmerged': (ctx, events) => suggest(ctx, 'account', sides(events)),
    'contact.created': (ctx, events) => suggest(ctx, 'contact', subjects(events)),
    'contact.changed': (ctx, events) => suggest(ctx, 'contact', subjects(events)),
    'contact.upserted': (ctx, events) => suggest(ctx, 'contact', batches(events)),
    'contact.unmerged': (ctx, events) => suggest(ctx, 'contact', sides(events)),
  }),
]
