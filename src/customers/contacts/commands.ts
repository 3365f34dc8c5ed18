import { accountCreated } from '#customers/accounts/events.ts'
import {
  accountNameKey,
  accountSearchText,
  cleanDomain,
  companyDomain,
  foldText,
  personNameKey,
  segmentKey,
} from '#customers/accounts/rules.ts'
import { contactCreated } from '#customers/contacts/events.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'

/** Who said something, as a channel knows it. Everything is optional; nothing at all means anonymous. */
export interface ContactHint {
  email?: string | null
  name?: string | null
  /** The person's id in the system named by `source` (default `api`). */
  externalId?: string | null
  source?: string
  title?: string | null
  locale?: string | null
  zone?: string | null
  /** When they were seen: the time something was said, not the time it was imported. Default now. */
  seenAt?: Date
  account?: AccountHint | null
}

export interface AccountHint {
  name?: string | null
  externalId?: string | null
  domain?: string | null
  mrrCents?: number | null
  currency?: string | null
  segment?: string | null
}

/** Both ids are those of the surviving rows when the named ones were merged. */
export interface KnownContact {
  contactId: string | null
  accountId: string | null
}

/**
 * Finds the contact (by external id, else by e-mail address) and the account (by external id, else by name, else by
 * the company domain of the address), and makes what is missing. One statement, which writes nothing when both are
 * known and were seen within a quarter of an hour; safe when many arrive at once. A known contact keeps its account
 * and its name: ingest fills blanks, only people, imports and connectors change what stands there.
 */
export async function upsertContact(ctx: Ctx, hint: ContactHint): Promise<KnownContact> {
  const email = cleanEmail(hint.email)
  const source =
    hint.source === undefined || hint.source === 'email' || hint.source === 'name' ? 'api' : hint.source
  const externalId = blankToNull(hint.externalId)
  const accountName = blankToNull(hint.account?.name)
  const accountKeys = keysOfAccount(hint.account, source)
  const mayFindByDomain = accountKeys.length === 0 && email ? (companyDomain(email) ?? null) : null
  if (!email && !externalId && accountKeys.length === 0) return { contactId: null, accountId: null }

  const now = ctx.now()
  const seenAt = hint.seenAt ?? now
  const domain = hint.account?.domain ? (cleanDomain(hint.account.domain) ?? null) : null
  const newAccountId = newId()
  const newContactId = newId()
  const primary = accountKeys[0] ?? { source: null, key: null }
  const second = accountKeys[1] ?? { source: null, key: null }
  const name = blankToNull(hint.name)
  const label = accountName ?? hint.account?.externalId ?? ''
  const ws = ctx.workspaceId

  // Values are named once in `given`, so that every type is fixed and each parameter is sent once.
  const row = await ctx.db.one<{
    contact_id: string | null
    account_id: string | null
    made_account: boolean
    made_contact: boolean
  }>(sql`
    with given as materialized (
      select ${ws}::uuid as ws, ${now}::timestamptz as now, ${seenAt}::timestamptz as seen_at,
        ${newAccountId}::uuid as new_account, ${newContactId}::uuid as new_contact,
        ${primary.source}::text as a_source, ${primary.key}::text as a_key,
        ${second.source}::text as a_source2, ${second.key}::text as a_key2, ${mayFindByDomain}::text as a_domain,
        ${email}::text as email, ${source}::text as source, ${externalId}::text as external_id, ${name}::text as name,
        ${name ? personNameKey(name) : ''}::text as name_key, ${name ? foldText(name) : null}::text as folded
    ),
    found_account as materialized (
      select coalesce(
        (select k.account_id from account_keys k, given g where k.workspace_id = ${ws} and k.source = g.a_source and k.key = g.a_key),
        (select k.account_id from account_keys k, given g where k.workspace_id = ${ws} and k.source = g.a_source2 and k.key = g.a_key2
          and not exists (select 1 from account_keys o where o.workspace_id = ${ws} and o.account_id = k.account_id and o.source = g.a_source)),
        (select a.id from accounts a, given g where a.workspace_id = ${ws} and a.domain = g.a_domain and a.merged_into_id is null order by a.id limit 1)
      ) as id
    ),
    account_key as (
      insert into account_keys (workspace_id, id, source, key, account_id, created_at)
      select g.ws, gen_random_uuid(), g.a_source, g.a_key, g.new_account, g.now
      from given g, found_account f where f.id is null and g.a_key is not null
      on conflict (workspace_id, source, key) do update set key = excluded.key
      returning account_id
    ),
    account_key2 as (
      insert into account_keys (workspace_id, id, source, key, account_id, created_at)
      select g.ws, gen_random_uuid(), g.a_source2, g.a_key2, coalesce(f.id, k.account_id), g.now
      from given g cross join found_account f left join account_key k on true
      where g.a_key2 is not null and coalesce(f.id, k.account_id) is not null
        and not exists (select 1 from account_keys o where o.workspace_id = ${ws} and o.source = g.a_source2 and o.key = g.a_key2)
      on conflict (workspace_id, source, key) do nothing
    ),
    named_account as materialized (
      select root_id(a.merged_into_id, f.id) as id from found_account f
        left join accounts a on a.workspace_id = ${ws} and a.id = f.id where f.id is not null
      union all select account_id from account_key
    ),
    new_account as (
      insert into accounts (workspace_id, id, name, name_key, search_text, domain, segment, mrr_cents, currency, last_seen_at, created_at, updated_at)
      select g.ws, g.new_account, ${label}::text, ${accountNameKey(label)}::text, ${accountSearchText(label, domain)}::text, ${domain}::text,
        ${hint.account?.segment ? segmentKey(hint.account.segment) : null}::text, ${hint.account?.mrrCents ?? null}::bigint,
        ${(hint.account?.currency ?? 'USD').toUpperCase()}::char(3), g.seen_at, g.now, g.now
      from given g, account_key k where k.account_id = g.new_account
      returning id, mrr_cents, currency, segment, created_at
    ),
    new_history as (
      insert into account_history (workspace_id, id, account_id, mrr_cents, currency, lifecycle, segment, valid_at)
      select ${ws}, gen_random_uuid(), id, mrr_cents, currency, 'active', segment, created_at from new_account
    ),
    found_contact as materialized (
      select coalesce(
        (select k.contact_id from contact_keys k, given g where k.workspace_id = ${ws} and k.source = g.source and k.key = g.external_id),
        (select k.contact_id from contact_keys k, given g where k.workspace_id = ${ws} and k.source = 'email' and k.key = g.email)
      ) as id
    ),
    contact_key as (
      insert into contact_keys (workspace_id, id, source, key, contact_id, created_at)
      select g.ws, gen_random_uuid(), case when g.email is null then g.source else 'email' end, coalesce(g.email, g.external_id), g.new_contact, g.now
      from given g, found_contact f where f.id is null and (g.email is not null or g.external_id is not null)
      on conflict (workspace_id, source, key) do update set key = excluded.key
      returning contact_id
    ),
    contact_key2 as (
      insert into contact_keys (workspace_id, id, source, key, contact_id, created_at)
      select g.ws, gen_random_uuid(), k2.source, k2.key, coalesce(f.id, k.contact_id), g.now
      from given g cross join found_contact f left join contact_key k on true
      cross join lateral (values ('email', g.email), (g.source, g.external_id)) as k2 (source, key)
      where k2.key is not null and coalesce(f.id, k.contact_id) is not null
        and (f.id is not null or (g.email is not null and k2.source <> 'email'))
        and not exists (select 1 from contact_keys o where o.workspace_id = ${ws} and o.source = k2.source and o.key = k2.key)
      on conflict (workspace_id, source, key) do nothing
    ),
    new_contact as (
      insert into contacts (workspace_id, id, account_id, name, name_key, search_text, email, title, locale, zone, last_seen_at, created_at, updated_at)
      select g.ws, g.new_contact, (select id from named_account), g.name, g.name_key,
        concat_ws(' ', g.folded, g.email), g.email, ${blankToNull(hint.title)}::text, ${blankToNull(hint.locale)}::text, ${blankToNull(hint.zone)}::text,
        g.seen_at, g.now, g.now
      from given g, contact_key k where k.contact_id = g.new_contact
      returning id
    ),
    -- The contact itself, or the one it was merged into.
    known_contact as materialized (
      select c.id, r.id as root, r.account_id, r.last_seen_at, r.name, r.email,
        case when r.email is null and not exists (
          select 1 from contact_keys o where o.workspace_id = ${ws} and o.source = 'email' and o.key = g.email and o.contact_id <> c.id
        ) then g.email end as fill_email
      from given g, found_contact f
      join contacts c on c.workspace_id = ${ws} and c.id = f.id
      join contacts r on r.workspace_id = ${ws} and r.id = root_id(c.merged_into_id, c.id)
    ),
    seen_contact as (
      update contacts c set
        last_seen_at = greatest(c.last_seen_at, g.seen_at),
        account_id = coalesce(c.account_id, (select id from named_account)),
        name = coalesce(c.name, g.name),
        name_key = case when c.name is null and g.name is not null then g.name_key else c.name_key end,
        email = coalesce(c.email, k.fill_email),
        search_text = case
          when c.name is null and g.name is not null then concat_ws(' ', g.folded, coalesce(c.email, k.fill_email))
          when c.email is null and k.fill_email is not null then concat_ws(' ', nullif(c.search_text, ''), k.fill_email)
          else c.search_text end
      from given g, known_contact k
      where c.workspace_id = ${ws} and c.id = k.root
        and (k.last_seen_at is null or k.last_seen_at < g.seen_at - interval '15 minutes'
          or (k.account_id is null and exists (select 1 from named_account))
          or (k.name is null and g.name is not null) or k.fill_email is not null)
    ),
    account as materialized (
      select coalesce((select id from named_account), (
        select root_id(a.merged_into_id, a.id) from known_contact k join accounts a on a.workspace_id = ${ws} and a.id = k.account_id
      )) as id
    ),
    seen_account as (
      update accounts a set last_seen_at = greatest(a.last_seen_at, g.seen_at)
      from given g, account x
      where a.workspace_id = ${ws} and a.id = x.id and (a.last_seen_at is null or a.last_seen_at < g.seen_at - interval '15 minutes')
    )
    select coalesce((select root from known_contact), (select contact_id from contact_key)) as contact_id,
      (select id from account) as account_id,
      exists (select 1 from new_account) as made_account, exists (select 1 from new_contact) as made_contact`)
  if (row.made_account) {
    await ctx.emit(accountCreated, {
      subjectId: newAccountId,
      payload: { accountId: newAccountId, via: 'ingest' },
    })
  }
  if (row.made_contact) {
    await ctx.emit(contactCreated, {
      subjectId: newContactId,
      payload: { contactId: newContactId, accountId: row.account_id, via: 'ingest' },
    })
  }
  return { contactId: row.contact_id, accountId: row.account_id }
}

function keysOfAccount(
  hint: AccountHint | null | undefined,
  source: string,
): { source: string; key: string }[] {
  const externalId = blankToNull(hint?.externalId)
  const name = blankToNull(hint?.name)
  return [
    ...(externalId ? [{ source, key: externalId }] : []),
    ...(name ? [{ source: 'name', key: accountNameKey(name) }] : []),
  ]
}

/** Lower case, trimmed; null when it is not an address. */
export function cleanEmail(text: string | null | undefined): string | null {
  const email = text?.trim().toLowerCase() ?? ''
  return /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{1,190}$/.test(email) ? email : null
}

function blankToNull(text: string | null | undefined): string | null {
  const trimmed = text?.trim()
  return trimmed ? trimmed : null
}
