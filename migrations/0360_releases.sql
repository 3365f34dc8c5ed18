-- What shipped and when, and the requests that shipped with it: what updates, the changelog, impact and follow-ups refer
-- to (R5, L1, L4).

create table releases (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  -- for customers, in Markdown; the changelog shows it once it is public
  notes text,
  product_area_id uuid,
  -- the day it is meant for, while it has not shipped
  planned_on date,
  shipped_at timestamptz,
  is_public boolean not null default false,
  -- when it came to stand in the changelog
  published_at timestamptz,
  actor_kind text not null,
  actor_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint releases_pkey primary key (workspace_id, id),
  constraint releases_name_length check (char_length(name) between 1 and 120),
  constraint releases_notes_length check (char_length(notes) between 1 and 20000),
  -- only what shipped is told to everybody
  constraint releases_published check ((published_at is not null) = (is_public and shipped_at is not null)),
  constraint releases_area_fkey foreign key (workspace_id, product_area_id) references product_areas (workspace_id, id)
);
create index releases_shipped on releases (workspace_id, shipped_at desc, id desc) where shipped_at is not null;
create index releases_planned on releases (workspace_id, planned_on, id) where shipped_at is null;
create index releases_published_newest on releases (workspace_id, published_at desc, id desc) where published_at is not null;
select tenant_table('releases', 'select, insert, update, delete');

-- A request ships once.
create table release_requests (
  workspace_id uuid not null,
  request_id uuid not null,
  release_id uuid not null,
  added_at timestamptz not null,
  constraint release_requests_pkey primary key (workspace_id, request_id),
  constraint release_requests_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade,
  constraint release_requests_release_fkey foreign key (workspace_id, release_id) references releases (workspace_id, id) on delete cascade
);
create index release_requests_by_release on release_requests (workspace_id, release_id, request_id);
select tenant_table('release_requests', 'select, insert, delete');
