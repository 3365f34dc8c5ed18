-- Results of surveys as sums, so that a million answers are read as a few thousand rows.

-- What the customer pays for, in the words of the workspace; null: not known.
alter table accounts add column plan text;
alter table accounts add constraint accounts_plan_length check (char_length(plan) between 1 and 80);

-- One row a response that counts: how it stands in the sums. A change moves the difference between this and what it is now,
-- so that a change, a doubt, a merge or a second delivery of an event never counts twice.
create table counted_responses (
  workspace_id uuid not null,
  id uuid not null,
  survey_id uuid not null,
  submitted_at timestamptz not null,
  wave_id uuid,
  -- how it came in (responses.entry)
  channel text not null,
  -- of the account and contact today, whatever they were merged into; '' where it is not known
  segment text not null,
  plan text not null,
  owner text not null,
  language text not null,
  is_negative boolean not null,
  -- what was said to which question: a number, the key of a choice, and '' for each answer that is no number
  questions uuid[] not null,
  said text[] not null,
  constraint counted_responses_pkey primary key (workspace_id, id),
  constraint counted_responses_pairs check (cardinality(questions) = cardinality(said))
);
create index counted_responses_by_segment on counted_responses (workspace_id, survey_id, segment, submitted_at desc, id desc);
create index counted_responses_by_plan on counted_responses (workspace_id, survey_id, plan, submitted_at desc, id desc);
create index counted_responses_by_owner on counted_responses (workspace_id, survey_id, owner, submitted_at desc, id desc);
create index counted_responses_by_language on counted_responses (workspace_id, survey_id, language, submitted_at desc, id desc);
select tenant_table('counted_responses', 'select, insert, update, delete');

-- The sums. By channel they hold every answer, and add up to the whole; by the others the numbers only.
create table result_sums (
  workspace_id uuid not null,
  survey_id uuid not null,
  -- channel, segment, plan, owner or language, and which
  cut text not null,
  part text not null,
  -- null: the response itself; its answers are '' (it counts) and 'negative'
  question_id uuid,
  -- its first day, UTC
  month date not null,
  wave_id uuid,
  answer text not null,
  count integer not null,
  constraint result_sums_once unique nulls not distinct (workspace_id, survey_id, cut, question_id, part, month, wave_id, answer),
  constraint result_sums_cut_known check (cut in ('channel', 'segment', 'plan', 'owner', 'language'))
) with (fillfactor = 80);
select tenant_table('result_sums', 'select, insert, update');

-- How each invitation stands in the rates of its wave; none: it reached nobody yet.
create table counted_invitations (
  workspace_id uuid not null,
  id uuid not null,
  wave_id uuid not null,
  survey_id uuid not null,
  channel text not null,
  has_answered boolean not null,
  constraint counted_invitations_pkey primary key (workspace_id, id)
);
select tenant_table('counted_invitations', 'select, insert, update, delete');

-- How many of a wave were reached and how many of those answered.
create table wave_rates (
  workspace_id uuid not null,
  wave_id uuid not null,
  survey_id uuid not null,
  channel text not null,
  delivered integer not null,
  answered integer not null,
  constraint wave_rates_pkey primary key (workspace_id, wave_id, channel),
  constraint wave_rates_wave_fkey foreign key (workspace_id, wave_id) references waves (workspace_id, id)
);
create index wave_rates_of_survey on wave_rates (workspace_id, survey_id);
select tenant_table('wave_rates', 'select, insert, update');

-- Answers that are there already are counted like new ones: by events that name them.
insert into events (workspace_id, id, type, subject_id, actor_kind, payload, request_id, at)
select workspace_id, gen_random_uuid(), 'response.recorded', (array_agg(id))[1], 'job', jsonb_build_object('responseIds', jsonb_agg(id)),
  'migration', now()
from (select workspace_id, id, row_number() over (partition by workspace_id order by id) / 500 as batch from responses) r
group by workspace_id, batch;

insert into events (workspace_id, id, type, subject_id, actor_kind, payload, request_id, at)
select workspace_id, gen_random_uuid(), 'invitation.recorded', (array_agg(id))[1], 'job', jsonb_build_object('invitationIds', jsonb_agg(id)),
  'migration', now()
from (select workspace_id, id, row_number() over (partition by workspace_id order by id) / 500 as batch from invitations
  where delivered_at is not null or answered_at is not null) i
group by workspace_id, batch;

-- Answers to one question, the rare ones without reading the survey.
create index answers_by_number on answers (workspace_id, question_id, number, response_id) where number is not null;
create index answers_by_choice on answers (workspace_id, question_id, choice, response_id) where choice is not null;
