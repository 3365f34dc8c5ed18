-- The calendar a step is reckoned by: fixed when it opens, so that later edits move no due time already given.

-- Calendars as they stood when a step opened, each once, under a digest of what it says. Append-only.
create table kept_calendars (
  workspace_id uuid not null,
  digest text not null,
  setting jsonb not null,
  constraint kept_calendars_pkey primary key (workspace_id, digest)
);
select tenant_table('kept_calendars', 'select, insert');

-- Steps that opened before are reckoned by the calendar of the workspace, as they were.
alter table case_steps
  add column calendar_digest text,
  -- whose calendar it is, in words
  add column calendar_from text,
  add constraint case_steps_calendar_whose check ((calendar_digest is null) = (calendar_from is null)),
  add constraint case_steps_calendar_fkey foreign key (workspace_id, calendar_digest) references kept_calendars (workspace_id, digest);

-- Whose turn it is: when somebody was last given a step.
create index case_steps_last_given on case_steps (workspace_id, assignee_member_id, opened_at desc) where opened_at is not null;
