-- The log of corrective actions (CAPA): finding, root cause, correction, prevention, owner, due, and whether it helped.

-- Something of a later stage rests on it: it stays, found again or not.
alter table themes add column is_kept boolean not null default false;

create table corrective_actions (
  workspace_id uuid not null,
  id uuid not null,
  -- what people call it by: CAPA 31
  number integer not null,
  kind text not null,
  finding text not null,
  -- why, and why that, up to five times
  whys text[] not null default '{}',
  cause text,
  correction text,
  prevention text,
  owner_member_id uuid,
  due_on date not null,
  state text not null default 'open',
  case_id uuid,
  feedback_id uuid,
  -- what customers say again and again: whether it helped is seen in its mentions
  theme_id uuid,
  cost_cents bigint,
  currency text,
  done_at timestamptz,
  -- when it is looked at whether it helped
  check_on date,
  -- an effective one opens again by itself until then when its theme comes back
  watch_until date,
  -- the next day on which something is owed by the clock: overdue, to be checked, watched
  look_on date,
  reopened_count integer not null default 0,
  actor_kind text not null,
  actor_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint corrective_actions_pkey primary key (workspace_id, id),
  constraint corrective_actions_number_once unique (workspace_id, number),
  constraint corrective_actions_kind_known check (kind in ('product', 'training', 'tool', 'process', 'compensation')),
  constraint corrective_actions_state_known check (state in ('open', 'done', 'effective', 'cancelled')),
  constraint corrective_actions_finding_length check (char_length(finding) between 1 and 2000),
  constraint corrective_actions_five_whys check (cardinality(whys) <= 5),
  constraint corrective_actions_cause_length check (char_length(cause) between 1 and 2000),
  constraint corrective_actions_correction_length check (char_length(correction) between 1 and 2000),
  constraint corrective_actions_prevention_length check (char_length(prevention) between 1 and 2000),
  constraint corrective_actions_cost check (cost_cents >= 0),
  constraint corrective_actions_cost_currency check ((cost_cents is null) = (currency is null)),
  constraint corrective_actions_done check ((state in ('done', 'effective')) = (done_at is not null)),
  constraint corrective_actions_done_what check (done_at is null or correction is not null or prevention is not null),
  constraint corrective_actions_done_is_checked check ((done_at is null) = (check_on is null)),
  constraint corrective_actions_watched check (watch_until is null or state = 'effective'),
  constraint corrective_actions_looked_at check (look_on is null or state <> 'cancelled'),
  constraint corrective_actions_owner_fkey foreign key (workspace_id, owner_member_id) references members (workspace_id, id),
  constraint corrective_actions_case_fkey foreign key (workspace_id, case_id) references cases (workspace_id, id) on delete set null (case_id),
  constraint corrective_actions_feedback_fkey foreign key (workspace_id, feedback_id) references feedback_items (workspace_id, id) on delete set null (feedback_id),
  constraint corrective_actions_theme_fkey foreign key (workspace_id, theme_id) references themes (workspace_id, id) on delete set null (theme_id)
);
create index corrective_actions_due on corrective_actions (workspace_id, due_on, number) where state = 'open';
create index corrective_actions_due_of_owner on corrective_actions (workspace_id, owner_member_id, due_on, number) where state = 'open';
create index corrective_actions_by_state on corrective_actions (workspace_id, state, number desc);
create index corrective_actions_by_owner on corrective_actions (workspace_id, owner_member_id, number desc);
create index corrective_actions_by_case on corrective_actions (workspace_id, case_id, number desc) where case_id is not null;
create index corrective_actions_by_feedback on corrective_actions (workspace_id, feedback_id) where feedback_id is not null;
create index corrective_actions_by_theme on corrective_actions (workspace_id, theme_id, number desc) where theme_id is not null;
create index corrective_actions_to_look_at on corrective_actions (workspace_id, look_on, id) where look_on is not null;
select tenant_table('corrective_actions', 'select, insert, update');

-- What happened to an action, in words and figures. Append-only.
create table corrective_action_entries (
  workspace_id uuid not null,
  id uuid not null,
  action_id uuid not null,
  kind text not null,
  note text,
  -- what was changed
  fields text[] not null default '{}',
  result text,
  before_mentions integer,
  before_days integer,
  after_mentions integer,
  after_days integer,
  -- how likely so few mentions are if nothing changed
  chance double precision,
  actor_kind text not null,
  actor_id uuid,
  at timestamptz not null,
  constraint corrective_action_entries_pkey primary key (workspace_id, id),
  constraint corrective_action_entries_kind_known check (kind in ('logged', 'changed', 'done', 'checked', 'reopened', 'cancelled')),
  constraint corrective_action_entries_result_known check (result in ('effective', 'ineffective', 'unclear')),
  constraint corrective_action_entries_result check ((kind = 'checked') = (result is not null)),
  constraint corrective_action_entries_figures check (num_nulls(before_mentions, before_days, after_mentions, after_days, chance) in (0, 5)),
  constraint corrective_action_entries_note_length check (char_length(note) between 1 and 2000),
  constraint corrective_action_entries_why check (kind not in ('reopened', 'cancelled') or note is not null),
  constraint corrective_action_entries_action_fkey foreign key (workspace_id, action_id) references corrective_actions (workspace_id, id)
);
create index corrective_action_entries_by_action on corrective_action_entries (workspace_id, action_id, at desc, id desc);
select tenant_table('corrective_action_entries', 'select, insert');

-- Which workspaces have an action to look at by a day: ids only, so that one sweep finds the work of all.
create function corrective_actions_due(by_day date) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (
      select 1 from corrective_actions a where a.workspace_id = w.id and a.look_on <= by_day
    )
  $$;
revoke all on function corrective_actions_due(date) from public;
grant execute on function corrective_actions_due(date) to hearback_app;
