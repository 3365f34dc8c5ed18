-- Customers: accounts (companies), contacts (people at them), segments, what changed, what was merged.
--
-- How merged rows are followed (the rule every other module keeps to):
--   A merge never rewrites foreign rows. The row that was merged away keeps its id and gets merged_into_id, which
--   always names the row that survives in the end (one hop, never a chain). So
--     to show:    join accounts a, then take coalesce(a.merged_into_id, a.id)
--     to list:    account_id in (select id from accounts where id = $account or merged_into_id = $account)
--   The chain of single merges is kept in customer_merges, from which any of them can be undone in any order.

create extension if not exists pg_trgm;
create extension if not exists btree_gin;

create table segments (
  workspace_id uuid not null,
  id uuid not null,
  key text not null,
  name text not null,
  position integer not null default 0,
  created_at timestamptz not null,
  constraint segments_pkey primary key (workspace_id, id),
  constraint segments_key_unique unique (workspace_id, key)
);
select tenant_table('segments', 'select, insert, update, delete');

create table accounts (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  -- letters and digits only, without legal forms: equal keys suggest a duplicate (customers/accounts/rules.ts)
  name_key text collate "C" not null,
  -- folded name and domain, for the search door and for sorting by name
  search_text text collate "C" not null,
  domain text,
  segment text,
  lifecycle text not null default 'active',
  -- null: not known, which is not the same as nothing paid
  mrr_cents bigint,
  currency char(3) not null default 'USD',
  owner_member_id uuid,
  go_live_on date,
  renewal_on date,
  churned_on date,
  parent_id uuid,
  note text,
  merged_into_id uuid,
  last_seen_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint accounts_pkey primary key (workspace_id, id),
  constraint accounts_lifecycle_known check (lifecycle in ('prospect', 'active', 'churned')),
  constraint accounts_mrr_not_negative check (mrr_cents is null or mrr_cents >= 0),
  constraint accounts_name_not_blank check (name <> ''),
  constraint accounts_not_its_own_parent check (parent_id is null or parent_id <> id),
  constraint accounts_not_merged_into_itself check (merged_into_id is null or merged_into_id <> id),
  constraint accounts_parent_fkey foreign key (workspace_id, parent_id) references accounts (workspace_id, id),
  constraint accounts_merged_into_fkey foreign key (workspace_id, merged_into_id) references accounts (workspace_id, id),
  constraint accounts_owner_fkey foreign key (workspace_id, owner_member_id) references members (workspace_id, id)
);
create index accounts_by_name on accounts (workspace_id, search_text, id) where merged_into_id is null;
create index accounts_by_mrr on accounts (workspace_id, (coalesce(mrr_cents, -1)), id) where merged_into_id is null;
create index accounts_by_renewal on accounts (workspace_id, (coalesce(renewal_on, 'infinity'::date)), id) where merged_into_id is null;
create index accounts_by_seen on accounts (workspace_id, (coalesce(last_seen_at, '-infinity'::timestamptz)), id) where merged_into_id is null;
create index accounts_by_created on accounts (workspace_id, created_at, id) where merged_into_id is null;
create index accounts_by_segment on accounts (workspace_id, segment, search_text, id) where merged_into_id is null;
create index accounts_by_owner on accounts (workspace_id, owner_member_id) where owner_member_id is not null;
create index accounts_by_name_key on accounts (workspace_id, name_key);
create index accounts_by_domain on accounts (workspace_id, domain) where domain is not null;
create index accounts_by_parent on accounts (workspace_id, parent_id) where parent_id is not null;
create index accounts_by_survivor on accounts (workspace_id, merged_into_id) where merged_into_id is not null;
create index accounts_words on accounts using gin (workspace_id, search_text gin_trgm_ops);
select tenant_table('accounts', 'select, insert, update');

-- Every key under which an account is known outside: ids of other systems (source 'hubspot', 'csv', …) and the name
-- under which ingest made it (source 'name'). Unique, so that two parallel imports make one account.
create table account_keys (
  workspace_id uuid not null,
  id uuid not null,
  source text not null,
  key text not null,
  account_id uuid not null,
  created_at timestamptz not null,
  constraint account_keys_pkey primary key (workspace_id, id),
  constraint account_keys_unique unique (workspace_id, source, key),
  constraint account_keys_account_fkey foreign key (workspace_id, account_id) references accounts (workspace_id, id)
);
create index account_keys_by_account on account_keys (workspace_id, account_id);
select tenant_table('account_keys', 'select, insert, update, delete');

-- What an account was worth and where it stood, each time one of these changed. Append-only.
create table account_history (
  workspace_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  mrr_cents bigint,
  currency char(3) not null,
  lifecycle text not null,
  segment text,
  valid_at timestamptz not null,
  constraint account_history_pkey primary key (workspace_id, id),
  constraint account_history_account_fkey foreign key (workspace_id, account_id) references accounts (workspace_id, id)
);
create index account_history_by_account on account_history (workspace_id, account_id, valid_at);
select tenant_table('account_history', 'select, insert');

create table contacts (
  workspace_id uuid not null,
  id uuid not null,
  account_id uuid,
  name text,
  name_key text collate "C" not null default '',
  search_text text collate "C" not null default '',
  email text,
  title text,
  roles text[] not null default '{}',
  locale text,
  zone text,
  phone text,
  -- all mail from us refused since then; single topics stand in unsubscribed_topics
  unsubscribed_at timestamptz,
  unsubscribed_topics text[] not null default '{}',
  email_state text not null default 'ok',
  email_state_at timestamptz,
  is_internal boolean not null default false,
  last_seen_at timestamptz,
  merged_into_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint contacts_pkey primary key (workspace_id, id),
  constraint contacts_email_lower check (email is null or email = lower(email)),
  constraint contacts_email_state_known check (email_state in ('ok', 'bounced')),
  constraint contacts_not_merged_into_itself check (merged_into_id is null or merged_into_id <> id),
  constraint contacts_account_fkey foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  constraint contacts_merged_into_fkey foreign key (workspace_id, merged_into_id) references contacts (workspace_id, id)
);
create index contacts_by_name on contacts (workspace_id, search_text, id) where merged_into_id is null;
create index contacts_by_seen on contacts (workspace_id, (coalesce(last_seen_at, '-infinity'::timestamptz)), id) where merged_into_id is null;
create index contacts_by_account on contacts (workspace_id, account_id, search_text, id);
create index contacts_by_email on contacts (workspace_id, email) where email is not null;
create index contacts_by_name_key on contacts (workspace_id, name_key) where name_key <> '';
create index contacts_by_survivor on contacts (workspace_id, merged_into_id) where merged_into_id is not null;
create index contacts_words on contacts using gin (workspace_id, search_text gin_trgm_ops);
select tenant_table('contacts', 'select, insert, update');

-- Every key under which a person is known: e-mail addresses (source 'email', also earlier ones) and ids of other
-- systems (source 'widget', 'hubspot', …). The unique index is what makes parallel ingest meet in one contact.
create table contact_keys (
  workspace_id uuid not null,
  id uuid not null,
  source text not null,
  key text not null,
  contact_id uuid not null,
  created_at timestamptz not null,
  constraint contact_keys_pkey primary key (workspace_id, id),
  constraint contact_keys_unique unique (workspace_id, source, key),
  constraint contact_keys_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index contact_keys_by_contact on contact_keys (workspace_id, contact_id);
select tenant_table('contact_keys', 'select, insert, update, delete');

-- Each change of what a person allows us to send, with who changed it and why. Append-only.
create table contact_consents (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  topic text not null,
  state text not null,
  via text not null,
  reason text,
  actor_kind text not null,
  actor_id text,
  changed_at timestamptz not null,
  constraint contact_consents_pkey primary key (workspace_id, id),
  constraint contact_consents_topic_known check (topic in ('all', 'surveys', 'updates')),
  constraint contact_consents_state_known check (state in ('subscribed', 'unsubscribed')),
  constraint contact_consents_via_known check (via in ('member', 'link', 'import', 'api', 'complaint')),
  constraint contact_consents_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index contact_consents_by_contact on contact_consents (workspace_id, contact_id, changed_at desc);
select tenant_table('contact_consents', 'select, insert');

-- Each single merge, of accounts and of contacts. merged_into_id is derived from the ones not undone.
create table customer_merges (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  survivor_id uuid not null,
  loser_id uuid not null,
  -- fields of the survivor that took the loser's value: {"domain": "example.com"}
  filled jsonb not null default '{}',
  -- what stood there before, for the undo
  before jsonb not null default '{}',
  merged_at timestamptz not null,
  merged_by_kind text not null,
  merged_by_id text,
  undone_at timestamptz,
  undone_by_kind text,
  undone_by_id text,
  constraint customer_merges_pkey primary key (workspace_id, id),
  constraint customer_merges_kind_known check (kind in ('account', 'contact'))
);
create unique index customer_merges_one_active on customer_merges (workspace_id, kind, loser_id) where undone_at is null;
create index customer_merges_by_survivor on customer_merges (workspace_id, kind, survivor_id, merged_at);
select tenant_table('customer_merges', 'select, insert, update');

-- Pairs that look like one customer. a_id < b_id. A dismissed pair is never suggested again.
create table customer_duplicates (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  a_id uuid not null,
  b_id uuid not null,
  reason text not null,
  state text not null default 'open',
  found_at timestamptz not null,
  decided_at timestamptz,
  decided_by_id text,
  constraint customer_duplicates_pkey primary key (workspace_id, id),
  constraint customer_duplicates_kind_known check (kind in ('account', 'contact')),
  constraint customer_duplicates_reason_known check (reason in ('domain', 'name', 'email', 'phone')),
  constraint customer_duplicates_state_known check (state in ('open', 'dismissed')),
  constraint customer_duplicates_ordered check (a_id < b_id)
);
create unique index customer_duplicates_pair on customer_duplicates (workspace_id, kind, a_id, b_id);
create index customer_duplicates_open on customer_duplicates (workspace_id, kind, found_at desc, id) where state = 'open';
create index customer_duplicates_other_side on customer_duplicates (workspace_id, kind, b_id);
select tenant_table('customer_duplicates', 'select, insert, update');

select searchable_table('accounts');
select searchable_table('contacts');

-- Search goes through its own narrow door: row-level security would keep the trigram indexes from being used.
-- The functions read the workspace from the context, filter by it themselves and return ids only.
create function search_account_ids(words text, most integer) returns table (id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  asked text := lower(words);
  pattern text := '%' || replace(replace(replace(asked, '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
  if length(asked) < 3 then
    return query select a.id from public.accounts a
      where a.workspace_id = ws and a.merged_into_id is null
        and a.search_text >= asked and a.search_text < asked || chr(1114111)
      order by a.search_text, a.id limit most;
  else
    return query select a.id from public.accounts a
      where a.workspace_id = ws and a.merged_into_id is null and a.search_text like pattern limit most;
  end if;
end $$;

create function search_contact_ids(words text, most integer) returns table (id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  asked text := lower(words);
  pattern text := '%' || replace(replace(replace(asked, '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
  if length(asked) < 3 then
    return query select c.id from public.contacts c
      where c.workspace_id = ws and c.merged_into_id is null
        and c.search_text >= asked and c.search_text < asked || chr(1114111)
      order by c.search_text, c.id limit most;
  else
    return query select c.id from public.contacts c
      where c.workspace_id = ws and c.merged_into_id is null and c.search_text like pattern limit most;
  end if;
end $$;

-- A new owner of a function needs the right to create in its schema, for the moment of the change.
grant create on schema public to hearback_search;
grant create on schema public to hearback_search;
alter function search_account_ids(text, integer) owner to hearback_search;
alter function search_contact_ids(text, integer) owner to hearback_search;
revoke create on schema public from hearback_search;
revoke create on schema public from hearback_search;
revoke all on function search_account_ids(text, integer), search_contact_ids(text, integer) from public;
grant execute on function search_account_ids(text, integer), search_contact_ids(text, integer) to hearback_app;
