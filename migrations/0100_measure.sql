-- Figures. One narrow row per feedback item says where it was counted; the daily sums are kept from it, so that a
-- change of triage, segment or merge moves exactly one count and a second delivery of an event moves none.

create table measure_items (
  workspace_id uuid not null,
  id uuid not null,
  -- the day it was said (UTC), history included
  day date not null,
  channel text not null,
  -- the segment of the account today; '' without one
  segment text not null,
  -- how far it came round the loop: 1 heard, 2 understood, 3 decided, 4 acted, 5 told, 6 confirmed
  stage smallint not null,
  received_at timestamptz not null,
  -- a first answer is owed: not history, there is somebody to answer, and of survey answers those with a case
  is_owed boolean not null,
  -- whole minutes from receipt to the first answer by a person
  response_minutes integer,
  constraint measure_items_pkey primary key (workspace_id, id),
  constraint measure_items_stage_known check (stage between 1 and 6)
);
create index measure_items_answers on measure_items (workspace_id, received_at, id) include (channel, segment, response_minutes) where is_owed;
create index measure_items_by_day on measure_items (workspace_id, day desc, id desc) include (channel, segment, stage);
create index measure_items_by_channel on measure_items (workspace_id, channel, day desc, id desc);
select tenant_table('measure_items', 'select, insert, update, delete');

create table measure_daily (
  workspace_id uuid not null,
  day date not null,
  channel text not null,
  segment text not null,
  stage smallint not null,
  items integer not null,
  constraint measure_daily_pkey primary key (workspace_id, day, channel, segment, stage)
);
select tenant_table('measure_daily', 'select, insert, update, delete');

-- Scores by time, without reading whole responses.
create index responses_scores on responses (workspace_id, survey_id, submitted_at) include (score, contact_id, account_id) where not is_provisional;
