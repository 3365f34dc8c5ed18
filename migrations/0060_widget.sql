-- Widget: one key per product, the visitors who used it, and what they sent.

create table widget_keys (
  workspace_id uuid not null,
  id uuid not null,
  public_id text not null,
  product text not null,
  origins text[] not null default '{}',
  anonymous_allowed boolean not null default true,
  verified_only boolean not null default false,
  brand_color text not null,
  position text not null default 'end',
  acknowledgement text,
  on_demo_page boolean not null default false,
  is_active boolean not null default true,
  secret_sealed text not null,
  secret_set_at timestamptz not null,
  old_secret_sealed text,
  old_secret_until timestamptz,
  created_at timestamptz not null,
  constraint widget_keys_pkey primary key (workspace_id, id),
  constraint widget_keys_public unique (workspace_id, public_id),
  constraint widget_keys_position check (position in ('end', 'start')),
  constraint widget_keys_color check (brand_color ~ '^#[0-9a-fA-F]{6}$')
);
select tenant_table('widget_keys', 'select, insert, update');

-- A browser that sent something. The id it made for itself is kept as a hash only. Until the person is known,
-- contact_id is a contact without name; on identify that one is merged into the person's (joined_at).
create table widget_visitors (
  workspace_id uuid not null,
  id uuid not null,
  key_id uuid not null,
  visitor_hash bytea not null,
  contact_id uuid not null,
  joined_at timestamptz,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  constraint widget_visitors_pkey primary key (workspace_id, id),
  constraint widget_visitors_hash unique (workspace_id, key_id, visitor_hash),
  constraint widget_visitors_key foreign key (workspace_id, key_id) references widget_keys (workspace_id, id),
  constraint widget_visitors_contact foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
select tenant_table('widget_visitors', 'select, insert, update');

create table widget_submissions (
  workspace_id uuid not null,
  feedback_id uuid not null,
  key_id uuid not null,
  visitor_id uuid not null,
  identity text not null,
  file_id uuid,
  sent_at timestamptz not null,
  constraint widget_submissions_pkey primary key (workspace_id, feedback_id),
  constraint widget_submissions_identity check (identity in ('verified', 'claimed', 'anonymous')),
  constraint widget_submissions_key foreign key (workspace_id, key_id) references widget_keys (workspace_id, id),
  constraint widget_submissions_visitor foreign key (workspace_id, visitor_id) references widget_visitors (workspace_id, id),
  constraint widget_submissions_feedback foreign key (workspace_id, feedback_id) references feedback_items (workspace_id, id) on delete cascade,
  constraint widget_submissions_file foreign key (workspace_id, file_id) references files (workspace_id, id)
);
select tenant_table('widget_submissions', 'select, insert');
create index widget_submissions_by_key on widget_submissions (workspace_id, key_id, sent_at desc);
create index widget_submissions_by_visitor on widget_submissions (workspace_id, visitor_id);

-- The key that /widget/demo carries when its address names none: the oldest one that a workspace offers for it.
create function widget_demo_key() returns text
  language sql stable security definer set search_path = public
  as $$ select public_id from widget_keys where on_demo_page and is_active order by created_at, id limit 1 $$;
revoke all on function widget_demo_key() from public;
grant execute on function widget_demo_key() to hearback_app;

-- Sessions and pictures in waiting are many and short-lived; once expired they prove nothing and are taken away.
create index tokens_short_lived on tokens (workspace_id, expires_at) where purpose in ('widget-session', 'file');
create function purge_widget_tokens(before timestamptz, most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  gone integer;
begin
  delete from public.tokens where workspace_id = ws and id in (
    select t.id from public.tokens t
      where t.workspace_id = ws and t.purpose in ('widget-session', 'file') and t.expires_at < before limit most);
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke all on function purge_widget_tokens(timestamptz, integer) from public;
grant execute on function purge_widget_tokens(timestamptz, integer) to hearback_app;
