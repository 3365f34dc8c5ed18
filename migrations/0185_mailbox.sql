-- Mail that comes in: the addresses that answers go to, and each message with what became of it.

-- An address that was ours once goes on finding its workspace: customers answer old mails. One owner in the world.
create table mailbox_addresses (
  workspace_id uuid not null,
  address text not null,
  created_at timestamptz not null,
  constraint mailbox_addresses_pkey primary key (workspace_id, address),
  constraint mailbox_addresses_one_owner unique (address),
  constraint mailbox_addresses_lower check (address = lower(address))
);
select tenant_table('mailbox_addresses', 'select, insert');

-- Looked up before a workspace is known: by the recipient of a mail.
create function workspace_of_mailbox(wanted text) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$ select workspace_id from mailbox_addresses where address = wanted $$;

create table inbound_mails (
  workspace_id uuid not null,
  id uuid not null,
  -- Message-ID, sender, date, subject and body, hashed: the same message is kept once, whichever way it came
  identity bytea not null,
  via text not null,
  envelope_from text not null default '',
  envelope_to text[] not null default '{}',
  -- the message as it came
  file_id uuid not null,
  bytes bigint not null,
  state text not null default 'received',
  -- why it stands where it stands, as a code
  reason text,
  message_id text,
  in_reply_to text,
  thread_references text,
  from_name text not null default '',
  from_address text not null default '',
  subject text not null default '',
  said_at timestamptz,
  -- the sender's own new words, and the whole text with what they quoted
  words text not null default '',
  whole text not null default '',
  is_automatic boolean not null default false,
  -- an invitation or an answer to one (iCalendar)
  calendar text,
  -- what it answers: a case, or a feedback item
  about_id uuid,
  contact_id uuid,
  feedback_id uuid,
  -- sent by somebody else than the person of the case
  is_other_sender boolean not null default false,
  received_at timestamptz not null,
  settled_at timestamptz,
  settled_by_member_id uuid,
  constraint inbound_mails_pkey primary key (workspace_id, id),
  constraint inbound_mails_once unique (workspace_id, identity),
  constraint inbound_mails_via_known check (via in ('smtp', 'imap', 'pipe')),
  constraint inbound_mails_state_known check (state in ('received', 'case', 'feedback', 'quiet', 'held', 'dismissed')),
  constraint inbound_mails_held_why check (state <> 'held' or reason is not null),
  constraint inbound_mails_about check (state <> 'case' or about_id is not null),
  constraint inbound_mails_file_fkey foreign key (workspace_id, file_id) references files (workspace_id, id),
  constraint inbound_mails_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
select tenant_table('inbound_mails', 'select, insert, update');

create index inbound_mails_newest on inbound_mails (workspace_id, id desc);
create index inbound_mails_by_state on inbound_mails (workspace_id, state, id desc);
create index inbound_mails_about_it on inbound_mails (workspace_id, about_id, id desc) where about_id is not null;
create index inbound_mails_of_sender on inbound_mails (workspace_id, from_address, received_at);
-- What a mail answers is found by the ids it names.
create index inbound_mails_by_message on inbound_mails (workspace_id, message_id) where message_id is not null;
create index inbound_mails_of_contact on inbound_mails (workspace_id, contact_id, id desc) where contact_id is not null;

create table inbound_attachments (
  workspace_id uuid not null,
  inbound_mail_id uuid not null,
  position smallint not null,
  name text not null,
  bytes bigint not null,
  -- null: not kept, and why
  file_id uuid,
  reason text,
  constraint inbound_attachments_pkey primary key (workspace_id, inbound_mail_id, position),
  constraint inbound_attachments_kept check ((file_id is null) = (reason is not null)),
  constraint inbound_attachments_mail_fkey foreign key (workspace_id, inbound_mail_id) references inbound_mails (workspace_id, id),
  constraint inbound_attachments_file_fkey foreign key (workspace_id, file_id) references files (workspace_id, id)
);
select tenant_table('inbound_attachments', 'select, insert');

-- Which workspaces have mail that came in before `at` and was not sorted: ids only.
create function inbound_mails_waiting(at timestamptz) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (select 1 from inbound_mails m where m.workspace_id = w.id and m.state = 'received' and m.received_at <= at)
  $$;

-- How far a mailbox was read by IMAP, and what went wrong the last time.
create table mailbox_polls (
  workspace_id uuid not null,
  uid_validity text,
  last_uid bigint not null default 0,
  polled_at timestamptz,
  error text,
  constraint mailbox_polls_pkey primary key (workspace_id)
);
select tenant_table('mailbox_polls', 'select, insert, update');

-- Which workspaces have a mailbox to read: ids only.
create function mailboxes_to_poll() returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select s.workspace_id from settings s where s.key = 'mailbox' and jsonb_typeof(s.value -> 'imap') = 'object' $$;

-- What an answer to a mail of ours belongs to, where its bounces go, and whether it came back after it was taken.
alter table mails add column about_id uuid;
alter table mails add column bounce_to text;
alter table mails add column bounced_at timestamptz;
alter table mails add column bounce_reply text;
alter table mails add constraint mails_bounce_one_line check (coalesce(bounce_to, '') !~ '[\r\n]');
create index mails_about_it on mails (workspace_id, about_id, id desc) where about_id is not null;
create index mails_came_back on mails (workspace_id, id desc) where bounced_at is not null;

-- A touchpoint that is a mail of the customer's.
alter table touchpoints add column inbound_mail_id uuid;
alter table touchpoints add constraint touchpoints_inbound_fkey foreign key (workspace_id, inbound_mail_id) references inbound_mails (workspace_id, id);
create unique index touchpoints_one_a_mail on touchpoints (workspace_id, inbound_mail_id) where inbound_mail_id is not null;
