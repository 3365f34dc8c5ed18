import { type BatchResult, tally, upsertAccounts } from '#customers/accounts/batch.ts'
import type { RowResult } from '#customers/accounts/contract.ts'
import { accountNameKey, personNameKey } from '#customers/accounts/rules.ts'
import { setConsent } from '#customers/consent/commands.ts'
import type { ContactRow } from '#customers/contacts/contract.ts'
import { contactsUpserted } from '#customers/contacts/events.ts'
import { contactSearchText } from '#customers/contacts/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId, newId } from '#platform/ids.ts'

interface ContactRecord {
  id: string
  account_id: string | null
  name: string | null
  email: string | null
  title: string | null
  phone: string | null
  roles: string[]
  locale: string | null
  zone: string | null
  is_internal: boolean
}

const fields = [
  'account_id',
  'name',
  'email',
  'title',
  'phone',
  'roles',
  'locale',
  'zone',
  'is_internal',
] as const
const differs = (a: ContactRecord, b: ContactRecord) =>
  fields.some((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]))

/**
 * Creates or updates many contacts in a handful of statements. A row is found by its external id under `source`, else by
 * its e-mail address; the account by external id, else by name, and made when new. Absent fields stay, null empties.
 */
export async function upsertContacts(
  ctx: Ctx,
  input: { source: string; contacts: ContactRow[] },
): Promise<BatchResult> {
  const reserved = (source: string) => (source === 'email' || source === 'name' ? 'api' : source)
  const results: RowResult[] = []
  const rows = input.contacts.flatMap((row, index) => {
    if (!row.name && !row.email && !row.externalId) {
      results.push({
        index,
        outcome: 'error',
        id: null,
        message: 'The row has no name, address or id. Give one of them.',
      })
      return []
    }
    return [{ ...row, index, source: reserved(row.source ?? input.source), key: row.externalId ?? null }]
  })
  const accounts = await accountsOf(ctx, reserved(input.source), rows)

  const keys = rows.flatMap((row) => [
    ...(row.key ? [{ source: row.source, key: row.key }] : []),
    ...(row.email ? [{ source: 'email', key: row.email }] : []),
  ])
  await ctx.db.run(sql`
    select pg_advisory_xact_lock(hashtextextended(${ctx.workspaceId} || k, 21))
    from unnest(${[...new Set(keys.map((k) => `${k.source}:${k.key}`))].sort()}::text[]) with ordinality as l (k, n) order by n`)
  const known = await ctx.db.many<{ source: string; key: string; contact_id: string }>(sql`
    select k.source, k.key, root_id(c.merged_into_id, c.id) as contact_id
    from unnest(${keys.map((k) => k.source)}::text[], ${keys.map((k) => k.key)}::text[]) as w (source, key)
    join contact_keys k on k.workspace_id = ${ctx.workspaceId} and k.source = w.source and k.key = w.key
    join contacts c on c.workspace_id = k.workspace_id and c.id = k.contact_id`)
  const byKey = new Map(known.map((k) => [`${k.source}\n${k.key}`, k.contact_id]))
  const planned = rows.map((row) => {
    const id =
      (row.key ? byKey.get(`${row.source}\n${row.key}`) : undefined) ??
      (row.email ? byKey.get(`email\n${row.email}`) : undefined) ??
      newId()
    if (row.key && !byKey.has(`${row.source}\n${row.key}`)) byKey.set(`${row.source}\n${row.key}`, id)
    if (row.email && !byKey.has(`email\n${row.email}`)) byKey.set(`email\n${row.email}`, id)
    return { row, id }
  })
  const existing = new Map(
    (
      await ctx.db.many<ContactRecord>(sql`
        select id, account_id, name, email, title, phone, roles, locale, zone, is_internal from contacts
        where workspace_id = ${ctx.workspaceId} and id = any(${planned.map((p) => p.id)}::uuid[]) order by id for update`)
    ).map((record) => [record.id, record]),
  )
  const records = new Map<string, ContactRecord>()
  const refusing: { contactId: string; unsubscribed: boolean }[] = []
  for (const { row, id } of planned) {
    const before = records.get(id) ?? existing.get(id)
    const base: ContactRecord = before ?? {
      id,
      account_id: null,
      name: null,
      email: null,
      title: null,
      phone: null,
      roles: [],
      locale: null,
      zone: null,
      is_internal: false,
    }
    if (row.email && byKey.get(`email\n${row.email}`) !== id) {
      results.push({
        index: row.index,
        outcome: 'error',
        id: null,
        message: `Another contact has the address ${row.email}. Merge the two first.`,
      })
      continue
    }
    const accountKey = row.accountExternalId
      ? `${row.source}\n${row.accountExternalId}`
      : row.accountName
        ? `name\n${accountNameKey(row.accountName)}`
        : undefined
    const after: ContactRecord = {
      id,
      account_id: accountKey ? (accounts.get(accountKey) ?? base.account_id) : base.account_id,
      name: row.name === undefined ? base.name : row.name || null,
      email: row.email === undefined ? base.email : row.email || null,
      title: row.title === undefined ? base.title : row.title || null,
      phone: row.phone === undefined ? base.phone : row.phone || null,
      roles: row.roles ?? base.roles,
      locale: row.locale === undefined ? base.locale : row.locale,
      zone: row.zone === undefined ? base.zone : row.zone,
      is_internal: row.isInternal ?? base.is_internal,
    }
    records.set(id, after)
    if (typeof row.unsubscribed === 'boolean')
      refusing.push({ contactId: id, unsubscribed: row.unsubscribed })
    results.push({
      index: row.index,
      outcome: !before ? 'created' : differs(before, after) ? 'updated' : 'unchanged',
      id: encodeId('ct', id),
      message: null,
    })
  }
  const createdIds = [...records.keys()].filter((id) => !existing.has(id))
  const changedIds = [...records.values()]
    .filter((r) => existing.has(r.id) && differs(existing.get(r.id)!, r))
    .map((r) => r.id)
  await write(
    ctx,
    [...createdIds, ...changedIds].map((id) => records.get(id)!),
  )
  const claimed = [...byKey]
    .filter(([, id]) => records.has(id))
    .map(([k, id]) => ({ source: k.split('\n')[0]!, key: k.slice(k.indexOf('\n') + 1), id }))
  await ctx.db.run(sql`
    insert into contact_keys (workspace_id, id, source, key, contact_id, created_at)
    select ${ctx.workspaceId}, gen_random_uuid(), k.source, k.key, k.id, ${ctx.now()}
    from unnest(${claimed.map((k) => k.source)}::text[], ${claimed.map((k) => k.key)}::text[], ${claimed.map((k) => k.id)}::uuid[]) as k (source, key, id)
    on conflict (workspace_id, source, key) do nothing`)
  for (const { contactId, unsubscribed } of refusing) {
    // An import may only take consent away: what a person refused is not allowed again by a file.
    if (unsubscribed) await setConsent(ctx, { contactId, topic: 'all', state: 'unsubscribed', via: 'import' })
  }
  if (createdIds.length + changedIds.length > 0) {
    await ctx.emit(contactsUpserted, {
      subjectId: [...createdIds, ...changedIds][0]!,
      payload: { createdIds, changedIds },
    })
  }
  return tally(results)
}

async function write(ctx: Ctx, records: ContactRecord[]): Promise<void> {
  if (records.length === 0) return
  const list = records.map((r) => ({
    ...r,
    name_key: personNameKey(r.name ?? ''),
    search_text: contactSearchText(r.name, r.email),
  }))
  await ctx.db.run(sql`
    insert into contacts (workspace_id, id, account_id, name, name_key, search_text, email, title, phone, roles, locale, zone, is_internal, created_at, updated_at)
    select ${ctx.workspaceId}, r.id, r.account_id, r.name, r.name_key, r.search_text, r.email, r.title, r.phone, r.roles, r.locale, r.zone, r.is_internal, ${ctx.now()}, ${ctx.now()}
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as r (id uuid, account_id uuid, name text, name_key text, search_text text, email text, title text,
      phone text, roles text[], locale text, zone text, is_internal boolean)
    on conflict (workspace_id, id) do update set account_id = excluded.account_id, name = excluded.name, name_key = excluded.name_key,
      search_text = excluded.search_text, email_state = case when contacts.email is distinct from excluded.email then 'ok' else contacts.email_state end,
      email = excluded.email, title = excluded.title, phone = excluded.phone, roles = excluded.roles, locale = excluded.locale, zone = excluded.zone,
      is_internal = excluded.is_internal, updated_at = excluded.updated_at`)
}

/** The accounts named in the rows, by key; those not known yet are made. */
async function accountsOf(
  ctx: Ctx,
  source: string,
  rows: { accountName?: string | null; accountExternalId?: string | null; source: string }[],
): Promise<Map<string, string>> {
  const wanted = new Map<string, { source: string; name: string; externalId: string | null }>()
  for (const row of rows) {
    if (row.accountExternalId)
      wanted.set(`${row.source}\n${row.accountExternalId}`, {
        source: row.source,
        name: row.accountName || row.accountExternalId,
        externalId: row.accountExternalId,
      })
    else if (row.accountName)
      wanted.set(`name\n${accountNameKey(row.accountName)}`, {
        source: row.source,
        name: row.accountName,
        externalId: null,
      })
  }
  if (wanted.size === 0) return new Map()
  const find = async () =>
    new Map(
      (
        await ctx.db.many<{ k: string; id: string }>(sql`
          select k.source || chr(10) || k.key as k, root_id(a.merged_into_id, a.id) as id
          from unnest(${[...wanted.keys()].map((k) => k.split('\n')[0])}::text[], ${[...wanted.keys()].map((k) => k.slice(k.indexOf('\n') + 1))}::text[]) as w (source, key)
          join account_keys k on k.workspace_id = ${ctx.workspaceId} and k.source = w.source and k.key = w.key
          join accounts a on a.workspace_id = k.workspace_id and a.id = k.account_id`)
      ).map((row) => [row.k, row.id]),
    )
  const found = await find()
  const missing = [...wanted].filter(([k]) => !found.has(k)).map(([, value]) => value)
  if (missing.length === 0) return found
  await upsertAccounts(ctx, {
    source,
    accounts: missing.map((m) => ({
      name: m.name,
      source: m.source,
      ...(m.externalId && { externalId: m.externalId }),
    })),
  })
  return find()
}
