-- Quality checks (M5): what the procedure asks for, each time it was due, and whether it was done in time. Rows follow from
-- the records of the other stages alone (measure/quality/judging.ts reads them and judges) and can be counted again at any
-- time, with one exception: a due time that was given stays when working hours or holidays change later.

-- Checks of a workspace's own. What a check counts is never changed: another rule is another check.
create table quality_checks (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  -- what it looks at
  subject text not null,
  -- which of them, in CEL; empty: all
  condition text not null,
  -- "4 business hours"
  within text not null,
  -- what ends it: categorised, answered, done, requested; contacted, resolved
  ends text not null,
  target smallint not null,
  created_by_member_id uuid,
  created_at timestamptz not null,
  archived_at timestamptz,
  constraint quality_checks_pkey primary key (workspace_id, id),
  constraint quality_checks_name_length check (char_length(name) between 1 and 80),
  constraint quality_checks_subject_known check (subject in ('item', 'case')),
  constraint quality_checks_condition_length check (char_length(condition) <= 500),
  constraint quality_checks_target check (target between 1 and 100),
  constraint quality_checks_member_fkey foreign key (workspace_id, created_by_member_id) references members (workspace_id, id)
);
select tenant_table('quality_checks', 'select, insert, update');

create table quality_occurrences (
  workspace_id uuid not null,
  -- of the product ("categorised") or the id of an own one
  check_key text not null,
  -- the item, answer, case …; the workspace itself for what it owes once a quarter
  subject_id uuid not null,
  -- which of several of the same subject: a step, a contact, a quarter
  part text not null default '',
  contact_id uuid,
  -- what the time is counted from
  from_at timestamptz not null,
  due_at timestamptz not null,
  -- the day on the wall of the workspace
  due_on date not null,
  met_at timestamptz,
  verdict text not null,
  -- why nothing is owed, or what went wrong
  reason text,
  constraint quality_occurrences_pkey primary key (workspace_id, check_key, subject_id, part),
  constraint quality_occurrences_verdict_known check (verdict in ('met', 'missed', 'pending', 'not_due')),
  constraint quality_occurrences_met check (verdict <> 'met' or met_at is not null),
  constraint quality_occurrences_pending check (verdict <> 'pending' or met_at is null),
  constraint quality_occurrences_not_due check (verdict <> 'not_due' or reason is not null)
);
create index quality_occurrences_by_day on quality_occurrences (workspace_id, check_key, verdict, due_on desc, subject_id desc, part desc);
create index quality_occurrences_pending on quality_occurrences (workspace_id, due_at) where verdict = 'pending';
create index quality_occurrences_of_contact on quality_occurrences (workspace_id, contact_id) where contact_id is not null;
select tenant_table('quality_occurrences', 'select, insert, update, delete');

-- Their sums by day, moved by the difference with each change.
create table quality_sums (
  workspace_id uuid not null,
  check_key text not null,
  day date not null,
  met integer not null,
  missed integer not null,
  pending integer not null,
  not_due integer not null,
  constraint quality_sums_pkey primary key (workspace_id, check_key, day)
);
select tenant_table('quality_sums', 'select, insert, update, delete');

-- What has to be judged again: whatever touches it only leaves a mark.
create table quality_marks (
  workspace_id uuid not null,
  subject text not null,
  subject_id uuid not null,
  constraint quality_marks_pkey primary key (workspace_id, subject, subject_id),
  constraint quality_marks_subject_known
    check (subject in ('item', 'answer', 'case', 'invitation', 'request', 'review', 'playbook', 'workspace'))
);
select tenant_table('quality_marks', 'select, insert, update, delete');

-- Which workspaces have marks, or something that has fallen due: ids only.
create function quality_to_count(at timestamptz) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (select 1 from quality_marks m where m.workspace_id = w.id)
      or exists (select 1 from quality_occurrences o where o.workspace_id = w.id and o.verdict = 'pending' and o.due_at <= at)
  $$;
revoke all on function quality_to_count(timestamptz) from public;
grant execute on function quality_to_count(timestamptz) to hearback_app;

-- everything there is
insert into quality_marks (workspace_id, subject, subject_id)
  select workspace_id, 'item', id from inbox_items where not is_history and status <> 'spam'
  union all select workspace_id, 'answer', id from responses where is_negative
  union all select workspace_id, 'case', id from cases
  union all select workspace_id, 'invitation', id from invitations where delivered_at is not null
  union all select workspace_id, 'request', id from requests where status = 'shipped' and merged_into_id is null
  union all select workspace_id, 'review', id from reviews where scheduled_on is not null
  union all select workspace_id, 'playbook', id from playbooks
  union all select id, 'workspace', id from workspaces;
