-- Meetings of a case: at a time, with whom, and what each of them answered. Invitations and answers travel by mail.

create table meetings (
  workspace_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  step_id uuid not null,
  -- with the customer, or among ourselves
  kind text not null,
  title text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  place text not null default '',
  note text not null default '',
  state text not null default 'planned',
  -- RFC 5545: grows with each change, so that calendars know the newest
  sequence integer not null default 0,
  -- where answers go
  organizer_name text not null,
  organizer_address text not null,
  created_by_member_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint meetings_pkey primary key (workspace_id, id),
  constraint meetings_kind_known check (kind in ('internal', 'customer')),
  constraint meetings_state_known check (state in ('planned', 'held', 'cancelled')),
  constraint meetings_takes_time check (ends_at > starts_at),
  constraint meetings_case_fkey foreign key (workspace_id, case_id) references cases (workspace_id, id),
  constraint meetings_step_fkey foreign key (workspace_id, step_id) references case_steps (workspace_id, id)
);
select tenant_table('meetings', 'select, insert, update');
-- Two people who plan at once meet here: a step has one meeting ahead.
create unique index meetings_one_planned on meetings (workspace_id, step_id) where state = 'planned';
create index meetings_of_case on meetings (workspace_id, case_id, starts_at);
create index meetings_ahead on meetings (workspace_id, starts_at, id) where state = 'planned';

create table meeting_invitees (
  workspace_id uuid not null,
  meeting_id uuid not null,
  id uuid not null,
  member_id uuid,
  contact_id uuid,
  name text not null,
  address text not null,
  answer text not null default 'none',
  answered_at timestamptz,
  comment text not null default '',
  constraint meeting_invitees_pkey primary key (workspace_id, id),
  constraint meeting_invitees_once unique (workspace_id, meeting_id, address),
  constraint meeting_invitees_answer_known check (answer in ('none', 'accepted', 'declined', 'tentative')),
  constraint meeting_invitees_somebody check ((member_id is null) <> (contact_id is null)),
  constraint meeting_invitees_meeting_fkey foreign key (workspace_id, meeting_id) references meetings (workspace_id, id),
  constraint meeting_invitees_member_fkey foreign key (workspace_id, member_id) references members (workspace_id, id),
  constraint meeting_invitees_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
select tenant_table('meeting_invitees', 'select, insert, update');
create index meeting_invitees_of_member on meeting_invitees (workspace_id, member_id, meeting_id) where member_id is not null;

-- An invitation in a mail (iCalendar) and what it does: REQUEST or CANCEL.
alter table mails add column calendar text;
alter table mails add column calendar_method text;
alter table mails add constraint mails_calendar check ((calendar is null) = (calendar_method is null)
  and calendar_method in ('REQUEST', 'CANCEL'));
