-- Text messages that leave, or would have left; as mails, with the same promise: at most one copy.
--
-- queued -> claimed -> handing_over -> accepted | deferred | failed | uncertain, or suppressed; then delivered or not, as the
-- provider reports. "handing_over" is committed before the provider is called. A crash after it leaves the message
-- "uncertain", and nothing sends it again by itself.
create table sms_messages (
  workspace_id uuid not null,
  id uuid not null,
  -- what makes it the same message when asked twice
  dedupe_key text not null,
  topic text not null,
  state text not null default 'queued',
  -- why it stands where it stands, as a code
  reason text,
  -- no_provider: waits until one is set; old: waited so long that a person decides
  hold text,
  to_number text not null,
  -- may hold marks of links, which are sealed: a token at rest is readable by nobody but the sender
  body text not null,
  links_sealed text,
  -- of the text with its links: gsm7 or ucs2, its characters, and how many messages the provider counts
  encoding text not null,
  characters integer not null,
  segments integer not null,
  contact_id uuid,
  attempts integer not null default 0,
  -- counts claims: only the holder of the latest may write the outcome
  fence bigint not null default 0,
  lease_until timestamptz,
  due_at timestamptz not null,
  queued_at timestamptz not null,
  claimed_at timestamptz,
  settled_at timestamptz,
  -- the provider's id of the message, its error code and last words
  provider_id text,
  provider_code integer,
  provider_reply text,
  -- as its reports say; at most one of the two
  delivered_at timestamptz,
  undelivered_at timestamptz,
  constraint sms_messages_pkey primary key (workspace_id, id),
  constraint sms_messages_dedupe unique (workspace_id, dedupe_key),
  constraint sms_messages_topic_known check (topic in ('surveys', 'test')),
  constraint sms_messages_state_known check (state in
    ('queued', 'claimed', 'handing_over', 'accepted', 'deferred', 'failed', 'uncertain', 'suppressed')),
  constraint sms_messages_hold_known check (hold in ('no_provider', 'old')),
  constraint sms_messages_encoding_known check (encoding in ('gsm7', 'ucs2')),
  constraint sms_messages_number check (to_number ~ '^\+[1-9][0-9]{7,14}$'),
  constraint sms_messages_leased check (state not in ('claimed', 'handing_over') or lease_until is not null),
  constraint sms_messages_reported check (delivered_at is null or undelivered_at is null),
  constraint sms_messages_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
select tenant_table('sms_messages', 'select, insert, update');

create index sms_messages_newest on sms_messages (workspace_id, id desc);
create index sms_messages_by_state on sms_messages (workspace_id, state, id desc);
create index sms_messages_due on sms_messages (workspace_id, due_at, id) where state in ('queued', 'deferred') and hold is null;
create index sms_messages_held on sms_messages (workspace_id, hold, id desc) where hold is not null;
create index sms_messages_leases on sms_messages (workspace_id, lease_until) where state in ('claimed', 'handing_over');
create index sms_messages_claims on sms_messages (workspace_id, claimed_at) where claimed_at is not null;
create index sms_messages_of_contact on sms_messages (workspace_id, contact_id, id desc) where contact_id is not null;
create index sms_messages_to on sms_messages (workspace_id, to_number, id desc);
create index sms_messages_not_arrived on sms_messages (workspace_id, id desc) where undelivered_at is not null;
create index sms_messages_arrived on sms_messages (workspace_id, delivered_at desc) where delivered_at is not null;

-- Numbers whose owner answered STOP, here or to the provider. Only their START lifts it.
create table sms_stops (
  workspace_id uuid not null,
  number text not null,
  -- reply: they wrote STOP; provider: it refused the number as one that has stopped
  via text not null,
  stopped_at timestamptz not null,
  lifted_at timestamptz,
  constraint sms_stops_pkey primary key (workspace_id, number),
  constraint sms_stops_via_known check (via in ('reply', 'provider')),
  constraint sms_stops_number check (number ~ '^\+[1-9][0-9]{7,14}$')
);
select tenant_table('sms_stops', 'select, insert, update');

-- Which workspaces have text messages to move at `at`: ids only.
create function sms_workspaces_due(at timestamptz) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (select 1 from sms_messages m where m.workspace_id = w.id and m.state in ('queued', 'deferred')
        and m.hold is null and m.due_at <= at)
      or exists (select 1 from sms_messages m where m.workspace_id = w.id and m.state in ('claimed', 'handing_over')
        and m.lease_until <= at)
  $$;
revoke all on function sms_workspaces_due(timestamptz) from public;
grant execute on function sms_workspaces_due(timestamptz) to hearback_app;

-- The telephone of a contact as a number that can be texted (E.164): written with its country, spaces and signs left out.
alter table contacts add column phone_e164 text generated always as (
  case when regexp_replace(replace(phone, '(0)', ''), '[[:space:]()./-]', '', 'g') ~ '^\+[1-9][0-9]{7,14}$'
    then regexp_replace(replace(phone, '(0)', ''), '[[:space:]()./-]', '', 'g') end) stored;
create index contacts_by_number on contacts (workspace_id, phone_e164) where phone_e164 is not null;

-- The person's own STOP or START.
alter table contact_consents drop constraint contact_consents_via_known;
alter table contact_consents add constraint contact_consents_via_known
  check (via in ('member', 'link', 'import', 'api', 'complaint', 'sms'));
