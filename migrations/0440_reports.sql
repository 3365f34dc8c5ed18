-- Reports of a week, month, quarter or year, kept as they were counted then (M3).

create table reports (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  -- the days it is about, in the zone the workspace had then
  from_on date not null,
  to_on date not null,
  -- made again, it gets the next number; the old one stays
  number integer not null,
  from_at timestamptz not null,
  -- where it was made before the period ended: until when it counts
  to_at timestamptz not null,
  zone text not null,
  headline text not null,
  lead text not null,
  items integer not null,
  -- as they were counted then; never changed
  figures jsonb not null,
  mailed integer not null,
  actor_kind text not null,
  actor_id uuid,
  made_at timestamptz not null,
  constraint reports_pkey primary key (workspace_id, id),
  constraint reports_once unique (workspace_id, kind, from_on, number),
  constraint reports_kind_known check (kind in ('weekly', 'monthly', 'quarterly', 'yearly')),
  constraint reports_period check (from_on <= to_on and from_at < to_at)
);
select tenant_table('reports', 'select, insert');

-- Words of customers stand apart, so that they go with the item when it is erased.
create table report_quotes (
  workspace_id uuid not null,
  report_id uuid not null,
  feedback_id uuid not null,
  number integer not null,
  theme_id uuid not null,
  quote text not null,
  constraint report_quotes_pkey primary key (workspace_id, report_id, feedback_id),
  constraint report_quotes_report_fkey foreign key (workspace_id, report_id) references reports (workspace_id, id) on delete cascade,
  constraint report_quotes_feedback_fkey foreign key (workspace_id, feedback_id) references feedback_items (workspace_id, id) on delete cascade
);
create index report_quotes_of_feedback on report_quotes (workspace_id, feedback_id);
select tenant_table('report_quotes', 'select, insert');

-- So do the names of those who waited: they go with the item or the person.
create table report_follow_ups (
  workspace_id uuid not null,
  report_id uuid not null,
  number integer not null,
  contact_id uuid,
  feedback_id uuid,
  case_id uuid,
  who text not null,
  about text not null,
  owner text,
  due_at timestamptz,
  constraint report_follow_ups_pkey primary key (workspace_id, report_id, number),
  constraint report_follow_ups_about check (num_nonnulls(feedback_id, case_id) > 0),
  constraint report_follow_ups_report_fkey foreign key (workspace_id, report_id) references reports (workspace_id, id) on delete cascade,
  constraint report_follow_ups_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade,
  constraint report_follow_ups_feedback_fkey foreign key (workspace_id, feedback_id) references feedback_items (workspace_id, id) on delete cascade,
  constraint report_follow_ups_case_fkey foreign key (workspace_id, case_id) references cases (workspace_id, id) on delete cascade
);
create index report_follow_ups_of_contact on report_follow_ups (workspace_id, contact_id) where contact_id is not null;
create index report_follow_ups_of_feedback on report_follow_ups (workspace_id, feedback_id) where feedback_id is not null;
create index report_follow_ups_of_case on report_follow_ups (workspace_id, case_id) where case_id is not null;
select tenant_table('report_follow_ups', 'select, insert');

create index corrective_action_entries_checked on corrective_action_entries (workspace_id, at) where kind = 'checked';

-- Workspaces that may be owed a report on a day, which is the day where it is latest; each then asks its own clock.
create function reports_to_make(day date) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    left join settings s on s.workspace_id = w.id and s.key = 'reports'
    where exists (
      select from (values ('weekly', 'week'), ('monthly', 'month'), ('quarterly', 'quarter'), ('yearly', 'year')) rhythm (kind, unit)
      cross join lateral (
        select b.ended, date_trunc(rhythm.unit, b.ended - interval '1 day')::date as began
        from (select date_trunc(rhythm.unit, day::timestamp) as ended) b
      ) period
      -- the last hour of a day where it is latest is 35 hours after it begins in Greenwich
      where coalesce((s.value ->> 'since')::timestamptz, w.created_at) <= (period.ended + interval '35 hours') at time zone 'UTC'
        and (s.value is null or s.value -> 'kinds' is null or s.value -> 'kinds' ? rhythm.kind)
        and not exists (select from reports r where r.workspace_id = w.id and r.kind = rhythm.kind
          and r.from_on = period.began and r.figures -> 'hasEnded' = 'true'))
  $$;
revoke all on function reports_to_make(date) from public;
grant execute on function reports_to_make(date) to hearback_app;
