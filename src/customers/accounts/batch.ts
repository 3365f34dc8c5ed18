import {
  type AccountRecord,
  changedFields,
  claimNames,
  isHistoric,
  writeHistory,
} from '#customers/accounts/commands.ts'
import type { AccountRow, RowResult } from '#customers/accounts/contract.ts'
import { accountsUpserted } from '#customers/accounts/events.ts'
import { accountNameKey, accountSearchText, cleanDomain, segmentKey } from '#customers/accounts/rules.ts'
import { ensureSegments } from '#customers/segments/commands.ts'
import { calendarSetting, zoneTrouble } from '#platform/calendar/commands.ts'
import { CalendarSetting } from '#platform/calendar/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

export interface BatchResult {
  created: number
  updated: number
  unchanged: number
  errors: number
  results: RowResult[]
}

interface Known {
  source: string
  key: string
  account_id: string
}

/**
 * Creates or updates many accounts in a handful of statements. A row is found by its external id under `source`, else
 * by domain, else by name; absent fields stay, null empties. Rows that cannot be taken say why and do not stop the others.
 * Asked twice with the same rows, the second time changes nothing.
 */
export async function upsertAccounts(
  ctx: Ctx,
  input: { source: string; accounts: AccountRow[] },
): Promise<BatchResult> {
  const source = input.source === 'name' ? 'api' : input.source
  const rows = input.accounts.map((row, index) => ({
    ...row,
    index,
    key: row.externalId ?? null,
    source: row.source && row.source !== 'name' ? row.source : source,
    nameKey: accountNameKey(row.name),
    cleaned: row.domain ? cleanDomain(row.domain) : row.domain === null ? null : undefined,
  }))
  const results = new Map<number, RowResult>()
  const fail = (index: number, message: string) =>
    results.set(index, { index, outcome: 'error', id: null, message })
  const owners = await membersByEmail(
    ctx,
    rows.flatMap((row) => row.ownerEmail?.toLowerCase() ?? []),
  )
  const good = rows.filter((row) => {
    if (row.domain && !row.cleaned)
      return !fail(row.index, `"${row.domain}" is not a domain. Write it like example.com.`)
    if (row.ownerEmail && !owners.has(row.ownerEmail.toLowerCase()))
      return !fail(
        row.index,
        `No member has the address ${row.ownerEmail}. Invite them first, or leave the owner empty.`,
      )
    const trouble = row.zone && zoneTrouble(row.zone)
    if (trouble) return !fail(row.index, trouble)
    return true
  })
  const office = good.some((row) => row.zone) ? await getSetting(ctx, calendarSetting) : null
  await ensureSegments(
    ctx,
    good.flatMap((row) => row.segment ?? []),
  )

  // One lock order for all batches, so that two at once wait for each other and make no second account.
  const lockNames = [
    ...new Set(
      good.flatMap((row) => [`name:${row.nameKey}`, row.key ? `${row.source}:${row.key}` : []].flat()),
    ),
  ].sort()
  await ctx.db.run(sql`
    select pg_advisory_xact_lock(hashtextextended(${ctx.workspaceId} || k, 20)) from unnest(${lockNames}::text[]) with ordinality as l (k, n) order by n`)
  const known = await ctx.db.many<Known>(sql`
    select k.source, k.key, root_id(a.merged_into_id, a.id) as account_id
    from unnest(${good.map((row) => (row.key ? row.source : 'name'))}::text[] || ${good.map(() => 'name')}::text[],
      ${good.map((row) => row.key ?? row.nameKey)}::text[] || ${good.map((row) => row.nameKey)}::text[]) as w (source, key)
    join account_keys k on k.workspace_id = ${ctx.workspaceId} and k.source = w.source and k.key = w.key
    join accounts a on a.workspace_id = k.workspace_id and a.id = k.account_id`)
  const byKey = new Map(known.map((k) => [`${k.source}\n${k.key}`, k.account_id]))
  const byDomain = new Map(
    (
      await ctx.db.many<{ domain: string; id: string }>(sql`
        select distinct on (a.domain) a.domain, a.id from accounts a
        where a.workspace_id = ${ctx.workspaceId} and a.merged_into_id is null and a.domain = any(${good.flatMap((row) => row.cleaned ?? [])}::text[])
        order by a.domain, a.id`)
    ).map((row) => [row.domain, row.id]),
  )

  // Two accounts of one name or domain are two accounts when the source gives each an id of its own.
  const taken = new Set(
    (
      await ctx.db.many<{ source: string; account_id: string }>(sql`
        select distinct source, account_id from account_keys
        where workspace_id = ${ctx.workspaceId} and source <> 'name' and account_id = any(${[...byKey.values(), ...byDomain.values()]}::uuid[])`)
    ).map((k) => `${k.source}\n${k.account_id}`),
  )
  const planned = good.map((row) => {
    const nameOwner = byKey.get(`name\n${row.nameKey}`)
    const free = (id: string | undefined) =>
      id && !(row.key && taken.has(`${row.source}\n${id}`)) ? id : undefined
    const id =
      (row.key ? byKey.get(`${row.source}\n${row.key}`) : undefined) ??
      free(row.cleaned ? byDomain.get(row.cleaned) : undefined) ??
      free(nameOwner) ??
      newId()
    if (row.key) {
      byKey.set(`${row.source}\n${row.key}`, id)
      taken.add(`${row.source}\n${id}`)
    }
    if (!nameOwner) byKey.set(`name\n${row.nameKey}`, id)
    if (row.cleaned) byDomain.set(row.cleaned, id)
    return { row, id }
  })

  const existing = new Map(
    (
      await ctx.db.many<AccountRecord>(sql`
        select * from accounts where workspace_id = ${ctx.workspaceId} and id = any(${planned.map((p) => p.id)}::uuid[]) order by id for update`)
    ).map((record) => [record.id, record]),
  )
  const records = new Map<string, AccountRecord>()
  const createdIds = new Set<string>()
  for (const { row, id } of planned) {
    const before = records.get(id) ?? existing.get(id)
    if (!before) createdIds.add(id)
    const base: AccountRecord = before ?? {
      id,
      name: row.name,
      domain: null,
      segment: null,
      plan: null,
      lifecycle: 'active',
      mrr_cents: null,
      currency: 'USD',
      owner_member_id: null,
      go_live_on: null,
      renewal_on: null,
      churned_on: null,
      parent_id: null,
      note: null,
      calendar: null,
    }
    const after: AccountRecord = {
      ...base,
      name: row.name,
      domain: row.cleaned === undefined ? base.domain : row.cleaned,
      segment: row.segment === undefined ? base.segment : row.segment && segmentKey(row.segment),
      plan: row.plan === undefined ? base.plan : row.plan,
      lifecycle: row.lifecycle ?? base.lifecycle,
      mrr_cents: row.mrrCents === undefined ? base.mrr_cents : row.mrrCents,
      currency: row.currency ?? base.currency,
      owner_member_id:
        row.ownerEmail === undefined
          ? base.owner_member_id
          : row.ownerEmail
            ? owners.get(row.ownerEmail.toLowerCase())!
            : null,
      go_live_on: row.goLiveOn === undefined ? base.go_live_on : row.goLiveOn,
      renewal_on: row.renewalOn === undefined ? base.renewal_on : row.renewalOn,
      note: row.note === undefined ? base.note : row.note || null,
      calendar:
        row.zone && base.calendar?.zone !== row.zone
          ? CalendarSetting.parse({ ...(base.calendar ?? office), zone: row.zone })
          : base.calendar,
    }
    if (after.lifecycle !== base.lifecycle || (!before && after.lifecycle === 'churned'))
      after.churned_on = after.lifecycle === 'churned' ? ctx.now().toISOString().slice(0, 10) : null
    const changed = before ? changedFields(before, after).length > 0 : true
    records.set(id, after)
    const outcome = createdIds.has(id) && !before ? 'created' : changed ? 'updated' : 'unchanged'
    results.set(row.index, { index: row.index, outcome, id: encodeId('acct', id), message: null })
  }
  const changedIds = [...records.values()]
    .filter((r) => existing.has(r.id) && changedFields(existing.get(r.id)!, r).length > 0)
    .map((r) => r.id)
  const historic = changedIds.filter((id) => isHistoric(existing.get(id)!, records.get(id)!))
  await writeAccounts(
    ctx,
    [...records.values()].filter((r) => createdIds.has(r.id) || changedIds.includes(r.id)),
  )
  await writeHistory(ctx, [...createdIds, ...historic])
  await claimNames(
    ctx,
    planned.map(({ row, id }) => ({ id, nameKey: row.nameKey })),
  )
  const keyed = planned.filter(({ row }) => row.key)
  await ctx.db.run(sql`
    insert into account_keys (workspace_id, id, source, key, account_id, created_at)
    select ${ctx.workspaceId}, gen_random_uuid(), k.source, k.key, k.id, ${ctx.now()}
    from unnest(${keyed.map(({ row }) => row.source)}::text[], ${keyed.map(({ row }) => row.key)}::text[], ${keyed.map(({ id }) => id)}::uuid[]) as k (source, key, id)
    on conflict (workspace_id, source, key) do nothing`)
  await setParents(
    ctx,
    planned.flatMap(({ row, id }) =>
      row.parentName ? [{ id, parentKey: accountNameKey(row.parentName) }] : [],
    ),
  )
  if (createdIds.size + changedIds.length > 0) {
    const subjectId = [...createdIds, ...changedIds][0]!
    await ctx.emit(accountsUpserted, { subjectId, payload: { createdIds: [...createdIds], changedIds } })
  }
  return tally([...results.values()])
}

/** Counts of a batch with the results in the order of its rows. */
export function tally(results: RowResult[]): BatchResult {
  const of = (outcome: RowResult['outcome']) => results.filter((result) => result.outcome === outcome).length
  return {
    created: of('created'),
    updated: of('updated'),
    unchanged: of('unchanged'),
    errors: of('error'),
    results: results.sort((a, b) => a.index - b.index),
  }
}

async function writeAccounts(ctx: Ctx, records: AccountRecord[]): Promise<void> {
  if (records.length === 0) return
  const list = records.map((r) => ({
    ...r,
    name_key: accountNameKey(r.name),
    search_text: accountSearchText(r.name, r.domain),
  }))
  await ctx.db.run(sql`
    insert into accounts (workspace_id, id, name, name_key, search_text, domain, segment, plan, lifecycle, mrr_cents, currency, owner_member_id,
      go_live_on, renewal_on, churned_on, parent_id, note, calendar, created_at, updated_at)
    select ${ctx.workspaceId}, r.id, r.name, r.name_key, r.search_text, r.domain, r.segment, r.plan, r.lifecycle, r.mrr_cents, r.currency,
      r.owner_member_id, r.go_live_on, r.renewal_on, r.churned_on, r.parent_id, r.note, r.calendar, ${ctx.now()}, ${ctx.now()}
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as r (id uuid, name text, name_key text, search_text text, domain text, segment text, plan text,
      lifecycle text, mrr_cents bigint, currency text, owner_member_id uuid, go_live_on date, renewal_on date, churned_on date, parent_id uuid, note text, calendar jsonb)
    on conflict (workspace_id, id) do update set name = excluded.name, name_key = excluded.name_key, search_text = excluded.search_text,
      domain = excluded.domain, segment = excluded.segment, plan = excluded.plan, lifecycle = excluded.lifecycle, mrr_cents = excluded.mrr_cents, currency = excluded.currency,
      owner_member_id = excluded.owner_member_id, go_live_on = excluded.go_live_on, renewal_on = excluded.renewal_on,
      churned_on = excluded.churned_on, note = excluded.note, calendar = excluded.calendar, updated_at = excluded.updated_at`)
}

/** Parents are named; a name nobody has, or the account's own, is left alone. */
async function setParents(ctx: Ctx, rows: { id: string; parentKey: string }[]): Promise<void> {
  if (rows.length === 0) return
  await ctx.db.run(sql`
    update accounts a set parent_id = root_id(p.merged_into_id, p.id)
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.parentKey)}::text[]) as w (id, parent_key)
    join account_keys k on k.workspace_id = ${ctx.workspaceId} and k.source = 'name' and k.key = w.parent_key
    join accounts p on p.workspace_id = k.workspace_id and p.id = k.account_id
    where a.workspace_id = ${ctx.workspaceId} and a.id = w.id and root_id(p.merged_into_id, p.id) <> a.id
      and a.parent_id is distinct from root_id(p.merged_into_id, p.id) and p.parent_id is distinct from a.id`)
}

async function membersByEmail(ctx: Ctx, emails: string[]): Promise<Map<string, string>> {
  if (emails.length === 0) return new Map()
  const rows = await ctx.db.many<{ id: string; email: string }>(sql`
    select id, email from members where workspace_id = ${ctx.workspaceId} and removed_at is null and email = any(${emails}::text[])`)
  return new Map(rows.map((row) => [row.email, row.id]))
}
