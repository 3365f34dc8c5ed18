-- Surveys: the instrument and its questions, one sending (wave) to an audience, one addressed survey (invitation),
-- one completed survey (response), its answers.
create table surveys (
  workspace_id uuid not null,
  id uuid not null,
  -- what playbooks and programs call it: nps
  key text not null,
  name text not null,
  kind text not null,
  -- the name customers know us by; without one the workspace's name
  brand text,
  language text not null default 'en',
  mail_subject text not null,
  mail_intro text not null,
  -- how long an invitation may be answered and an answer changed
  answer_days integer not null default 30,
  -- raised with each change of wording, so that an answer can say what was asked
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  constraint surveys_pkey primary key (workspace_id, id),
  constraint surveys_key_unique unique (workspace_id, key),
  constraint surveys_kind_known check (kind in ('nps', 'csat', 'ces', 'custom')),
  constraint surveys_answer_days check (answer_days between 1 and 365)
);
select tenant_table('surveys', 'select, insert, update');

create table survey_questions (
  workspace_id uuid not null,
  id uuid not null,
  survey_id uuid not null,
  -- score, reason, words, contact; stable across versions
  key text not null,
  kind text not null,
  position integer not null,
  wording text not null,
  low_label text,
  high_label text,
  -- choices: [{ "key": "missing", "label": "Something is missing" }]
  choices jsonb not null default '[]',
  is_required boolean not null default false,
  -- asked only after these groups (promoter, passive, detractor); empty: always
  groups text[] not null default '{}',
  retired_at timestamptz,
  constraint survey_questions_pkey primary key (workspace_id, id),
  constraint survey_questions_key_unique unique (workspace_id, survey_id, key),
  constraint survey_questions_kind_known check
    (kind in ('nps', 'rating', 'scale', 'agreement', 'choice', 'text', 'consent')),
  constraint survey_questions_survey_fkey foreign key (workspace_id, survey_id) references surveys (workspace_id, id)
);
select tenant_table('survey_questions', 'select, insert, update');

create table waves (
  workspace_id uuid not null,
  id uuid not null,
  survey_id uuid not null,
  name text not null,
  -- filling: invitations are being written; sent: all are written; stopped: a person stopped it
  state text not null,
  -- whom it is for: {} is all active contacts; { "accountIds": [...], "contactIds": [...], "segments": [...] }
  audience jsonb not null default '{}',
  -- why people asked within 30 days are asked again (C5); null: they are not
  override_reason text,
  started_by_kind text not null,
  started_by_id text,
  -- where filling stands, so that it goes on there after a crash
  filled_to uuid,
  invited_count integer not null default 0,
  excluded_count integer not null default 0,
  started_at timestamptz not null,
  filled_at timestamptz,
  stopped_at timestamptz,
  closes_at timestamptz not null,
  constraint waves_pkey primary key (workspace_id, id),
  constraint waves_state_known check (state in ('filling', 'sent', 'stopped')),
  constraint waves_survey_fkey foreign key (workspace_id, survey_id) references surveys (workspace_id, id)
);
create index waves_newest on waves (workspace_id, survey_id, id desc);
select tenant_table('waves', 'select, insert, update');

create table invitations (
  workspace_id uuid not null,
  id uuid not null,
  wave_id uuid not null,
  survey_id uuid not null,
  contact_id uuid not null,
  account_id uuid,
  mail_id uuid,
  invited_at timestamptz not null,
  -- when the mail server took the mail; the base of the response rate
  delivered_at timestamptz,
  -- the mail did not leave (suppressed, failed): the person was not asked
  not_sent_reason text,
  expires_at timestamptz not null,
  -- when its first answer was counted
  answered_at timestamptz,
  constraint invitations_pkey primary key (workspace_id, id),
  constraint invitations_once unique (workspace_id, wave_id, contact_id),
  constraint invitations_wave_fkey foreign key (workspace_id, wave_id) references waves (workspace_id, id),
  constraint invitations_survey_fkey foreign key (workspace_id, survey_id) references surveys (workspace_id, id),
  constraint invitations_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  constraint invitations_mail_fkey foreign key (workspace_id, mail_id) references mails (workspace_id, id)
);
create index invitations_of_wave on invitations (workspace_id, wave_id, id);
create index invitations_unanswered on invitations (workspace_id, wave_id, id) where answered_at is null;
create index invitations_of_contact on invitations (workspace_id, contact_id, invited_at desc);
create index invitations_of_mail on invitations (workspace_id, mail_id) where mail_id is not null;
select tenant_table('invitations', 'select, insert, update');

-- Who was left out of a wave, and why: "why did this person not get it?"
create table wave_exclusions (
  workspace_id uuid not null,
  id uuid not null,
  wave_id uuid not null,
  contact_id uuid not null,
  reason text not null,
  excluded_at timestamptz not null,
  constraint wave_exclusions_pkey primary key (workspace_id, id),
  constraint wave_exclusions_once unique (workspace_id, wave_id, contact_id),
  constraint wave_exclusions_wave_fkey foreign key (workspace_id, wave_id) references waves (workspace_id, id),
  constraint wave_exclusions_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index wave_exclusions_by_reason on wave_exclusions (workspace_id, wave_id, reason, id);
create index wave_exclusions_of_contact on wave_exclusions (workspace_id, contact_id, excluded_at desc);
select tenant_table('wave_exclusions', 'select, insert');

create table responses (
  workspace_id uuid not null,
  id uuid not null,
  survey_id uuid not null,
  survey_version integer not null,
  wave_id uuid,
  invitation_id uuid,
  contact_id uuid,
  account_id uuid,
  -- how it came in: mail (the person's own click), phone, interview, in_person, import
  entry text not null,
  score smallint not null,
  is_negative boolean not null,
  -- signs of a machine: not counted until the person goes on or a member confirms it
  is_provisional boolean not null default false,
  provisional_reason text,
  may_contact boolean not null default false,
  -- when its score was first counted; figures go by this
  submitted_at timestamptz not null,
  -- when the reason was sent; null: score only so far
  completed_at timestamptz,
  changed_at timestamptz,
  -- how often words were sent: the first make the feedback item, later ones a further item
  revision integer not null default 0,
  -- the feedback item was made
  item_made_at timestamptz,
  -- score changes within the last seconds, to tell a machine
  score_times timestamptz[] not null default '{}',
  entered_by_id uuid,
  constraint responses_pkey primary key (workspace_id, id),
  constraint responses_once unique (workspace_id, invitation_id),
  constraint responses_score check (score between 0 and 10),
  constraint responses_entry_known check (entry in ('mail', 'phone', 'interview', 'in_person', 'import')),
  constraint responses_survey_fkey foreign key (workspace_id, survey_id) references surveys (workspace_id, id),
  constraint responses_wave_fkey foreign key (workspace_id, wave_id) references waves (workspace_id, id),
  constraint responses_invitation_fkey foreign key (workspace_id, invitation_id)
    references invitations (workspace_id, id),
  constraint responses_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  constraint responses_account_fkey foreign key (workspace_id, account_id) references accounts (workspace_id, id)
);
create index responses_newest on responses (workspace_id, submitted_at desc, id desc);
create index responses_of_survey on responses (workspace_id, survey_id, submitted_at desc, id desc);
create index responses_of_wave on responses (workspace_id, wave_id, submitted_at desc, id desc);
create index responses_by_score on responses (workspace_id, survey_id, score, submitted_at desc, id desc);
create index responses_negative on responses (workspace_id, submitted_at desc, id desc) where is_negative;
create index responses_of_contact on responses (workspace_id, contact_id, submitted_at desc);
create index responses_of_account on responses (workspace_id, account_id, submitted_at desc);
create index responses_without_item on responses (workspace_id, submitted_at)
  where is_negative and item_made_at is null and not is_provisional;
select tenant_table('responses', 'select, insert, update');

create table answers (
  workspace_id uuid not null,
  id uuid not null,
  response_id uuid not null,
  question_id uuid not null,
  number smallint,
  choice text,
  words text,
  answered_at timestamptz not null,
  constraint answers_pkey primary key (workspace_id, id),
  constraint answers_once unique (workspace_id, response_id, question_id),
  constraint answers_response_fkey foreign key (workspace_id, response_id) references responses (workspace_id, id),
  constraint answers_question_fkey foreign key (workspace_id, question_id)
    references survey_questions (workspace_id, id)
);
select tenant_table('answers', 'select, insert, update');
