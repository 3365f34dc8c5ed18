-- Check-ins: a talk with each account, weekly while it is new and monthly after; what was said there becomes items.

-- How an account's talks differ from what the workspace says, and when the next one opens.
create table check_in_plans (
  workspace_id uuid not null,
  account_id uuid not null,
  -- of its own; null: as the workspace says
  early text,
  early_days integer,
  ongoing text,
  state text not null default 'on',
  paused_until date,
  -- the first day of the next period; null: none is coming
  next_on date,
  updated_at timestamptz not null,
  constraint check_in_plans_pkey primary key (workspace_id, account_id),
  constraint check_in_plans_early_known check (early in ('weekly', 'biweekly', 'monthly', 'quarterly')),
  constraint check_in_plans_ongoing_known check (ongoing in ('weekly', 'biweekly', 'monthly', 'quarterly')),
  constraint check_in_plans_early_days check (early_days between 0 and 730),
  constraint check_in_plans_state_known check (state in ('on', 'paused', 'off')),
  constraint check_in_plans_paused check (paused_until is null or state = 'paused'),
  constraint check_in_plans_account_fkey foreign key (workspace_id, account_id) references accounts (workspace_id, id) on delete cascade
);
select tenant_table('check_in_plans', 'select, insert, update');
create index check_in_plans_next on check_in_plans (workspace_id, next_on, account_id) where next_on is not null;

create table check_ins (
  workspace_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  state text not null,
  -- the days within which it is to be held; null: held outside the schedule
  opens_on date,
  due_on date,
  holder_member_id uuid,
  -- whose it is while they are away
  stands_in_for_member_id uuid,
  planned_at timestamptz,
  agenda text not null default '',
  held_at timestamptz,
  held_how text,
  mood text,
  notes text not null default '',
  -- why it was skipped
  reason text,
  -- who held or skipped it; null: the clock, or what became of the account
  by_member_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint check_ins_pkey primary key (workspace_id, id),
  constraint check_ins_state_known check (state in ('due', 'held', 'missed', 'skipped')),
  constraint check_ins_period check ((opens_on is null) = (due_on is null) and opens_on <= due_on),
  constraint check_ins_scheduled check (state = 'held' or due_on is not null),
  constraint check_ins_held check ((state = 'held') = (held_at is not null) and (held_at is null) = (held_how is null)),
  constraint check_ins_how_known check (held_how in ('call', 'video', 'in_person')),
  constraint check_ins_mood_known check (mood in ('good', 'mixed', 'poor')),
  constraint check_ins_skipped check ((state = 'skipped') = (reason is not null)),
  constraint check_ins_lengths check (char_length(agenda) <= 5000 and char_length(notes) <= 20000 and char_length(reason) between 1 and 500),
  constraint check_ins_account_fkey foreign key (workspace_id, account_id) references accounts (workspace_id, id) on delete cascade,
  constraint check_ins_holder_fkey foreign key (workspace_id, holder_member_id) references members (workspace_id, id),
  constraint check_ins_stands_in_fkey foreign key (workspace_id, stands_in_for_member_id) references members (workspace_id, id),
  constraint check_ins_by_fkey foreign key (workspace_id, by_member_id) references members (workspace_id, id)
);
select tenant_table('check_ins', 'select, insert, update');
-- Two sweeps at once meet here: an account has one talk to hold.
create unique index check_ins_one_due on check_ins (workspace_id, account_id) where state = 'due';
create index check_ins_of_account on check_ins (workspace_id, account_id, id desc);
create index check_ins_due on check_ins (workspace_id, due_on, id) where state = 'due';
create index check_ins_planned on check_ins (workspace_id, planned_at, id) where state = 'due' and planned_at is not null;
create index check_ins_due_of_holder on check_ins (workspace_id, holder_member_id, due_on, id) where state = 'due';
create index check_ins_missed on check_ins (workspace_id, due_on desc, id desc) where state = 'missed';
create index check_ins_missed_of_holder on check_ins (workspace_id, holder_member_id, due_on desc, id desc) where state = 'missed';
create index check_ins_held on check_ins (workspace_id, held_at desc, id desc) where state = 'held';
create index check_ins_held_of_holder on check_ins (workspace_id, holder_member_id, held_at desc, id desc) where state = 'held';
create index check_ins_stood_in on check_ins (workspace_id, stands_in_for_member_id) where state = 'due' and stands_in_for_member_id is not null;

create table check_in_people (
  workspace_id uuid not null,
  id uuid not null,
  check_in_id uuid not null,
  member_id uuid,
  contact_id uuid,
  constraint check_in_people_pkey primary key (workspace_id, id),
  constraint check_in_people_somebody check ((member_id is null) <> (contact_id is null)),
  constraint check_in_people_member_once unique (workspace_id, check_in_id, member_id),
  constraint check_in_people_contact_once unique (workspace_id, check_in_id, contact_id),
  constraint check_in_people_check_in_fkey foreign key (workspace_id, check_in_id) references check_ins (workspace_id, id) on delete cascade,
  constraint check_in_people_member_fkey foreign key (workspace_id, member_id) references members (workspace_id, id),
  constraint check_in_people_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade
);
select tenant_table('check_in_people', 'select, insert');
create index check_in_people_of_contact on check_in_people (workspace_id, contact_id, check_in_id) where contact_id is not null;

-- What we said we would do, and by when: seen until it is kept.
create table check_in_promises (
  workspace_id uuid not null,
  id uuid not null,
  check_in_id uuid not null,
  account_id uuid not null,
  words text not null,
  due_on date not null,
  owner_member_id uuid,
  kept_at timestamptz,
  kept_by_member_id uuid,
  created_at timestamptz not null,
  constraint check_in_promises_pkey primary key (workspace_id, id),
  constraint check_in_promises_length check (char_length(words) between 1 and 500),
  constraint check_in_promises_check_in_fkey foreign key (workspace_id, check_in_id) references check_ins (workspace_id, id) on delete cascade,
  constraint check_in_promises_account_fkey foreign key (workspace_id, account_id) references accounts (workspace_id, id) on delete cascade,
  constraint check_in_promises_owner_fkey foreign key (workspace_id, owner_member_id) references members (workspace_id, id),
  constraint check_in_promises_kept_by_fkey foreign key (workspace_id, kept_by_member_id) references members (workspace_id, id)
);
select tenant_table('check_in_promises', 'select, insert, update');
create index check_in_promises_open on check_in_promises (workspace_id, due_on, id) where kept_at is null;
create index check_in_promises_open_of_owner on check_in_promises (workspace_id, owner_member_id, due_on, id) where kept_at is null;
create index check_in_promises_of_account on check_in_promises (workspace_id, account_id, due_on, id);
create index check_in_promises_of_check_in on check_in_promises (workspace_id, check_in_id);

-- What was said in a talk and became an item. The words stand in the item alone: erased there, they are gone here.
create table highlights (
  workspace_id uuid not null,
  id uuid not null,
  feedback_id uuid not null,
  check_in_id uuid,
  position integer not null,
  created_at timestamptz not null,
  constraint highlights_pkey primary key (workspace_id, id),
  constraint highlights_feedback_once unique (workspace_id, feedback_id),
  constraint highlights_feedback_fkey foreign key (workspace_id, feedback_id) references feedback_items (workspace_id, id) on delete cascade,
  constraint highlights_check_in_fkey foreign key (workspace_id, check_in_id) references check_ins (workspace_id, id) on delete cascade
);
select tenant_table('highlights', 'select, insert');
create index highlights_of_check_in on highlights (workspace_id, check_in_id, position) where check_in_id is not null;

create index accounts_held_by on accounts (workspace_id, id)
  where lifecycle = 'active' and owner_member_id is not null and merged_into_id is null;

create index accounts_unowned on accounts (workspace_id, id)
  where lifecycle = 'active' and owner_member_id is null and merged_into_id is null;

-- Workspaces whose accounts were all planned once; accounts that come in after that are planned when they do.
create table check_in_starts (
  workspace_id uuid not null,
  started_at timestamptz not null,
  constraint check_in_starts_pkey primary key (workspace_id)
);
select tenant_table('check_in_starts', 'select, insert');

-- Which workspaces have a talk to open, one that was missed, or accounts that were never planned: ids only, and none of its
-- parts reads the accounts of a workspace.
create function check_ins_due(by_day date) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (select 1 from check_in_plans p where p.workspace_id = w.id and p.next_on <= by_day)
      or exists (select 1 from check_ins c where c.workspace_id = w.id and c.state = 'due' and c.due_on < by_day)
      or not exists (select 1 from check_in_starts s where s.workspace_id = w.id)
        and exists (
          select 1 from accounts a
          where a.workspace_id = w.id and a.lifecycle = 'active' and a.owner_member_id is not null and a.merged_into_id is null)
  $$;
revoke all on function check_ins_due(date) from public;
grant execute on function check_ins_due(date) to hearback_app;
