-- What every workspace needs before it holds any feedback. Roles come from `hearback db prepare`.

grant usage on schema public to hearback_app, hearback_search;

-- One workspace a transaction. `set local`, not set_config: it also reaches the workers of a sharded database.
create function enter_workspace(workspace uuid) returns void language plpgsql as $$
begin
  execute format('set local app.workspace_id = %L', workspace);
end $$;

-- Every table of a tenant is made one by this: row-level security on, one policy, only the privileges named.
-- A forgotten context raises an error instead of returning an empty list.
create function tenant_table(name regclass, privileges text) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('create policy workspace on %s to hearback_app using (workspace_id = current_setting(''app.workspace_id'')::uuid)', name);
  execute format('grant %s on %s to hearback_app', privileges, name);
end $$;

-- A table that has a search function: read by the search role, whose functions filter by workspace themselves.
create function searchable_table(name regclass) returns void language plpgsql as $$
begin
  execute format('create policy search on %s for select to hearback_search using (true)', name);
  execute format('grant select on %s to hearback_search', name);
end $$;

create table workspaces (
  id uuid primary key,
  slug text not null,
  name text not null,
  is_demo boolean not null default false,
  created_at timestamptz not null,
  constraint workspaces_slug_unique unique (slug),
  constraint workspaces_slug_form check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  constraint workspaces_name_length check (char_length(name) between 1 and 80)
);
alter table workspaces enable row level security;
create policy workspace on workspaces to hearback_app using (id = current_setting('app.workspace_id')::uuid);
grant select, insert, update on workspaces to hearback_app;

-- Look-ups that come before a workspace is known.
create function workspace_by_slug(wanted text) returns uuid
  language sql stable security definer set search_path = public
  as $$ select id from workspaces where slug = wanted $$;

create function all_workspaces() returns setof uuid
  language sql stable security definer set search_path = public
  as $$ select id from workspaces order by id $$;

-- Facts about this installation, outside any workspace.
create table instance (
  key text primary key,
  value jsonb not null
);
grant select, insert, update, delete on instance to hearback_app;

-- The outbox and the audit log at once: written with each change, in its transaction, and never changed.
create table events (
  workspace_id uuid not null,
  id uuid not null,
  -- Readers go by transaction, because ids of transactions that commit late would be skipped.
  xid xid8 not null default pg_current_xact_id(),
  type text not null,
  subject_id uuid not null,
  actor_kind text not null,
  actor_id uuid,
  payload jsonb not null,
  request_id text not null,
  at timestamptz not null,
  primary key (workspace_id, id)
);
create index events_by_transaction on events (workspace_id, xid, id);
create index events_by_subject on events (workspace_id, subject_id, id);
select tenant_table('events', 'select, insert');

create table consumer_cursors (
  workspace_id uuid not null,
  consumer text not null,
  xid xid8 not null,
  id uuid not null,
  primary key (workspace_id, consumer)
);
select tenant_table('consumer_cursors', 'select, insert, update');

-- Which consumers have events to hear: a sweep that covers a crash between a commit and its wake-up.
create function undelivered(consumers text[]) returns table (workspace_id uuid, consumer text)
  language sql stable security definer set search_path = public
  as $$
    select w.id, c.name
    from workspaces w
    cross join lateral (
      select e.xid, e.id from events e where e.workspace_id = w.id order by e.xid desc, e.id desc limit 1
    ) newest
    cross join unnest(consumers) as c(name)
    left join consumer_cursors k on k.workspace_id = w.id and k.consumer = c.name
    where k.xid is null or (newest.xid, newest.id) > (k.xid, k.id)
  $$;

-- Every secret string that opens a door: hashed, one purpose each.
create table tokens (
  workspace_id uuid not null,
  id uuid not null,
  purpose text not null,
  hash bytea not null,
  subject_id uuid not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  constraint tokens_hash_unique unique (workspace_id, hash)
);
create index tokens_by_subject on tokens (workspace_id, subject_id, purpose);
select tenant_table('tokens', 'select, insert, update');

-- The first answer to a request with an Idempotency-Key, replayed when it is asked again.
create table idempotency_keys (
  workspace_id uuid not null,
  principal text not null,
  route text not null,
  key text not null,
  body_hash bytea not null,
  status smallint not null,
  response text,
  created_at timestamptz not null,
  constraint idempotency_keys_pkey primary key (workspace_id, principal, route, key)
);
create index idempotency_keys_by_age on idempotency_keys (workspace_id, created_at);
select tenant_table('idempotency_keys', 'select, insert, delete');

create table settings (
  workspace_id uuid not null,
  key text not null,
  value jsonb not null,
  updated_at timestamptz not null,
  primary key (workspace_id, key)
);
select tenant_table('settings', 'select, insert, update');
