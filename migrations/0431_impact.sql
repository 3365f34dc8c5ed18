-- Whether a shipped change worked (M4): what is looked at, when next, and what each look found.

create table impacts (
  workspace_id uuid not null,
  id uuid not null,
  request_id uuid,
  release_id uuid,
  shipped_at timestamptz not null,
  -- the next day it is looked at; null: looked at to the end, or taken back
  look_on date,
  -- it is not there any more: taken back, or decided on anew
  is_back boolean not null default false,
  -- the corrective action that a verdict of worse logged
  action_id uuid,
  constraint impacts_pkey primary key (workspace_id, id),
  constraint impacts_of_one check (num_nonnulls(request_id, release_id) = 1),
  constraint impacts_request_once unique (workspace_id, request_id),
  constraint impacts_release_once unique (workspace_id, release_id),
  constraint impacts_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade,
  constraint impacts_release_fkey foreign key (workspace_id, release_id) references releases (workspace_id, id) on delete cascade,
  constraint impacts_action_fkey foreign key (workspace_id, action_id) references corrective_actions (workspace_id, id)
);
create index impacts_newest on impacts (workspace_id, shipped_at desc, id desc);
create index impacts_to_look_at on impacts (workspace_id, look_on) where look_on is not null;
create index impacts_of_action on impacts (workspace_id, action_id) where action_id is not null;
select tenant_table('impacts', 'select, insert, update, delete');

-- What a look found, so many days after it shipped. Append-only.
create table impact_checks (
  workspace_id uuid not null,
  impact_id uuid not null,
  shipped_at timestamptz not null,
  days smallint not null,
  verdict text not null,
  -- the figures as they were then (contract.ts, Measure)
  measures jsonb not null,
  checked_at timestamptz not null,
  constraint impact_checks_pkey primary key (workspace_id, impact_id, shipped_at, days),
  constraint impact_checks_verdict_known check (verdict in ('worked', 'no_change', 'worse', 'not_enough')),
  constraint impact_checks_impact_fkey foreign key (workspace_id, impact_id) references impacts (workspace_id, id) on delete cascade
);
select tenant_table('impact_checks', 'select, insert');

-- What shipped before: the looks whose day has passed are made at the next sweep, one after another.
insert into impacts (workspace_id, id, release_id, shipped_at, look_on)
select workspace_id, gen_random_uuid(), id, shipped_at, (shipped_at at time zone 'UTC')::date + 30 from releases
where shipped_at is not null;
insert into impacts (workspace_id, id, request_id, shipped_at, look_on)
select r.workspace_id, gen_random_uuid(), r.id, coalesce(l.shipped_at, m.at), (coalesce(l.shipped_at, m.at) at time zone 'UTC')::date + 30
from requests r
join request_moves m on m.workspace_id = r.workspace_id and m.request_id = r.id and m.number = r.move
left join release_requests x on x.workspace_id = r.workspace_id and x.request_id = r.id
left join releases l on l.workspace_id = x.workspace_id and l.id = x.release_id
where r.status = 'shipped' and r.merged_into_id is null;

-- Which workspaces have something to look at by a day: ids only, so that one sweep finds the work of all.
create function impacts_due(by_day date) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (select 1 from impacts i where i.workspace_id = w.id and i.look_on <= by_day)
  $$;
revoke all on function impacts_due(date) from public;
grant execute on function impacts_due(date) to hearback_app;
