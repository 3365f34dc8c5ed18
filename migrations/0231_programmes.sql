-- Programmes: a survey with what sets it off, for whom and when. What set it off is an occasion, which happens once.

create table programmes (
  workspace_id uuid not null,
  id uuid not null,
  survey_id uuid not null,
  name text not null,
  trigger text not null,
  -- as of waves: {} is all active contacts
  audience jsonb not null default '{}',
  -- how long after what set it off
  delay_hours integer not null default 0,
  -- at_once, or spread over weekday mornings in the zone of each person
  timing text not null default 'mornings',
  sample_percent integer not null default 100,
  reminder_days integer,
  is_on boolean not null default false,
  on_since timestamptz,
  -- of quarterly ones: which quarter is next, and when it begins to be asked
  next_key text,
  next_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint programmes_pkey primary key (workspace_id, id),
  constraint programmes_trigger_known check
    (trigger in ('quarterly', 'ticket_resolved', 'go_live', 'follow_up', 'event', 'by_hand')),
  constraint programmes_timing_known check (timing in ('at_once', 'mornings')),
  constraint programmes_delay check (delay_hours between 0 and 2160),
  constraint programmes_sample check (sample_percent between 1 and 100),
  constraint programmes_reminder check (reminder_days between 1 and 60),
  constraint programmes_on_since check (not is_on or on_since is not null),
  constraint programmes_next check ((next_key is null) = (next_at is null)),
  constraint programmes_survey_fkey foreign key (workspace_id, survey_id) references surveys (workspace_id, id)
);
create index programmes_on on programmes (workspace_id) where is_on;
create index programmes_next on programmes (workspace_id, next_at) where next_at is not null;
select tenant_table('programmes', 'select, insert, update');

create table programme_occasions (
  workspace_id uuid not null,
  id uuid not null,
  programme_id uuid not null,
  -- what makes it the same occasion when it is told twice: the quarter, the ticket, the account with its go-live
  key text not null,
  -- null: a wave to the audience, or nobody to ask
  contact_id uuid,
  account_id uuid,
  -- the case or feedback item that it follows
  about_id uuid,
  about_kind text,
  -- why somebody asked within 30 days is asked again
  override_reason text,
  happened_at timestamptz not null,
  due_at timestamptz not null,
  state text not null default 'waiting',
  -- why nobody is asked; may be known before it is due
  reason text,
  wave_id uuid,
  settled_at timestamptz,
  created_at timestamptz not null,
  constraint programme_occasions_pkey primary key (workspace_id, id),
  constraint programme_occasions_once unique (workspace_id, programme_id, key),
  constraint programme_occasions_state_known check (state in ('waiting', 'asked', 'left_out')),
  constraint programme_occasions_settled check ((state = 'waiting') = (settled_at is null)),
  constraint programme_occasions_asked_in_a_wave check (state <> 'asked' or wave_id is not null),
  constraint programme_occasions_why check (state <> 'left_out' or reason is not null),
  constraint programme_occasions_about check ((about_id is null) = (about_kind is null)),
  constraint programme_occasions_about_known check (about_kind in ('case', 'feedback')),
  constraint programme_occasions_programme_fkey foreign key (workspace_id, programme_id) references programmes (workspace_id, id),
  constraint programme_occasions_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  constraint programme_occasions_account_fkey foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  constraint programme_occasions_wave_fkey foreign key (workspace_id, wave_id) references waves (workspace_id, id)
);
create index programme_occasions_due on programme_occasions (workspace_id, due_at, id) where state = 'waiting';
create index programme_occasions_newest on programme_occasions (workspace_id, programme_id, id desc);
create index programme_occasions_by_state on programme_occasions (workspace_id, programme_id, state, id desc);
create index programme_occasions_of_contact on programme_occasions (workspace_id, contact_id, id desc);
select tenant_table('programme_occasions', 'select, insert, update');

-- A wave of a programme: what it goes by, and for single occasions one wave a month, open until the month is over.
alter table waves add column programme_id uuid;
alter table waves add column period text;
alter table waves add column terms jsonb not null default '{}';
-- why its invitations do not count for the monthly limit: they follow a case or release
alter table waves add column exempt_reason text;
alter table waves add constraint waves_programme_fkey foreign key (workspace_id, programme_id) references programmes (workspace_id, id);
alter table waves drop constraint waves_state_known;
alter table waves add constraint waves_state_known check (state in ('filling', 'open', 'sent', 'stopped'));
create index waves_of_programme on waves (workspace_id, programme_id, id desc) where programme_id is not null;
create unique index waves_one_open on waves (workspace_id, programme_id) where state = 'open';

-- Within one month a contact may be asked by a second occasion whose reason overrides the limit.
alter table invitations add column occasion_id uuid;
alter table invitations add column is_exempt boolean not null default false;
alter table invitations add column send_at timestamptz;
alter table invitations add column reminder_at timestamptz;
alter table invitations add column reminded_at timestamptz;
alter table invitations add column reminder_mail_id uuid;
alter table invitations add constraint invitations_occasion_fkey foreign key (workspace_id, occasion_id)
  references programme_occasions (workspace_id, id);
alter table invitations add constraint invitations_reminder_mail_fkey foreign key (workspace_id, reminder_mail_id)
  references mails (workspace_id, id);
alter table invitations drop constraint invitations_once;
alter table invitations add constraint invitations_once unique nulls not distinct (workspace_id, wave_id, contact_id, occasion_id);
create index invitations_of_occasion on invitations (workspace_id, occasion_id) where occasion_id is not null;
create index invitations_to_remind on invitations (workspace_id, reminder_at) where reminder_at is not null;
create index invitations_of_reminder on invitations (workspace_id, reminder_mail_id) where reminder_mail_id is not null;
alter table wave_exclusions add column occasion_id uuid;
alter table wave_exclusions add constraint wave_exclusions_occasion_fkey foreign key (workspace_id, occasion_id)
  references programme_occasions (workspace_id, id);
alter table wave_exclusions drop constraint wave_exclusions_once;
alter table wave_exclusions add constraint wave_exclusions_once
  unique nulls not distinct (workspace_id, wave_id, contact_id, occasion_id);

-- Accounts that went live lately, for programmes that ask some time after it.
create index accounts_by_go_live on accounts (workspace_id, go_live_on) where go_live_on is not null;

-- Which workspaces have a programme to look at: ids only.
create function programmes_at_work() returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (select 1 from programmes p where p.workspace_id = w.id and p.is_on)
      or exists (select 1 from programme_occasions o where o.workspace_id = w.id and o.state = 'waiting')
      or exists (select 1 from invitations i where i.workspace_id = w.id and i.reminder_at is not null)
  $$;
revoke all on function programmes_at_work() from public;
grant execute on function programmes_at_work() to hearback_app;
