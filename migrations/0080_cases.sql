-- Playbooks, the cases that follow them, their steps and clocks, and every touch with the customer.

create table playbooks (
  workspace_id uuid not null,
  id uuid not null,
  key text not null,
  title text not null,
  is_enabled boolean not null default true,
  -- new cases start on this version; running ones stay on theirs
  current_version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint playbooks_pkey primary key (workspace_id, id),
  constraint playbooks_key_unique unique (workspace_id, key),
  constraint playbooks_key_form check (key ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$')
);
select tenant_table('playbooks', 'select, insert, update');

-- The file of each version as it was saved, comments included. Append-only.
create table playbook_versions (
  workspace_id uuid not null,
  id uuid not null,
  playbook_id uuid not null,
  version integer not null,
  text text not null,
  origin text not null,
  saved_by_member_id uuid,
  saved_at timestamptz not null,
  constraint playbook_versions_pkey primary key (workspace_id, id),
  constraint playbook_versions_number unique (workspace_id, playbook_id, version),
  constraint playbook_versions_origin_known check (origin in ('library', 'saved')),
  constraint playbook_versions_playbook_fkey foreign key (workspace_id, playbook_id) references playbooks (workspace_id, id)
);
select tenant_table('playbook_versions', 'select, insert');

create table cases (
  workspace_id uuid not null,
  id uuid not null,
  playbook_key text not null,
  playbook_version integer not null,
  title text not null,
  status text not null default 'open',
  contact_id uuid,
  account_id uuid,
  -- what opened it; answers that joined later stand in case_answers
  feedback_id uuid,
  response_id uuid,
  lead_member_id uuid,
  -- why this lead: the rule in words, or what position nobody holds
  lead_rule text not null,
  -- why the customer cannot be reached: then there is no outreach clock
  unreachable text,
  is_dissatisfied boolean not null default false,
  opened_at timestamptz not null,
  first_contact_at timestamptz,
  escalated_at timestamptz,
  resolved_at timestamptz,
  resolved_by_member_id uuid,
  resolution text,
  cancelled_at timestamptz,
  cancel_reason text,
  -- the earliest latest_at of its open steps, kept with them, so that lists order on one table
  next_due_at timestamptz,
  updated_at timestamptz not null,
  constraint cases_pkey primary key (workspace_id, id),
  constraint cases_status_known check (status in ('open', 'resolved', 'cancelled')),
  constraint cases_unreachable_known check (unreachable in ('anonymous', 'no_address', 'bounced', 'unsubscribed')),
  constraint cases_resolved_with_words check (status <> 'resolved' or (resolved_at is not null and resolution is not null)),
  constraint cases_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  constraint cases_account_fkey foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  constraint cases_lead_fkey foreign key (workspace_id, lead_member_id) references members (workspace_id, id)
);
-- A second answer of the same person joins the open case: two deliveries at once meet here.
create unique index cases_one_open on cases (workspace_id, playbook_key, contact_id)
  where status = 'open' and contact_id is not null;
create index cases_by_due on cases (workspace_id, (coalesce(next_due_at, 'infinity'::timestamptz)), id) where status = 'open';
create index cases_of_lead on cases (workspace_id, lead_member_id, (coalesce(next_due_at, 'infinity'::timestamptz)), id) where status = 'open';
create index cases_newest on cases (workspace_id, opened_at desc, id desc);
create index cases_by_status on cases (workspace_id, status, opened_at desc, id desc);
create index cases_by_lead on cases (workspace_id, lead_member_id, opened_at desc, id desc);
create index cases_of_contact on cases (workspace_id, contact_id, opened_at desc) where contact_id is not null;
create index cases_of_account on cases (workspace_id, account_id, opened_at desc) where account_id is not null;
create index cases_of_feedback on cases (workspace_id, feedback_id) where feedback_id is not null;
select tenant_table('cases', 'select, insert, update');

-- The answers behind a case. A response counts once for a playbook, however often its event is delivered.
create table case_answers (
  workspace_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  playbook_key text not null,
  response_id uuid not null,
  feedback_id uuid,
  score integer,
  joined_at timestamptz not null,
  constraint case_answers_pkey primary key (workspace_id, id),
  constraint case_answers_once unique (workspace_id, playbook_key, response_id),
  constraint case_answers_case_fkey foreign key (workspace_id, case_id) references cases (workspace_id, id)
);
create index case_answers_of_case on case_answers (workspace_id, case_id, joined_at);
select tenant_table('case_answers', 'select, insert');

create table case_steps (
  workspace_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  step_key text not null,
  -- a repeated step has one row a round
  round integer not null default 1,
  position integer not null,
  title text not null,
  action text not null,
  state text not null,
  assignee_member_id uuid,
  assignee_rule text not null,
  opened_at timestamptz,
  -- the moment the window is counted from
  counted_from_at timestamptz,
  earliest_at timestamptz,
  aim_at timestamptz,
  latest_at timestamptz,
  -- the rule the dates come from, in words, and the calendar they were reckoned in
  rule text not null,
  zone text not null,
  no_clock text,
  done_at timestamptz,
  done_by_member_id uuid,
  -- why it was skipped, or why a person has to decide
  reason text,
  needs_decision boolean not null default false,
  evidence jsonb not null default '{}',
  checklist jsonb not null default '{}',
  results jsonb not null default '{}',
  -- the next warning or escalation: which one and when
  next_rung integer,
  next_rung_at timestamptz,
  constraint case_steps_pkey primary key (workspace_id, id),
  constraint case_steps_round_unique unique (workspace_id, case_id, step_key, round),
  constraint case_steps_state_known check (state in ('open', 'ahead', 'done', 'skipped', 'cancelled')),
  constraint case_steps_done_when check (state <> 'done' or done_at is not null),
  constraint case_steps_case_fkey foreign key (workspace_id, case_id) references cases (workspace_id, id),
  constraint case_steps_assignee_fkey foreign key (workspace_id, assignee_member_id) references members (workspace_id, id)
);
create index case_steps_of_case on case_steps (workspace_id, case_id, position, round);
create index case_steps_due on case_steps (workspace_id, latest_at, id) where state = 'open';
create index case_steps_of_assignee on case_steps (workspace_id, assignee_member_id, latest_at, id) where state = 'open';
create index case_steps_rungs on case_steps (workspace_id, next_rung_at, id) where state = 'open' and next_rung_at is not null;
create index case_steps_done_by on case_steps (workspace_id, done_by_member_id, done_at desc) where done_at is not null;
select tenant_table('case_steps', 'select, insert, update');

-- Each warning and escalation that fired: once per step and rung, by this key. Append-only.
create table case_step_rungs (
  workspace_id uuid not null,
  step_id uuid not null,
  rung integer not null,
  label text not null,
  fired_at timestamptz not null,
  constraint case_step_rungs_pkey primary key (workspace_id, step_id, rung),
  constraint case_step_rungs_step_fkey foreign key (workspace_id, step_id) references case_steps (workspace_id, id)
);
select tenant_table('case_step_rungs', 'select, insert');

-- Which workspaces have a warning or escalation due at `at`: ids only, so that one sweep finds the work of all.
create function case_clocks_due(at timestamptz) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (
      select 1 from case_steps s
      where s.workspace_id = w.id and s.state = 'open' and s.next_rung_at <= at
    )
  $$;

-- Every touch with the customer, and our own notes about them. Append-only.
create table touchpoints (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  direction text not null,
  at timestamptz not null,
  summary text not null,
  contact_id uuid,
  account_id uuid,
  case_id uuid,
  step_id uuid,
  feedback_id uuid,
  update_id uuid,
  duration_minutes integer,
  cost_cents bigint,
  currency char(3),
  by_member_id uuid,
  logged_at timestamptz not null,
  constraint touchpoints_pkey primary key (workspace_id, id),
  constraint touchpoints_kind_known check (kind in ('mail', 'call', 'meeting', 'note', 'gesture')),
  constraint touchpoints_direction_known check (direction in ('in', 'out', 'inside')),
  constraint touchpoints_duration check (duration_minutes between 0 and 1440),
  constraint touchpoints_cost check (cost_cents is null or (cost_cents >= 0 and currency is not null)),
  constraint touchpoints_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  constraint touchpoints_account_fkey foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  constraint touchpoints_case_fkey foreign key (workspace_id, case_id) references cases (workspace_id, id)
);
create index touchpoints_of_case on touchpoints (workspace_id, case_id, at desc, id desc) where case_id is not null;
create index touchpoints_of_contact on touchpoints (workspace_id, contact_id, at desc, id desc) where contact_id is not null;
create index touchpoints_of_account on touchpoints (workspace_id, account_id, at desc, id desc) where account_id is not null;
create index touchpoints_of_feedback on touchpoints (workspace_id, feedback_id, at desc, id desc) where feedback_id is not null;
create unique index touchpoints_one_an_update on touchpoints (workspace_id, update_id) where update_id is not null;
select tenant_table('touchpoints', 'select, insert');
