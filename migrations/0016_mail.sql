-- Every mail that leaves, or would have left: the outbox.
--
-- queued -> claimed -> handing_over -> accepted | deferred | failed | uncertain, or suppressed.
-- "handing_over" is committed before the final dot of the SMTP transaction. A crash after it leaves the mail
-- "uncertain": people see it, and nothing resends it by itself.
create table mails (
  workspace_id uuid not null,
  id uuid not null,
  -- what makes it the same mail when asked twice
  dedupe_key text not null,
  -- what it is about: survey, update, case, digest, sign_in, test
  topic text not null,
  state text not null default 'queued',
  -- why it stands where it stands, as a code (demo, unsubscribed, refused, ...)
  reason text,
  -- no_server: waits until a mail server is set; old: waited so long that a person decides
  hold text,
  to_name text not null default '',
  to_address text not null,
  -- without a value the mail settings' sender is used
  from_name text,
  reply_to_name text,
  reply_to_address text,
  subject text not null,
  body_text text not null,
  body_html text,
  -- personal links (name -> address), sealed: a token at rest is readable by nobody but the sender
  links_sealed text,
  -- the link name of the one-click unsubscribe (RFC 8058), when the topic has one
  unsubscribe_link text,
  message_id text not null,
  in_reply_to text,
  thread_references text,
  -- machine mail says so (RFC 3834), so that nobody's absence notice answers it
  is_automatic boolean not null default true,
  contact_id uuid,
  attempts integer not null default 0,
  -- counts claims: only the holder of the latest may write the outcome
  fence bigint not null default 0,
  lease_until timestamptz,
  due_at timestamptz not null,
  queued_at timestamptz not null,
  claimed_at timestamptz,
  handing_over_at timestamptz,
  settled_at timestamptz,
  -- the mail server's last words
  smtp_reply text,
  primary key (workspace_id, id),
  constraint mails_dedupe unique (workspace_id, dedupe_key),
  constraint mails_state check (state in
    ('queued', 'claimed', 'handing_over', 'accepted', 'deferred', 'failed', 'uncertain', 'suppressed')),
  constraint mails_hold check (hold in ('no_server', 'old')),
  constraint mails_one_line check (
    to_address !~ '[\r\n]' and to_name !~ '[\r\n]' and subject !~ '[\r\n]'
    and coalesce(from_name, '') !~ '[\r\n]' and coalesce(reply_to_name, '') !~ '[\r\n]'
    and coalesce(reply_to_address, '') !~ '[\r\n]'),
  constraint mails_leased check (state not in ('claimed', 'handing_over') or lease_until is not null)
);
select tenant_table('mails', 'select, insert, update');

create index mails_newest on mails (workspace_id, id desc);
create index mails_by_state on mails (workspace_id, state, id desc);
create index mails_by_topic on mails (workspace_id, topic, id desc);
create index mails_due on mails (workspace_id, due_at, id) where state in ('queued', 'deferred') and hold is null;
create index mails_held on mails (workspace_id, hold, id desc) where hold is not null;
create index mails_leases on mails (workspace_id, lease_until) where state in ('claimed', 'handing_over');
create index mails_claims on mails (workspace_id, claimed_at) where claimed_at is not null;
create index mails_of_contact on mails (workspace_id, contact_id, id desc) where contact_id is not null;
create index mails_by_address on mails (workspace_id, to_address, id desc);
create index mails_by_message on mails (workspace_id, message_id);
-- Which workspaces have mail to move at `at`: ids only, so that one sweep finds the work of all.
-- Steps from workspace to workspace through the index, so that a long queue of one hides nobody else's.
create function mail_workspaces_due(at timestamptz) returns table (workspace_id uuid)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return query
    with recursive waiting as (
      (select m.workspace_id as ws from mails m
        where m.state in ('queued', 'deferred') and m.hold is null order by m.workspace_id limit 1)
      union all
      select (select m.workspace_id from mails m
        where m.workspace_id > waiting.ws and m.state in ('queued', 'deferred') and m.hold is null
        order by m.workspace_id limit 1)
      from waiting where waiting.ws is not null
    ), leased as (
      (select m.workspace_id as ws from mails m
        where m.state in ('claimed', 'handing_over') order by m.workspace_id limit 1)
      union all
      select (select m.workspace_id from mails m
        where m.workspace_id > leased.ws and m.state in ('claimed', 'handing_over')
        order by m.workspace_id limit 1)
      from leased where leased.ws is not null
    )
    select ws from waiting where ws is not null and exists (select 1 from mails m
      where m.workspace_id = ws and m.state in ('queued', 'deferred') and m.hold is null and m.due_at <= at)
    union
    select ws from leased where ws is not null and exists (select 1 from mails m
      where m.workspace_id = ws and m.state in ('claimed', 'handing_over') and m.lease_until <= at);
end $$;
