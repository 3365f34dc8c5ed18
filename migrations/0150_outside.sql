-- A language model outside, off unless a workspace sets one: what it was asked, what was sent for that, and what it cost.

create table outside_calls (
  workspace_id uuid not null,
  id uuid not null,
  purpose text not null,
  -- what it is about; both null for a trial. No foreign keys: a call is a record of what left, whatever becomes of them.
  theme_id uuid,
  feedback_id uuid,
  -- the language that an item is translated into
  language text,
  state text not null,
  host text not null,
  model text not null,
  -- the body of the request, to the letter, after personal data was taken out; null once an item it quotes was erased
  sent text,
  -- how much was taken out: {"email": 1, "person": 2}
  removed jsonb not null,
  result jsonb,
  failure text,
  attempts smallint not null default 0,
  due_at timestamptz not null,
  lease_until timestamptz,
  tokens_in integer,
  tokens_out integer,
  -- millionths of the currency; what a call under way may cost at most is reserved, so that no limit is passed
  currency char(3) not null,
  spent_micros bigint not null default 0,
  reserved_micros bigint not null default 0,
  -- the other side did not say what it counted
  is_estimate boolean not null default false,
  -- what a person made of the suggestion
  decision text,
  actor_kind text not null,
  actor_id uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  constraint outside_calls_pkey primary key (workspace_id, id),
  constraint outside_calls_purpose_known check (purpose in ('theme_name', 'theme_summary', 'translation', 'trial')),
  constraint outside_calls_state_known check (state in ('queued', 'running', 'done', 'failed')),
  constraint outside_calls_subject check (case purpose
    when 'trial' then theme_id is null and feedback_id is null
    when 'translation' then theme_id is null and feedback_id is not null and language is not null
    else theme_id is not null and feedback_id is null end),
  constraint outside_calls_decision_known check (decision in ('accepted', 'dismissed')),
  constraint outside_calls_result_of_done check (result is null or state = 'done'),
  constraint outside_calls_failure_of_failed check ((failure is not null) = (state = 'failed')),
  constraint outside_calls_costs check (spent_micros >= 0 and reserved_micros >= 0)
);
create index outside_calls_by_time on outside_calls (workspace_id, created_at desc, id desc) include (currency, spent_micros, reserved_micros);
create index outside_calls_by_theme on outside_calls (workspace_id, theme_id, purpose, id desc) where theme_id is not null;
create index outside_calls_by_item on outside_calls (workspace_id, feedback_id, language, id desc) where feedback_id is not null;
create index outside_calls_waiting on outside_calls (workspace_id, id) where state in ('queued', 'running');
-- Asked twice at once, it is asked once.
create unique index outside_calls_one_of_theme on outside_calls (workspace_id, theme_id, purpose)
  where theme_id is not null and state in ('queued', 'running');
create unique index outside_calls_one_of_item on outside_calls (workspace_id, feedback_id, language)
  where feedback_id is not null and state in ('queued', 'running');
select tenant_table('outside_calls', 'select, insert, update, delete');

-- The items whose words a call holds, in the order of their numbers: one that is erased takes the words along.
create table outside_call_items (
  workspace_id uuid not null,
  feedback_id uuid not null,
  call_id uuid not null,
  number smallint not null,
  constraint outside_call_items_pkey primary key (workspace_id, feedback_id, call_id),
  constraint outside_call_items_call_fkey foreign key (workspace_id, call_id) references outside_calls (workspace_id, id) on delete cascade
);
create index outside_call_items_by_call on outside_call_items (workspace_id, call_id, number);
select tenant_table('outside_call_items', 'select, insert, delete');
