-- A member puts a step out of sight on their own day until a time. Its clock goes on.
create table step_snoozes (
  workspace_id uuid not null,
  member_id uuid not null,
  step_id uuid not null,
  until timestamptz not null,
  snoozed_at timestamptz not null,
  constraint step_snoozes_pkey primary key (workspace_id, member_id, step_id),
  constraint step_snoozes_ahead check (until > snoozed_at),
  constraint step_snoozes_member_fkey foreign key (workspace_id, member_id) references members (workspace_id, id),
  constraint step_snoozes_step_fkey foreign key (workspace_id, step_id) references case_steps (workspace_id, id)
);
select tenant_table('step_snoozes', 'select, insert, update, delete');

-- What a person has to decide about stands on the day too.
create index case_steps_to_decide on case_steps (workspace_id, latest_at, id) where needs_decision and state = 'ahead';

-- Writing to a customer is seen on their cases and on their items: a sign is about an item, a contact, or both.
alter table reply_presences drop constraint reply_presences_pkey;
alter table reply_presences alter column feedback_id drop not null;
alter table reply_presences add column contact_id uuid;
alter table reply_presences add constraint reply_presences_about check (num_nonnulls(feedback_id, contact_id) > 0);
create unique index reply_presences_one on reply_presences (workspace_id, member_id, (coalesce(feedback_id, contact_id)));
