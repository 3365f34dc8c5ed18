-- Figures by any dimension (M1, M2, A1). One narrow row per record that a metric counts says how it was counted; the sums
-- of each day are kept from it, so that a change moves exactly the difference and a second delivery of an event none.
-- A new consumer begins with the first event, so that what is there already is counted by itself.

create table metric_facts (
  workspace_id uuid not null,
  -- what happened: item, answered, triaged, acted, answer, invitation
  fact text not null,
  id uuid not null,
  at timestamptz not null,
  -- its date on the workspace's clock
  day date not null,
  channel text not null,
  type text not null,
  priority text not null,
  -- the product area; nil: none
  product uuid not null,
  -- of the account as it was then; '' where nothing is known
  segment text not null,
  mrr text not null,
  -- the survey; nil: none
  part uuid not null,
  -- a score, or minutes waited as metric_wait() keeps them; −1: still waiting
  value integer not null,
  -- the answer is negative, or the invitation was answered
  flag boolean not null,
  -- it came in more than a day after it happened
  is_late boolean not null,
  constraint metric_facts_pkey primary key (workspace_id, fact, id)
);
create index metric_facts_newest on metric_facts (workspace_id, fact, day desc, at desc, id desc);
create index metric_facts_waiting on metric_facts (workspace_id, fact, day) where value = -1;
select tenant_table('metric_facts', 'select, insert, update, delete');

create table metric_sums (
  workspace_id uuid not null,
  fact text not null,
  day date not null,
  channel text not null,
  type text not null,
  priority text not null,
  product uuid not null,
  segment text not null,
  mrr text not null,
  part uuid not null,
  value integer not null,
  flag boolean not null,
  is_late boolean not null,
  n integer not null,
  constraint metric_sums_pkey primary key
    (workspace_id, fact, day, part, channel, type, priority, product, segment, mrr, value, flag, is_late)
) with (fillfactor = 80);
select tenant_table('metric_sums', 'select, insert, update, delete');

-- Minutes as they are kept: to the minute below an hour, to ten below a day, to the hour below a week, then to the day; so
-- that a million waits are a few hundred different ones, and every whole hour up to a week stays a border.
create function metric_wait(waited interval) returns integer language sql immutable parallel safe
  return (with w as (select case when waited > interval '0' then floor(extract(epoch from waited) / 60)::integer when waited is not null then 0 end as m)
    select case when m < 60 then m when m < 1440 then m - m % 10 when m < 10080 then m - m % 60 else m - m % 1440 end from w);

-- Steps by when they were due, for the share of late ones.
create index case_steps_by_latest on case_steps (workspace_id, latest_at, id) include (case_id, state, done_at)
  where latest_at is not null and opened_at is not null;
