import type { AccountChange, AccountDetail, Lifecycle, NewAccount } from '#customers/accounts/contract.ts'
import { accountChanged, accountCreated } from '#customers/accounts/events.ts'
import { accountMissing, accountRoot, getAccount } from '#customers/accounts/queries.ts'
import { accountNameKey, accountSearchText, cleanDomain, segmentKey } from '#customers/accounts/rules.ts'
import { ensureSegments } from '#customers/segments/commands.ts'
import type { CalendarSetting } from '#platform/calendar/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { checkMember } from '#platform/identity/queries.ts'
import { newId } from '#platform/ids.ts'

/** Makes an account. Keys of other systems must not belong to another account. */
export async function createAccount(ctx: Ctx, input: NewAccount): Promise<AccountDetail> {
  const id = newId()
  const now = ctx.now()
  const domain = checkedDomain(input.domain)
  const segment = await checkedSegment(ctx, input.segment)
  const parentId = input.parentId ? await checkedParent(ctx, id, input.parentId) : null
  if (input.ownerId) await checkMember(ctx, input.ownerId)
  const lifecycle = input.lifecycle ?? 'active'
  await ctx.db.run(sql`
    insert into accounts (workspace_id, id, name, name_key, search_text, domain, segment, plan, lifecycle, mrr_cents, currency,
      owner_member_id, go_live_on, renewal_on, churned_on, parent_id, note, created_at, updated_at)
    values (${ctx.workspaceId}, ${id}, ${input.name}, ${accountNameKey(input.name)}, ${accountSearchText(input.name, domain)}, ${domain},
      ${segment}, ${input.plan ?? null}, ${lifecycle}, ${input.mrrCents ?? null}, ${input.currency ?? 'USD'}, ${input.ownerId ?? null}, ${input.goLiveOn ?? null},
      ${input.renewalOn ?? null}, ${lifecycle === 'churned' ? now.toISOString().slice(0, 10) : null}, ${parentId}, ${input.note || null}, ${now}, ${now})`)
  await writeHistory(ctx, [id])
  await claimNames(ctx, [{ id, nameKey: accountNameKey(input.name) }])
  for (const key of input.keys ?? []) await addKey(ctx, id, key.source, key.key)
  await ctx.emit(accountCreated, { subjectId: id, payload: { accountId: id, via: ctx.actor.kind } })
  return getAccount(ctx, { accountId: id })
}

/** Changes the fields that are given; `null` empties one. Works on the surviving account when the id was merged away. */
export async function changeAccount(
  ctx: Ctx,
  input: AccountChange & { accountId: string },
): Promise<AccountDetail> {
  const id = await accountRoot(ctx, input.accountId)
  const before = await ctx.db.one<AccountRecord>(sql`
    select * from accounts where workspace_id = ${ctx.workspaceId} and id = ${id} for update`)
  const after: AccountRecord = { ...before }
  if (input.name !== undefined) after.name = input.name
  if (input.domain !== undefined) after.domain = checkedDomain(input.domain)
  if (input.segment !== undefined) after.segment = await checkedSegment(ctx, input.segment)
  if (input.plan !== undefined) after.plan = input.plan
  if (input.lifecycle !== undefined) after.lifecycle = input.lifecycle
  if (input.mrrCents !== undefined) after.mrr_cents = input.mrrCents
  if (input.currency !== undefined) after.currency = input.currency
  if (input.ownerId !== undefined) {
    if (input.ownerId) await checkMember(ctx, input.ownerId)
    after.owner_member_id = input.ownerId
  }
  if (input.goLiveOn !== undefined) after.go_live_on = input.goLiveOn
  if (input.renewalOn !== undefined) after.renewal_on = input.renewalOn
  if (input.parentId !== undefined)
    after.parent_id = input.parentId ? await checkedParent(ctx, id, input.parentId) : null
  if (input.note !== undefined) after.note = input.note || null
  if (after.lifecycle !== before.lifecycle)
    after.churned_on = after.lifecycle === 'churned' ? ctx.now().toISOString().slice(0, 10) : null

  const fields = changedFields(before, after)
  if (fields.length > 0) {
    await ctx.db.run(sql`
      update accounts set name = ${after.name}, name_key = ${accountNameKey(after.name)}, search_text = ${accountSearchText(after.name, after.domain)},
        domain = ${after.domain}, segment = ${after.segment}, plan = ${after.plan}, lifecycle = ${after.lifecycle}, mrr_cents = ${after.mrr_cents},
        currency = ${after.currency}, owner_member_id = ${after.owner_member_id}, go_live_on = ${after.go_live_on},
        renewal_on = ${after.renewal_on}, churned_on = ${after.churned_on}, parent_id = ${after.parent_id}, note = ${after.note},
        updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${id}`)
    if (isHistoric(before, after)) await writeHistory(ctx, [id])
    if (fields.includes('name')) await claimNames(ctx, [{ id, nameKey: accountNameKey(after.name) }])
    await ctx.emit(accountChanged, {
      subjectId: id,
      payload: {
        accountId: id,
        fields,
        ...(fields.includes('segment') && { segment: { from: before.segment, to: after.segment } }),
      },
    })
  }
  for (const key of input.keys ?? []) await addKey(ctx, id, key.source, key.key)
  return getAccount(ctx, { accountId: id })
}

/** The columns a person can change. */
export interface AccountRecord {
  id: string
  name: string
  domain: string | null
  segment: string | null
  plan: string | null
  lifecycle: Lifecycle
  mrr_cents: number | null
  currency: string
  owner_member_id: string | null
  go_live_on: string | null
  renewal_on: string | null
  churned_on: string | null
  parent_id: string | null
  note: string | null
  calendar: CalendarSetting | null
}

export const accountFields = [
  'name',
  'domain',
  'segment',
  'plan',
  'lifecycle',
  'mrr_cents',
  'currency',
  'owner_member_id',
  'go_live_on',
  'renewal_on',
  'churned_on',
  'parent_id',
  'note',
  'calendar',
] as const

/** What an account's history keeps, so that figures can be asked as of then. */
const historicFields = ['mrr_cents', 'currency', 'lifecycle', 'segment', 'renewal_on'] as const

/** Whether a change is one that the history keeps. */
export function isHistoric(before: AccountRecord, after: AccountRecord): boolean {
  return historicFields.some((field) => before[field] !== after[field])
}

export function changedFields(before: AccountRecord, after: AccountRecord): string[] {
  return accountFields.filter((field) => before[field] !== after[field])
}

/** Writes how these accounts stand now into their history; ids in the order of writing part changes of one instant. */
export async function writeHistory(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await ctx.db.run(sql`
    insert into account_history (workspace_id, id, account_id, mrr_cents, currency, lifecycle, segment, renewal_on, valid_at)
    select a.workspace_id, n.id, a.id, a.mrr_cents, a.currency, a.lifecycle, a.segment, a.renewal_on, ${ctx.now()}
    from unnest(${ids}::uuid[], ${ids.map(() => newId())}::uuid[]) as n (account_id, id)
    join accounts a on a.workspace_id = ${ctx.workspaceId} and a.id = n.account_id`)
}

/** Ingest finds accounts by name: the first account with a name keeps it, a second one is only a suggested duplicate. */
export async function claimNames(
  ctx: Ctx,
  accounts: readonly { id: string; nameKey: string }[],
): Promise<void> {
  await ctx.db.run(sql`
    insert into account_keys (workspace_id, id, source, key, account_id, created_at)
    select ${ctx.workspaceId}, gen_random_uuid(), 'name', n.key, n.id, ${ctx.now()}
    from unnest(${accounts.map((a) => a.nameKey)}::text[], ${accounts.map((a) => a.id)}::uuid[]) as n (key, id)
    on conflict (workspace_id, source, key) do nothing`)
}

async function addKey(ctx: Ctx, accountId: string, source: string, key: string): Promise<void> {
  if (source === 'name')
    throw new AppError(
      'invalid',
      'account.key_reserved',
      'The source "name" is kept for names. Use the name of the system.',
    )
  const row = await ctx.db.maybe<{ account_id: string }>(sql`
    insert into account_keys (workspace_id, id, source, key, account_id, created_at)
    values (${ctx.workspaceId}, ${newId()}, ${source}, ${key}, ${accountId}, ${ctx.now()})
    on conflict (workspace_id, source, key) do update set key = excluded.key returning account_id`)
  if (row && row.account_id !== accountId) {
    throw new AppError(
      'conflict',
      'account.key_taken',
      `Another account already has the ${source} id "${key}". Merge the two, or use another id.`,
    )
  }
}

export function checkedDomain(text: string | null | undefined): string | null {
  if (!text) return null
  const domain = cleanDomain(text)
  if (!domain)
    throw new AppError(
      'invalid',
      'account.domain_invalid',
      `"${text}" is not a domain. Write it like example.com.`,
    )
  return domain
}

async function checkedSegment(ctx: Ctx, name: string | null | undefined): Promise<string | null> {
  if (!name) return null
  await ensureSegments(ctx, [name])
  return segmentKey(name)
}

/** A parent must exist and must not stand below the account itself. */
async function checkedParent(ctx: Ctx, id: string, parentId: string): Promise<string> {
  const root = await ctx.db.maybe<{ root: string }>(sql`
    select coalesce(merged_into_id, id) as root from accounts where workspace_id = ${ctx.workspaceId} and id = ${parentId}`)
  if (!root) throw accountMissing()
  const loop = await ctx.db.maybe(sql`
    with recursive above as (
      select a.id, a.parent_id from accounts a where a.workspace_id = ${ctx.workspaceId} and a.id = ${root.root}
      union
      select p.id, p.parent_id from accounts p join above on p.id = above.parent_id where p.workspace_id = ${ctx.workspaceId}
    ) select 1 as found from above where id = ${id}`)
  if (loop)
    throw new AppError(
      'conflict',
      'account.parent_loop',
      'That account stands below this one, so it cannot be its parent. Choose another.',
    )
  return root.root
}
