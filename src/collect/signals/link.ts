import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/**
 * Joins subjects to the customers they are, as far as these are known. A company: by our own id, by its id in the system
 * named, without a system by the id that only one account has, or by name. A person: as the contact of the same id or
 * address; their account is the contact's, else the one the sender put them into, else the one of the address's domain.
 * A person who changes account takes along what counts under their own name.
 */
export async function linkSubjects(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const ws = ctx.workspaceId
  await lockSubjects(ctx, ids)
  const linked = await ctx.db.many<{ id: string }>(sql`
    update signal_subjects s set account_id = f.account_id
    from (
      select w.id, coalesce(
        (select a.id from accounts a where a.workspace_id = ${ws} and a.id = case when w.source = 'id' then w.key::uuid end),
        (select k.account_id from account_keys k where k.workspace_id = ${ws} and k.source = w.source and k.key = w.key),
        ${onlyOne(ctx, 'account', sql`w`)},
        (select k.account_id from account_keys k where k.workspace_id = ${ws} and k.source = 'name' and k.key = w.name_key)
      ) as account_id
      from signal_subjects w
      where w.workspace_id = ${ws} and w.id = any (${ids}::uuid[]) and w.kind = 'account' and w.account_id is null
    ) f
    where s.workspace_id = ${ws} and s.id = f.id and f.account_id is not null returning s.id`)
  const groups = linked.map(({ id }) => id)
  await ctx.db.run(sql`
    update signal_subjects s set contact_id = f.contact_id, account_id = f.account_id
    from (
      select w.id, w.contact_id, coalesce(c.account_id, g.account_id, (
        select min(a.id::text)::uuid from accounts a
        where a.workspace_id = ${ws} and a.domain = w.domain and a.merged_into_id is null having count(*) = 1
      )) as account_id
      from (
        select s.id, s.group_id, s.domain, coalesce(
          s.contact_id,
          (select c.id from contacts c where c.workspace_id = ${ws} and c.id = case when s.source = 'id' then s.key::uuid end),
          (select k.contact_id from contact_keys k where k.workspace_id = ${ws} and k.source = s.source and k.key = s.key),
          (select k.contact_id from contact_keys k where k.workspace_id = ${ws} and k.source = 'email' and k.key = s.email),
          ${onlyOne(ctx, 'contact', sql`s`)}
        ) as contact_id
        from signal_subjects s
        where s.workspace_id = ${ws} and s.kind = 'person' and (s.id = any (${ids}::uuid[]) or s.group_id = any (${groups}::uuid[]))
      ) w
      left join contacts o on o.workspace_id = ${ws} and o.id = w.contact_id
      left join contacts c on c.workspace_id = ${ws} and c.id = root_id(o.merged_into_id, o.id)
      left join signal_subjects g on g.workspace_id = ${ws} and g.id = w.group_id
    ) f
    where s.workspace_id = ${ws} and s.id = f.id
      and (s.contact_id is distinct from f.contact_id or s.account_id is distinct from f.account_id)`)
  await noteSeen(ctx, ids)
}

/** Customers that were just joined were seen when their subject was. */
async function noteSeen(ctx: Ctx, ids: readonly string[]): Promise<void> {
  for (const [table, column] of [
    [sql`accounts`, sql`account_id`],
    [sql`contacts`, sql`contact_id`],
  ] as const)
    await ctx.db.run(sql`
      with seen as (
        select root_id(t.merged_into_id, t.id) as id, max(s.last_at) as at
        from signal_subjects s join ${table} t on t.workspace_id = s.workspace_id and t.id = s.${column}
        where s.workspace_id = ${ctx.workspaceId} and s.id = any (${ids}::uuid[]) group by 1
      ),
      due as (
        select t.id, seen.at from seen join ${table} t on t.workspace_id = ${ctx.workspaceId} and t.id = seen.id
        where t.last_seen_at is null or t.last_seen_at < seen.at order by t.id for no key update of t skip locked
      )
      update ${table} t set last_seen_at = due.at from due where t.workspace_id = ${ctx.workspaceId} and t.id = due.id`)
}

/** Two who change the same subjects wait for each other instead of locking each other out. */
export async function lockSubjects(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await ctx.db.run(sql`
    select id from signal_subjects
    where workspace_id = ${ctx.workspaceId} and (id = any (${ids}::uuid[]) or group_id = any (${ids}::uuid[]))
    order by id for no key update`)
}

/** An id sent without its system is that of the one customer who has it, whichever system gave it. */
function onlyOne({ workspaceId: ws }: Ctx, kind: 'account' | 'contact', of: Sql): Sql {
  const [table, column, named] =
    kind === 'account'
      ? [sql`account_keys`, sql`account_id`, sql`'name'`]
      : [sql`contact_keys`, sql`contact_id`, sql`'email'`]
  return sql`(select min(k.${column}::text)::uuid from ${table} k
    where k.workspace_id = ${ws} and ${of}.source = 'api' and k.key = ${of}.key and k.source <> ${named}
    having count(distinct k.${column}) = 1)`
}

/** Joins what waits for accounts or contacts that have just appeared or changed. */
export async function linkCustomers(
  ctx: Ctx,
  changed: { accountIds?: readonly string[]; contactIds?: readonly string[] },
): Promise<void> {
  const { accountIds = [], contactIds = [] } = changed
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{ id: string }>(sql`
    select s.id from account_keys k join signal_subjects s on s.workspace_id = ${ws} and s.key = k.key and s.kind = 'account'
    where k.workspace_id = ${ws} and k.account_id = any (${accountIds}::uuid[]) and s.account_id is null
    union select s.id from account_keys k join signal_subjects s on s.workspace_id = ${ws} and s.name_key = k.key and s.kind = 'account'
    where k.workspace_id = ${ws} and k.account_id = any (${accountIds}::uuid[]) and k.source = 'name' and s.account_id is null
    union select s.id from accounts a join signal_subjects s on s.workspace_id = ${ws} and s.domain = a.domain
    where a.workspace_id = ${ws} and a.id = any (${accountIds}::uuid[]) and s.account_id is null
    union select s.id from contact_keys k join signal_subjects s on s.workspace_id = ${ws} and s.key = k.key and s.kind = 'person'
    where k.workspace_id = ${ws} and k.contact_id = any (${contactIds}::uuid[])
    union select s.id from contact_keys k join signal_subjects s on s.workspace_id = ${ws} and s.email = k.key
    where k.workspace_id = ${ws} and k.contact_id = any (${contactIds}::uuid[]) and k.source = 'email'
    union select s.id from signal_subjects s where s.workspace_id = ${ws} and s.contact_id = any (${contactIds}::uuid[])`)
  if (rows.length > 0)
    await linkSubjects(
      ctx,
      rows.map(({ id }) => id),
    )
}

/** Tries a page of those who are not known yet once more, by id; answers the last one looked at, or undefined at the end. */
export async function linkUnknown(
  ctx: Ctx,
  after: string | undefined,
  most: number,
): Promise<string | undefined> {
  const rows = await ctx.db.many<{ id: string }>(sql`
    select id from signal_subjects
    where workspace_id = ${ctx.workspaceId} and id > ${after ?? '00000000-0000-0000-0000-000000000000'} and account_id is null
    order by id limit ${most}`)
  if (rows.length === 0) return undefined
  await linkSubjects(
    ctx,
    rows.map(({ id }) => id),
  )
  return rows.at(-1)!.id
}
