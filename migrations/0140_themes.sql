-- What customers say again and again (A2, A4, A5): themes found across all items, and what people made of them.

create table themes (
  workspace_id uuid not null,
  id uuid not null,
  -- given by people; without one its phrases are its name
  name text,
  phrases text[] not null,
  -- what its items have in common: {"ids": [...], "weights": [...], "length": 0.4}
  center jsonb not null,
  -- items in it when it was found
  size integer not null,
  is_pinned boolean not null default false,
  is_hidden boolean not null default false,
  -- A merge rewrites nothing: items stay where they were found and are counted with the theme that survives.
  merged_into_id uuid,
  -- the theme it is a part of; the parts stand in its place
  split_from_id uuid,
  -- an item that says one of these is in this theme, whatever else it says
  rules text[] not null default '{}',
  found_at timestamptz not null,
  -- not found again and kept by nobody; it goes when its items are placed anew
  retired_at timestamptz,
  constraint themes_pkey primary key (workspace_id, id),
  constraint themes_name_length check (char_length(name) between 1 and 80),
  constraint themes_rules_few check (cardinality(rules) <= 50),
  constraint themes_not_merged_into_itself check (merged_into_id <> id),
  constraint themes_not_its_own_part check (split_from_id <> id),
  constraint themes_merged_into_fkey foreign key (workspace_id, merged_into_id) references themes (workspace_id, id),
  constraint themes_split_from_fkey foreign key (workspace_id, split_from_id) references themes (workspace_id, id)
);
create index themes_by_survivor on themes (workspace_id, merged_into_id) where merged_into_id is not null;
create index themes_by_whole on themes (workspace_id, split_from_id) where split_from_id is not null;
select tenant_table('themes', 'select, insert, update, delete');

-- What one more item is placed with, besides the themes: how telling each word is. `edition` counts each change of it
-- and of the themes, so that a process knows whether what it holds in memory is still so.
create table theme_models (
  workspace_id uuid not null,
  edition bigint not null,
  model jsonb not null,
  fitted_at timestamptz,
  -- placed since then, and how many of them fit no theme
  recent_items integer not null default 0,
  recent_without integer not null default 0,
  constraint theme_models_pkey primary key (workspace_id)
);
select tenant_table('theme_models', 'select, insert, update');

-- Where each item stands. No foreign key to the items: rows follow their events, as figures do.
create table theme_items (
  workspace_id uuid not null,
  feedback_id uuid not null,
  theme_id uuid,
  how text not null,
  -- cosine with the theme's direction
  likeness real not null,
  occurred_at timestamptz not null,
  -- the day it was said (UTC), history included
  day date not null,
  account_id uuid,
  contact_id uuid,
  channel text not null,
  sentiment text not null,
  constraint theme_items_pkey primary key (workspace_id, feedback_id),
  constraint theme_items_how_known check (how in ('found', 'rule', 'person')),
  constraint theme_items_sentiment_known check (sentiment in ('negative', 'neutral', 'positive', 'mixed')),
  constraint theme_items_theme_fkey foreign key (workspace_id, theme_id) references themes (workspace_id, id)
);
create index theme_items_by_theme on theme_items (workspace_id, theme_id, occurred_at desc, feedback_id desc) include (account_id, contact_id, day);
create index theme_items_by_day on theme_items (workspace_id, day, feedback_id) include (channel, account_id);
select tenant_table('theme_items', 'select, insert, update, delete');

-- Mentions by day, kept with the items and counted again to the same figures. `theme_id` is 0 for items without a
-- theme, `account_id` for items without an account: a key holds no nulls.
create table theme_days (
  workspace_id uuid not null,
  theme_id uuid not null,
  day date not null,
  account_id uuid not null,
  channel text not null,
  sentiment text not null,
  mentions integer not null,
  constraint theme_days_pkey primary key (workspace_id, theme_id, day, account_id, channel, sentiment)
);
create index theme_days_by_day on theme_days (workspace_id, day, account_id);
select tenant_table('theme_days', 'select, insert, update, delete');

-- Work on all items: finding themes from scratch (rare), or placing items anew after a change.
create table theme_runs (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  reason text not null,
  state text not null,
  phase text not null,
  share double precision not null default 0,
  -- the last item that was placed; work that ends anywhere goes on behind it
  place uuid,
  -- only the items of this theme
  theme_id uuid,
  items integer not null default 0,
  themes integer not null default 0,
  -- a process that takes the run over stops the one before
  fence integer not null default 0,
  failure text,
  actor_kind text not null,
  actor_id uuid,
  created_at timestamptz not null,
  ended_at timestamptz,
  constraint theme_runs_pkey primary key (workspace_id, id),
  constraint theme_runs_kind_known check (kind in ('find', 'place')),
  constraint theme_runs_reason_known check (reason in ('first', 'growth', 'drift', 'asked', 'edit')),
  constraint theme_runs_state_known check (state in ('queued', 'running', 'done', 'cancelled', 'failed')),
  constraint theme_runs_phase_known check (phase in ('reading', 'finding', 'placing')),
  constraint theme_runs_share check (share between 0 and 1)
);
-- One search at a time; placing after an edit may wait behind it.
create unique index theme_runs_one_search on theme_runs (workspace_id) where kind = 'find' and state in ('queued', 'running');
create index theme_runs_newest on theme_runs (workspace_id, created_at desc, id desc);
select tenant_table('theme_runs', 'select, insert, update, delete');

-- Pain points and jobs to be done, with the words that show them.
create table theme_notes (
  workspace_id uuid not null,
  id uuid not null,
  theme_id uuid not null,
  kind text not null,
  text text not null,
  actor_kind text not null,
  actor_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint theme_notes_pkey primary key (workspace_id, id),
  constraint theme_notes_kind_known check (kind in ('pain', 'job')),
  constraint theme_notes_length check (char_length(text) between 1 and 2000),
  constraint theme_notes_theme_fkey foreign key (workspace_id, theme_id) references themes (workspace_id, id)
);
create index theme_notes_by_theme on theme_notes (workspace_id, theme_id, created_at, id);
select tenant_table('theme_notes', 'select, insert, update, delete');

create table theme_evidence (
  workspace_id uuid not null,
  note_id uuid not null,
  feedback_id uuid not null,
  position smallint not null,
  constraint theme_evidence_pkey primary key (workspace_id, note_id, feedback_id),
  constraint theme_evidence_note_fkey foreign key (workspace_id, note_id) references theme_notes (workspace_id, id) on delete cascade,
  -- an item that is erased takes its words along
  constraint theme_evidence_item_fkey foreign key (workspace_id, feedback_id) references feedback_items (workspace_id, id) on delete cascade
);
create index theme_evidence_by_item on theme_evidence (workspace_id, feedback_id);
select tenant_table('theme_evidence', 'select, insert, delete');
