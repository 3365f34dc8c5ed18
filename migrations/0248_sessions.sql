-- Sessions: interviews, focus groups and user tests, with who takes part, what they agreed to, questions, notes and highlights.

create table research_sessions (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  title text not null,
  state text not null default 'planned',
  planned_at timestamptz,
  held_at timestamptz,
  -- the questions, in their order
  guide text[] not null default '{}',
  notes text not null default '',
  lead_member_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint research_sessions_pkey primary key (workspace_id, id),
  constraint research_sessions_kind_known check (kind in ('interview', 'focus_group', 'user_test')),
  constraint research_sessions_state_known check (state in ('planned', 'held', 'cancelled')),
  constraint research_sessions_held check ((state = 'held') = (held_at is not null)),
  constraint research_sessions_lengths check (char_length(title) between 1 and 200 and char_length(notes) <= 50000 and cardinality(guide) <= 50),
  constraint research_sessions_lead_fkey foreign key (workspace_id, lead_member_id) references members (workspace_id, id)
);
select tenant_table('research_sessions', 'select, insert, update');
create index research_sessions_newest on research_sessions (workspace_id, id desc);
create index research_sessions_by_state on research_sessions (workspace_id, state, id desc);

-- Who takes part, and what they agreed to: asked, given or refused, when, how, and who wrote it down.
create table session_participants (
  workspace_id uuid not null,
  session_id uuid not null,
  contact_id uuid not null,
  consent text not null default 'not_asked',
  consent_at timestamptz,
  consent_how text,
  consent_by_member_id uuid,
  added_at timestamptz not null,
  constraint session_participants_pkey primary key (workspace_id, session_id, contact_id),
  constraint session_participants_consent_known check (consent in ('not_asked', 'asked', 'given', 'refused')),
  constraint session_participants_answered check (consent in ('not_asked', 'asked') or (consent_at is not null and consent_how is not null)),
  constraint session_participants_how_known check (consent_how in ('spoken', 'signed', 'mail', 'recording')),
  constraint session_participants_session_fkey foreign key (workspace_id, session_id) references research_sessions (workspace_id, id),
  constraint session_participants_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade,
  constraint session_participants_by_fkey foreign key (workspace_id, consent_by_member_id) references members (workspace_id, id)
);
select tenant_table('session_participants', 'select, insert, update, delete');
create index session_participants_of_contact on session_participants (workspace_id, contact_id);

alter table highlights add column session_id uuid;
alter table highlights add constraint highlights_session_fkey foreign key (workspace_id, session_id)
  references research_sessions (workspace_id, id);
alter table highlights add constraint highlights_of_one_talk check (num_nonnulls(check_in_id, session_id) = 1);
create index highlights_of_session on highlights (workspace_id, session_id, position) where session_id is not null;
