-- formerly 9c2cc1be6b9f8018d0972c10a6b09178de28b595a7afe6b30a701bb03c9a57a3
-- formerly a09000a8ac2ae553503327f2338a8e5b07992f2a2dfdb01ed14c5d27a3b99eb5
-- What playbooks say beyond windows and people: whom a second signal joins, what a case is about, who is invited, which
-- text was chosen, who approved; a pause; and cases that items open, not only answers.

-- What a further signal has to share with an open case of the playbook to join it; null where each opens its own.
alter table cases add column join_key text;
update cases set join_key = 'contact ' || contact_id where contact_id is not null;
drop index cases_one_open;
create unique index cases_one_open on cases (workspace_id, playbook_key, join_key)
  where status = 'open' and join_key is not null;

alter table cases
  -- implementation, marketing, support …: whom the playbook brings in
  add column areas text[] not null default '{}',
  -- waiting for the customer: business clocks stand still
  add column paused_at timestamptz,
  add column pause_reason text,
  add constraint cases_paused_why check ((paused_at is null) = (pause_reason is null)),
  add constraint cases_paused_open check (paused_at is null or status = 'open'),
  add constraint cases_areas_few check (cardinality(areas) <= 20);

alter table case_steps
  -- the text of the playbook that fits this case
  add column advice text,
  -- who is invited: [{ position, memberId }], memberId null where nobody holds the position
  add column invited jsonb not null default '[]',
  -- a clock that stands still during a pause: since when, how much working time it has left, and how much it was moved by
  add column stopped_at timestamptz,
  add column left_ms bigint,
  add column aim_left_ms bigint,
  add column moved_ms bigint not null default 0,
  add constraint case_steps_stopped check ((stopped_at is null) = (left_ms is null)),
  add column approval_asked_at timestamptz,
  add column approved_at timestamptz,
  add column approved_by_member_id uuid,
  add constraint case_steps_approved_by check (approved_by_member_id is null or approved_at is not null),
  add constraint case_steps_approver_fkey foreign key (workspace_id, approved_by_member_id) references members (workspace_id, id);

-- An item that opened or joined a case without an answer to a survey behind it counts once for a playbook, too.
alter table case_answers alter column response_id drop not null;
alter table case_answers add constraint case_answers_of_something check (response_id is not null or feedback_id is not null);
create unique index case_answers_item_once on case_answers (workspace_id, playbook_key, feedback_id) where response_id is null;

-- Cases that may stop when something about their account changes.
create index cases_open_of_account on cases (workspace_id, account_id) where status = 'open' and account_id is not null;
