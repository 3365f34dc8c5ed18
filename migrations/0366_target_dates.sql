-- Target dates of requests as they stood, so that the roadmap can say which moved and since when (R5). Append-only; kept by
-- prioritize/roadmap in the transaction of the change.
create table request_target_dates (
  workspace_id uuid not null,
  request_id uuid not null,
  number integer not null,
  -- null: it was taken out
  target_on date,
  actor_kind text not null,
  actor_id uuid,
  at timestamptz not null,
  constraint request_target_dates_pkey primary key (workspace_id, request_id, number),
  constraint request_target_dates_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade
);
select tenant_table('request_target_dates', 'select, insert');
insert into request_target_dates (workspace_id, request_id, number, target_on, actor_kind, at)
  select workspace_id, id, 1, target_on, 'job', updated_at from requests where target_on is not null;

-- What the roadmap shows: what is coming, and what shipped lately.
create index requests_coming on requests (workspace_id, status, target_on, id)
  where merged_into_id is null and status in ('planned', 'in_progress', 'shipped');
