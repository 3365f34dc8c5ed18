-- Replies by text message, each kept once, with what became of it.
create table sms_replies (
  workspace_id uuid not null,
  id uuid not null,
  -- the provider's id of it
  provider_id text not null,
  from_number text not null,
  to_number text not null,
  words text not null,
  state text not null default 'received',
  -- why it stands where it stands, as a code
  reason text,
  contact_id uuid,
  -- the invitation that a number answered, or answered too late or again
  invitation_id uuid,
  -- the case it joined
  case_id uuid,
  feedback_id uuid,
  received_at timestamptz not null,
  settled_at timestamptz,
  settled_by_member_id uuid,
  constraint sms_replies_pkey primary key (workspace_id, id),
  constraint sms_replies_once unique (workspace_id, provider_id),
  constraint sms_replies_state_known check (state in
    ('received', 'stop', 'start', 'help', 'answer', 'case', 'feedback', 'quiet', 'held', 'dismissed')),
  constraint sms_replies_held_why check (state not in ('held', 'quiet') or reason is not null),
  constraint sms_replies_case check ((state = 'case') = (case_id is not null)),
  constraint sms_replies_feedback check ((state = 'feedback') = (feedback_id is not null)),
  constraint sms_replies_answer check (state <> 'answer' or invitation_id is not null),
  constraint sms_replies_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  constraint sms_replies_invitation_fkey foreign key (workspace_id, invitation_id) references invitations (workspace_id, id)
);
select tenant_table('sms_replies', 'select, insert, update');
create index sms_replies_newest on sms_replies (workspace_id, id desc);
create index sms_replies_by_state on sms_replies (workspace_id, state, id desc);
create index sms_replies_of_sender on sms_replies (workspace_id, from_number, received_at);
create index sms_replies_of_contact on sms_replies (workspace_id, contact_id, id desc) where contact_id is not null;

-- A touchpoint that is a text message of the customer's.
alter table touchpoints drop constraint touchpoints_kind_known;
alter table touchpoints add constraint touchpoints_kind_known check (kind in ('mail', 'sms', 'call', 'meeting', 'note', 'gesture'));
alter table touchpoints add column sms_reply_id uuid;
alter table touchpoints add constraint touchpoints_sms_reply_fkey foreign key (workspace_id, sms_reply_id) references sms_replies (workspace_id, id);
create unique index touchpoints_one_a_sms_reply on touchpoints (workspace_id, sms_reply_id) where sms_reply_id is not null;
