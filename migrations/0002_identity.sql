-- Who people are (schema auth, kept by better-auth) and what they may do here (members).

create schema auth;
grant usage on schema auth to hearback_app;

create table auth."user" (
  id text primary key,
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null default false,
  image text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create table auth.session (
  id text primary key,
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references auth."user" (id) on delete cascade
);
create index session_by_user on auth.session ("userId");
create table auth.account (
  id text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references auth."user" (id) on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index account_by_user on auth.account ("userId");
create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index verification_by_identifier on auth.verification (identifier);
grant select, insert, update, delete on all tables in schema auth to hearback_app;

create table members (
  workspace_id uuid not null,
  id uuid not null,
  user_id text not null,
  name text not null,
  email text not null,
  role text not null,
  positions text[] not null default '{}',
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id),
  constraint members_user_unique unique (workspace_id, user_id),
  constraint members_role_known check (role in ('owner', 'admin', 'manager', 'agent', 'viewer')),
  constraint members_email_lower check (email = lower(email))
);
create index members_by_user on members (user_id);
select tenant_table('members', 'select, insert, update');

-- The workspaces of a signed-in person, before one is chosen.
create function memberships_of(person text)
  returns table (workspace_id uuid, slug text, workspace_name text, is_demo boolean, member_id uuid, role text)
  language sql stable security definer set search_path = public
  as $$
    select w.id, w.slug, w.name, w.is_demo, m.id, m.role
    from members m join workspaces w on w.id = m.workspace_id
    where m.user_id = person and m.removed_at is null
    order by w.name, w.id
  $$;

-- How a colleague comes in: a link with a role, for one address or for whoever holds it.
create table join_links (
  workspace_id uuid not null,
  id uuid not null,
  role text not null,
  email text,
  created_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  constraint join_links_role_known check (role in ('admin', 'manager', 'agent', 'viewer')),
  constraint join_links_member foreign key (workspace_id, created_by) references members (workspace_id, id)
);
select tenant_table('join_links', 'select, insert, update');

create table api_keys (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  scopes text[] not null,
  start text not null,
  created_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  constraint api_keys_name_length check (char_length(name) between 1 and 80),
  constraint api_keys_scopes_some check (cardinality(scopes) > 0)
);
select tenant_table('api_keys', 'select, insert, update');
