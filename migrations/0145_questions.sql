-- Analysis starts from a question (A7): hypotheses, what speaks for and against each, the answer and who decided on it.

create table questions (
  workspace_id uuid not null,
  id uuid not null,
  text text not null,
  state text not null default 'open',
  -- the answer that stands; earlier ones stay in question_answers
  answer_id uuid,
  owner_member_id uuid,
  actor_kind text not null,
  actor_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint questions_pkey primary key (workspace_id, id),
  constraint questions_text_length check (char_length(text) between 1 and 300),
  constraint questions_state_known check (state in ('open', 'answered', 'reopened')),
  constraint questions_answered check ((state = 'answered') = (answer_id is not null)),
  constraint questions_owner_fkey foreign key (workspace_id, owner_member_id) references members (workspace_id, id)
);
create index questions_newest on questions (workspace_id, created_at desc, id desc);
create index questions_not_answered on questions (workspace_id, created_at desc, id desc) where state <> 'answered';
create index questions_by_owner on questions (workspace_id, owner_member_id, created_at desc, id desc) where owner_member_id is not null;
select tenant_table('questions', 'select, insert, update, delete');

-- Each answer that was decided on, also after the question was opened again.
create table question_answers (
  workspace_id uuid not null,
  id uuid not null,
  question_id uuid not null,
  answer text not null,
  -- a person, whoever wrote it down
  decided_by_member_id uuid not null,
  decided_at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  -- what follows: in words, a theme, a case
  follows text,
  follows_theme_id uuid,
  follows_case_id uuid,
  reopened_at timestamptz,
  reopened_by_id uuid,
  reopened_because text,
  constraint question_answers_pkey primary key (workspace_id, id),
  constraint question_answers_of_question unique (workspace_id, question_id, id),
  constraint question_answers_length check (char_length(answer) between 1 and 5000),
  constraint question_answers_follows_length check (char_length(follows) between 1 and 2000),
  constraint question_answers_because_length check (char_length(reopened_because) between 1 and 1000),
  constraint question_answers_reopened check (reopened_at is not null or (reopened_by_id is null and reopened_because is null)),
  constraint question_answers_question_fkey foreign key (workspace_id, question_id) references questions (workspace_id, id) on delete cascade,
  constraint question_answers_decider_fkey foreign key (workspace_id, decided_by_member_id) references members (workspace_id, id),
  constraint question_answers_theme_fkey foreign key (workspace_id, follows_theme_id) references themes (workspace_id, id) on delete set null (follows_theme_id),
  constraint question_answers_case_fkey foreign key (workspace_id, follows_case_id) references cases (workspace_id, id) on delete set null (follows_case_id)
);
create unique index question_answers_one_stands on question_answers (workspace_id, question_id) where reopened_at is null;
create index question_answers_by_theme on question_answers (workspace_id, follows_theme_id) where follows_theme_id is not null;
create index question_answers_by_case on question_answers (workspace_id, follows_case_id) where follows_case_id is not null;
select tenant_table('question_answers', 'select, insert, update, delete');

alter table questions add constraint questions_answer_fkey
  foreign key (workspace_id, id, answer_id) references question_answers (workspace_id, question_id, id);

create table hypotheses (
  workspace_id uuid not null,
  id uuid not null,
  question_id uuid not null,
  text text not null,
  state text not null default 'open',
  created_at timestamptz not null,
  constraint hypotheses_pkey primary key (workspace_id, id),
  constraint hypotheses_text_length check (char_length(text) between 1 and 500),
  constraint hypotheses_state_known check (state in ('open', 'supported', 'not_supported')),
  constraint hypotheses_question_fkey foreign key (workspace_id, question_id) references questions (workspace_id, id) on delete cascade
);
create index hypotheses_by_question on hypotheses (workspace_id, question_id, created_at, id);
select tenant_table('hypotheses', 'select, insert, update, delete');

-- What speaks for or against a hypothesis: the exact words of an item, a theme, or a figure in words.
create table hypothesis_evidence (
  workspace_id uuid not null,
  id uuid not null,
  hypothesis_id uuid not null,
  kind text not null,
  stance text not null,
  feedback_id uuid,
  quote text,
  theme_id uuid,
  note text,
  actor_kind text not null,
  actor_id uuid,
  created_at timestamptz not null,
  constraint hypothesis_evidence_pkey primary key (workspace_id, id),
  constraint hypothesis_evidence_kind_known check (kind in ('item', 'theme', 'note')),
  constraint hypothesis_evidence_stance_known check (stance in ('for', 'against')),
  constraint hypothesis_evidence_item check ((kind = 'item') = (feedback_id is not null) and (kind = 'item') = (quote is not null)),
  constraint hypothesis_evidence_theme check ((kind = 'theme') = (theme_id is not null)),
  constraint hypothesis_evidence_note check ((kind = 'note') = (note is not null)),
  constraint hypothesis_evidence_quote_length check (char_length(quote) between 1 and 1000),
  constraint hypothesis_evidence_note_length check (char_length(note) between 1 and 1000),
  constraint hypothesis_evidence_hypothesis_fkey foreign key (workspace_id, hypothesis_id) references hypotheses (workspace_id, id) on delete cascade,
  -- an item that is erased takes its words along
  constraint hypothesis_evidence_item_fkey foreign key (workspace_id, feedback_id) references feedback_items (workspace_id, id) on delete cascade,
  constraint hypothesis_evidence_theme_fkey foreign key (workspace_id, theme_id) references themes (workspace_id, id)
);
create unique index hypothesis_evidence_item_once on hypothesis_evidence (workspace_id, hypothesis_id, feedback_id) where feedback_id is not null;
create unique index hypothesis_evidence_theme_once on hypothesis_evidence (workspace_id, hypothesis_id, theme_id) where theme_id is not null;
create index hypothesis_evidence_by_hypothesis on hypothesis_evidence (workspace_id, hypothesis_id, created_at, id);
create index hypothesis_evidence_by_item on hypothesis_evidence (workspace_id, feedback_id) where feedback_id is not null;
create index hypothesis_evidence_by_theme on hypothesis_evidence (workspace_id, theme_id) where theme_id is not null;
select tenant_table('hypothesis_evidence', 'select, insert, update, delete');
