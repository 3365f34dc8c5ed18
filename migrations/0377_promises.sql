-- Dates that customers were told: by whom, for what, until when, and whether they were kept (L1).

create table promises (
  workspace_id uuid not null,
  id uuid not null,
  -- what told it
  announcement_id uuid,
  update_id uuid,
  -- the promise of the quarter before that this one follows, where it is one of each quarter
  follows_id uuid,
  request_id uuid,
  release_id uuid,
  case_id uuid,
  contact_id uuid,
  product_area_id uuid,
  what text not null,
  -- the date as it was written: Q1, within two weeks
  words text not null,
  kind text not null,
  due_on date not null,
  people integer not null,
  owner_member_id uuid,
  state text not null default 'open',
  settled_on date,
  moved_to_id uuid,
  -- when its owner was reminded, before the day and after it
  reminded_at timestamptz,
  late_told_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint promises_pkey primary key (workspace_id, id),
  constraint promises_kind_known check (kind in ('day', 'quarter', 'within', 'quarterly')),
  constraint promises_state_known check (state in ('open', 'kept', 'kept_late', 'broken', 'moved')),
  constraint promises_settled check ((state = 'open') = (settled_on is null)),
  constraint promises_moved check ((state = 'moved') = (moved_to_id is not null)),
  constraint promises_made_by_one check (num_nonnulls(announcement_id, update_id, follows_id) = 1),
  constraint promises_by_announcement unique (workspace_id, announcement_id),
  constraint promises_by_update unique (workspace_id, update_id),
  constraint promises_by_former unique (workspace_id, follows_id),
  constraint promises_announcement_fkey foreign key (workspace_id, announcement_id) references announcements (workspace_id, id) on delete cascade,
  constraint promises_update_fkey foreign key (workspace_id, update_id) references updates (workspace_id, id) on delete cascade,
  constraint promises_former_fkey foreign key (workspace_id, follows_id) references promises (workspace_id, id) on delete cascade,
  constraint promises_moved_to_fkey foreign key (workspace_id, moved_to_id) references promises (workspace_id, id) deferrable initially deferred,
  constraint promises_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade,
  constraint promises_release_fkey foreign key (workspace_id, release_id) references releases (workspace_id, id) on delete cascade,
  constraint promises_case_fkey foreign key (workspace_id, case_id) references cases (workspace_id, id) on delete cascade,
  constraint promises_area_fkey foreign key (workspace_id, product_area_id) references product_areas (workspace_id, id),
  constraint promises_owner_fkey foreign key (workspace_id, owner_member_id) references members (workspace_id, id)
);
create index promises_open on promises (workspace_id, due_on, id) where state = 'open';
create index promises_settled_newest on promises (workspace_id, settled_on desc, id desc) where state <> 'open';
create index promises_of_request on promises (workspace_id, request_id) where request_id is not null;
create index promises_of_release on promises (workspace_id, release_id) where release_id is not null;
create index promises_of_case on promises (workspace_id, case_id) where case_id is not null;
create index promises_by_owner on promises (workspace_id, owner_member_id);
select tenant_table('promises', 'select, insert, update');

-- Workspaces in which somebody is to be reminded by a day, for the clock.
create function promises_due_in(by_day date) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (select 1 from promises p where p.workspace_id = w.id and p.state = 'open' and p.due_on <= by_day
      and (p.reminded_at is null or p.late_told_at is null))
  $$;
revoke all on function promises_due_in(date) from public;
grant execute on function promises_due_in(date) to hearback_app;
