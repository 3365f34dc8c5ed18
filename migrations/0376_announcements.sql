-- One text for everybody behind a request or a release (L1): written once, held a while, then prepared by batches, each
-- person once.

create table announcements (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  request_id uuid,
  release_id uuid,
  -- to this one person alone
  contact_id uuid,
  -- the language for whoever it is not written in the language of
  language text not null,
  -- by language, what was written into the slots of text: {"en": {"what": "…"}}
  texts jsonb not null,
  -- dates and links, the same in every language: {"when": "2037-Q1"}
  slots jsonb not null default '{}',
  state text not null,
  send_at timestamptz not null,
  -- who it was to reach when it was written, and what came of it
  people_count integer not null,
  sent_count integer not null default 0,
  excluded_count integer not null default 0,
  -- how far it is prepared: the last person in the order of ids
  filled_to uuid,
  created_by_member_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  sent_at timestamptz,
  recalled_at timestamptz,
  constraint announcements_pkey primary key (workspace_id, id),
  constraint announcements_kind_known check (kind in ('thanks', 'acknowledged', 'progress', 'date_changed', 'planned', 'not_planned', 'shipped', 'escalated', 'custom')),
  constraint announcements_state_known check (state in ('held', 'sending', 'sent', 'recalled')),
  constraint announcements_about_one check (num_nonnulls(request_id, release_id) = 1),
  constraint announcements_sent check ((state = 'sent') = (sent_at is not null)),
  constraint announcements_recalled check ((state = 'recalled') = (recalled_at is not null)),
  constraint announcements_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade,
  constraint announcements_release_fkey foreign key (workspace_id, release_id) references releases (workspace_id, id) on delete cascade,
  constraint announcements_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade,
  constraint announcements_writer_fkey foreign key (workspace_id, created_by_member_id) references members (workspace_id, id)
);
create index announcements_of_request on announcements (workspace_id, request_id, id desc) where request_id is not null;
create index announcements_of_release on announcements (workspace_id, release_id, id desc) where release_id is not null;
create index announcements_due on announcements (workspace_id, send_at, id) where state in ('held', 'sending');
select tenant_table('announcements', 'select, insert, update');

-- Everybody behind it when it left, each once: the list that is worked through, and why somebody was left out.
create table announcement_people (
  workspace_id uuid not null,
  announcement_id uuid not null,
  contact_id uuid not null,
  -- what they asked for, of what it tells
  request_ids uuid[] not null,
  -- somebody before them in the list has the same address
  is_twin boolean not null,
  reason text,
  constraint announcement_people_pkey primary key (workspace_id, announcement_id, contact_id),
  constraint announcement_people_announcement_fkey foreign key (workspace_id, announcement_id) references announcements (workspace_id, id) on delete cascade,
  constraint announcement_people_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade
);
create index announcement_people_left_out on announcement_people (workspace_id, announcement_id, reason, contact_id) where reason is not null;
select tenant_table('announcement_people', 'select, insert, update');

-- Each person is told once, whatever is killed in between. One mail may tell of several requests of a release: the first
-- row stands for the mail, the others say that they were told of those too.
alter table updates
  add column announcement_id uuid,
  add column is_also boolean not null default false,
  add constraint updates_announcement_fkey foreign key (workspace_id, announcement_id) references announcements (workspace_id, id) on delete cascade,
  add constraint updates_also_of_announcement check (not is_also or announcement_id is not null);
create unique index updates_once_a_person on updates (workspace_id, announcement_id, contact_id)
  where announcement_id is not null and not is_also;
create unique index updates_once_a_request on updates (workspace_id, announcement_id, contact_id, request_id) where announcement_id is not null;
-- Whether somebody heard of a request already.
create index updates_told on updates (workspace_id, contact_id, request_id) where announcement_id is not null;

-- Workspaces in which an announcement is to be prepared at `at`, for the clock.
create function announcements_due_in(at timestamptz) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (select 1 from announcements a where a.workspace_id = w.id and a.state in ('held', 'sending') and a.send_at <= at)
  $$;
revoke all on function announcements_due_in(timestamptz) from public;
grant execute on function announcements_due_in(timestamptz) to hearback_app;
