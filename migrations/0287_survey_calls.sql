-- A survey by phone: each person of the wave is a task for a member, with what came of it.
create table survey_calls (
  workspace_id uuid not null,
  id uuid not null,
  wave_id uuid not null,
  survey_id uuid not null,
  invitation_id uuid not null,
  contact_id uuid not null,
  assignee_member_id uuid not null,
  state text not null default 'open',
  -- not to be tried before
  try_at timestamptz not null,
  tries integer not null default 0,
  notes text not null default '',
  response_id uuid,
  settled_at timestamptz,
  created_at timestamptz not null,
  constraint survey_calls_pkey primary key (workspace_id, id),
  constraint survey_calls_once unique (workspace_id, invitation_id),
  constraint survey_calls_state_known check (state in ('open', 'answered', 'refused', 'wrong_number')),
  constraint survey_calls_settled check ((state = 'open') = (settled_at is null)),
  constraint survey_calls_answered check ((state = 'answered') = (response_id is not null)),
  constraint survey_calls_notes check (char_length(notes) <= 5000),
  constraint survey_calls_wave_fkey foreign key (workspace_id, wave_id) references waves (workspace_id, id),
  constraint survey_calls_survey_fkey foreign key (workspace_id, survey_id) references surveys (workspace_id, id),
  constraint survey_calls_invitation_fkey foreign key (workspace_id, invitation_id) references invitations (workspace_id, id),
  constraint survey_calls_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  constraint survey_calls_member_fkey foreign key (workspace_id, assignee_member_id) references members (workspace_id, id),
  constraint survey_calls_response_fkey foreign key (workspace_id, response_id) references responses (workspace_id, id)
);
create index survey_calls_to_make on survey_calls (workspace_id, assignee_member_id, try_at) where state = 'open';
create index survey_calls_of_wave on survey_calls (workspace_id, wave_id, id);
select tenant_table('survey_calls', 'select, insert, update');
