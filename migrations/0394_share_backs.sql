-- What was heard, decided, shipped and told in a week, kept for colleagues (L3).

create table share_backs (
  workspace_id uuid not null,
  id uuid not null,
  -- the Monday of its week: one a week at most
  week_on date not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  -- as it was counted then; never changed
  figures jsonb not null,
  is_empty boolean not null,
  mailed integer not null,
  actor_kind text not null,
  actor_id uuid,
  made_at timestamptz not null,
  -- null: no webhook was set, or there was nothing to say
  webhook_state text,
  webhook_attempts integer not null default 0,
  webhook_answer text,
  webhook_at timestamptz,
  constraint share_backs_pkey primary key (workspace_id, id),
  constraint share_backs_once_a_week unique (workspace_id, week_on),
  constraint share_backs_webhook_known check (webhook_state in ('waiting', 'taken', 'failed')),
  constraint share_backs_empty_stays check (not is_empty or mailed = 0 and webhook_state is null)
);
select tenant_table('share_backs', 'select, insert, update (webhook_state, webhook_attempts, webhook_answer, webhook_at)');

-- Words of customers stand apart, so that they go with the item when it is erased.
create table share_back_quotes (
  workspace_id uuid not null,
  share_back_id uuid not null,
  feedback_id uuid not null,
  number integer not null,
  quote text not null,
  constraint share_back_quotes_pkey primary key (workspace_id, share_back_id, feedback_id),
  constraint share_back_quotes_share_back_fkey foreign key (workspace_id, share_back_id) references share_backs (workspace_id, id) on delete cascade,
  constraint share_back_quotes_feedback_fkey foreign key (workspace_id, feedback_id) references feedback_items (workspace_id, id) on delete cascade
);
create index share_back_quotes_of_feedback on share_back_quotes (workspace_id, feedback_id);
select tenant_table('share_back_quotes', 'select, insert');

-- What a week is counted by.
create index request_moves_newest on request_moves (workspace_id, at);
create index updates_sent_newest on updates (workspace_id, sent_at) where state = 'sent';
create index announcements_sent_newest on announcements (workspace_id, sent_at) where state = 'sent';
create index corrective_actions_done_newest on corrective_actions (workspace_id, done_at) where done_at is not null;

-- Workspaces that have it switched on, for the clock.
create function share_backs_on() returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w join settings s on s.workspace_id = w.id and s.key = 'share_backs'
    where s.value ->> 'isOn' = 'true'
  $$;
revoke all on function share_backs_on() from public;
grant execute on function share_backs_on() to hearback_app;
