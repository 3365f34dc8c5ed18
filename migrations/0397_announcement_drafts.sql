-- What is being written to everybody behind a request or a release: one draft for each, which all members see.

create table announcement_drafts (
  workspace_id uuid not null,
  id uuid not null,
  request_id uuid,
  release_id uuid,
  -- kind, contactId, language, texts and slots, as an announcement is written
  written jsonb not null,
  -- raised by each change: who writes on an older one is told
  version integer not null default 1,
  updated_by_member_id uuid,
  updated_at timestamptz not null,
  constraint announcement_drafts_pkey primary key (workspace_id, id),
  constraint announcement_drafts_about_one check (num_nonnulls(request_id, release_id) = 1),
  constraint announcement_drafts_of_request unique (workspace_id, request_id),
  constraint announcement_drafts_of_release unique (workspace_id, release_id),
  constraint announcement_drafts_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade,
  constraint announcement_drafts_release_fkey foreign key (workspace_id, release_id) references releases (workspace_id, id) on delete cascade,
  constraint announcement_drafts_writer_fkey foreign key (workspace_id, updated_by_member_id) references members (workspace_id, id)
);
select tenant_table('announcement_drafts', 'select, insert, update, delete');
