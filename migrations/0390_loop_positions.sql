-- Where each loop stands (the ledger): what lists and rates read. Each row follows from the records of the other stages
-- alone (close/ledger/facts.ts reads them, rules.ts says what they mean) and can be counted again at any time.

create table loop_positions (
  workspace_id uuid not null,
  -- the feedback item; those merged into it are its voices, spam and history have no row
  id uuid not null,
  received_at timestamptz not null,
  channel text not null,
  -- of the account today; '' without one
  segment text not null,
  -- who has it in hand: the item's assignee, else the account's owner
  owner_member_id uuid,
  -- the account's MRR today
  value_cents bigint not null,
  -- the first link that is missing; null: the loop is closed
  missing text,
  closed_at timestamptz,
  constraint loop_positions_pkey primary key (workspace_id, id),
  constraint loop_positions_missing_known check (missing in ('understood', 'decided', 'acted', 'told', 'confirmed')),
  constraint loop_positions_closed check ((missing is null) = (closed_at is not null))
);
-- The unclosed by age and by value, and all of a time for the rate: each is one walk of an index that holds all filters.
create index loop_positions_by_age on loop_positions (workspace_id, received_at, id)
  include (missing, channel, segment, owner_member_id) where missing is not null;
create index loop_positions_by_value on loop_positions (workspace_id, value_cents desc, received_at, id)
  include (missing, channel, segment, owner_member_id) where missing is not null;
create index loop_positions_received on loop_positions (workspace_id, received_at, id)
  include (missing, channel, segment, owner_member_id);
create index loop_positions_closed_newest on loop_positions (workspace_id, closed_at desc, id) where closed_at is not null;
select tenant_table('loop_positions', 'select, insert, update, delete');

-- Of the loops heard on a day (UTC), how many there are and how many are closed: in all (facet 'all', key ''), and by channel,
-- segment and owner ('' where there is none). Rates of a million loops are read from here; close/ledger/days.ts keeps it.
create table loop_days (
  workspace_id uuid not null,
  day date not null,
  facet text not null,
  key text not null,
  n integer not null,
  closed integer not null,
  constraint loop_days_pkey primary key (workspace_id, day, facet, key)
);
select tenant_table('loop_days', 'select, insert, update, delete');

-- Items whose position has to be counted again: whatever touches a loop only leaves a mark.
-- (A mark is locked while it is taken, which needs the right to update.)
create table loop_marks (
  workspace_id uuid not null,
  feedback_id uuid not null,
  constraint loop_marks_pkey primary key (workspace_id, feedback_id)
);
select tenant_table('loop_marks', 'select, insert, update, delete');

-- Which workspaces have marks: ids only, so that one sweep finds what a lost wake-up left behind.
create function loop_marks_in() returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select w.id from workspaces w where exists (select 1 from loop_marks m where m.workspace_id = w.id) $$;
revoke all on function loop_marks_in() from public;
grant execute on function loop_marks_in() to hearback_app;

insert into loop_marks (workspace_id, feedback_id)
  select workspace_id, id from inbox_items where not is_history and status not in ('spam', 'merged');
