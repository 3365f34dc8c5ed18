-- How a case ended: what caused it, whether the customer confirmed it and by what, and the score they gave afterwards.

alter table cases
  -- a line of the workspace's list; the words are free
  add column cause text,
  add column cause_words text,
  add constraint cases_cause_length check (char_length(cause) between 1 and 80),
  add constraint cases_cause_words_length check (char_length(cause_words) between 1 and 2000);
create index cases_of_cause on cases (workspace_id, cause, opened_at desc, id desc) where cause is not null;

-- What the customer says of how their case ended. Its own table: a touchpoint points to its case, and not the other way.
create table case_confirmations (
  workspace_id uuid not null,
  case_id uuid not null,
  confirmation text,
  -- the call or mail in which they said so
  touchpoint_id uuid,
  -- their answer to the survey that asked again
  response_id uuid,
  noted_by_member_id uuid,
  noted_at timestamptz not null,
  constraint case_confirmations_pkey primary key (workspace_id, case_id),
  constraint case_confirmations_known check (confirmation in ('call', 'mail', 'survey', 'not_asked')),
  constraint case_confirmations_rest_on_touch check ((touchpoint_id is not null) = (coalesce(confirmation, '') in ('call', 'mail'))),
  constraint case_confirmations_rest_on_answer check (response_id is not null or confirmation is distinct from 'survey'),
  constraint case_confirmations_case_fkey foreign key (workspace_id, case_id) references cases (workspace_id, id),
  constraint case_confirmations_touchpoint_fkey foreign key (workspace_id, touchpoint_id) references touchpoints (workspace_id, id),
  constraint case_confirmations_member_fkey foreign key (workspace_id, noted_by_member_id) references members (workspace_id, id)
);
create index case_confirmations_of_response on case_confirmations (workspace_id, response_id) where response_id is not null;
select tenant_table('case_confirmations', 'select, insert, update');

-- The answer that a survey after the case brought.
alter table follow_ups add column response_id uuid;
create index follow_ups_of_wave on follow_ups (workspace_id, wave_id) where wave_id is not null;
