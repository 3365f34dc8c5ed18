-- formerly 78bd4209fcf7f28bee73361133120d3d77faa601070e2c0981ffdd586f68046f
-- formerly 5aed6b2b0488f0a34ac8d5d74b0eb60c507a077c017eeca97ce2902c7d838aa1
-- A survey that asks again after a case has ended, as its playbook says: once a case and ending.

create table follow_ups (
  workspace_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  contact_id uuid not null,
  survey_key text not null,
  due_at timestamptz not null,
  state text not null default 'waiting',
  wave_id uuid,
  -- why nobody was asked
  why text,
  settled_at timestamptz,
  created_at timestamptz not null,
  constraint follow_ups_pkey primary key (workspace_id, id),
  constraint follow_ups_state_known check (state in ('waiting', 'sent', 'not_sent', 'cancelled')),
  constraint follow_ups_sent_in_a_wave check ((state = 'sent') = (wave_id is not null)),
  constraint follow_ups_settled check ((state = 'waiting') = (settled_at is null)),
  constraint follow_ups_case_fkey foreign key (workspace_id, case_id) references cases (workspace_id, id),
  constraint follow_ups_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  constraint follow_ups_wave_fkey foreign key (workspace_id, wave_id) references waves (workspace_id, id)
);
create unique index follow_ups_one_waiting on follow_ups (workspace_id, case_id) where state = 'waiting';
create index follow_ups_of_case on follow_ups (workspace_id, case_id, created_at desc);
create index follow_ups_due on follow_ups (workspace_id, due_at) where state = 'waiting';
create index follow_ups_of_contact on follow_ups (workspace_id, contact_id);
select tenant_table('follow_ups', 'select, insert, update');

-- Which workspaces have somebody to ask again at `at`: ids only.
create function follow_ups_due_in(at timestamptz) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (select 1 from follow_ups f where f.workspace_id = w.id and f.state = 'waiting' and f.due_at <= at)
  $$;
revoke all on function follow_ups_due_in(timestamptz) from public;
grant execute on function follow_ups_due_in(timestamptz) to hearback_app;
