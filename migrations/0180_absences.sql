-- Who is away from when until when, who covers for them, and which of their steps went to somebody else meanwhile.

create table absences (
  workspace_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  -- the first and the last day in the zone of the workspace, and the instants they meant when they were entered
  from_on date not null,
  until_on date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  cover_member_id uuid,
  -- whether steps come back at the end, or stay with whoever has them then
  comes_back boolean not null default true,
  started_at timestamptz,
  ended_at timestamptz,
  created_by_member_id uuid,
  created_at timestamptz not null,
  constraint absences_pkey primary key (workspace_id, id),
  constraint absences_order check (ends_at >= starts_at and until_on >= from_on),
  constraint absences_other_cover check (cover_member_id <> member_id),
  constraint absences_end_after_start check (ended_at is null or started_at is not null),
  constraint absences_member_fkey foreign key (workspace_id, member_id) references members (workspace_id, id),
  constraint absences_cover_fkey foreign key (workspace_id, cover_member_id) references members (workspace_id, id)
);
create index absences_of_member on absences (workspace_id, member_id, ends_at);
create index absences_running on absences (workspace_id, starts_at) where ended_at is null;
select tenant_table('absences', 'select, insert, update, delete');

create table absence_steps (
  workspace_id uuid not null,
  absence_id uuid not null,
  step_id uuid not null,
  -- by which rule it was theirs, for when it comes back
  rule text not null,
  moved_at timestamptz not null,
  returned_at timestamptz,
  constraint absence_steps_pkey primary key (workspace_id, absence_id, step_id),
  constraint absence_steps_absence_fkey foreign key (workspace_id, absence_id) references absences (workspace_id, id),
  constraint absence_steps_step_fkey foreign key (workspace_id, step_id) references case_steps (workspace_id, id)
);
select tenant_table('absence_steps', 'select, insert, update');

-- Which workspaces have an absence that begins, runs or ends, or an open step of somebody who left: ids only.
create function absences_due(at timestamptz) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (select 1 from absences a where a.workspace_id = w.id and a.ended_at is null and a.starts_at <= at)
      or exists (
        select 1 from members m
        join case_steps s on s.workspace_id = m.workspace_id and s.assignee_member_id = m.id and s.state = 'open'
        where m.workspace_id = w.id and m.removed_at is not null)
  $$;
