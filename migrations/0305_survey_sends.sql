-- What was sent from the page of a survey mail in the last two minutes. It waits here, so that a machine that follows
-- every link of a mail is known as one before anything of it counts.
create table survey_sends (
  workspace_id uuid not null,
  id uuid not null,
  invitation_id uuid not null,
  -- what was given, by the key of the question
  given jsonb not null,
  -- the answer that the link of the mail chose by which the page was opened; null: a link that chooses none
  link text,
  -- a field or button that people do not see was used
  is_trapped boolean not null,
  sent_at timestamptz not null,
  constraint survey_sends_pkey primary key (workspace_id, id),
  constraint survey_sends_invitation_fkey foreign key (workspace_id, invitation_id)
    references invitations (workspace_id, id) on delete cascade
);
create index survey_sends_of_invitation on survey_sends (workspace_id, invitation_id, id);
select tenant_table('survey_sends', 'select, insert, delete');

-- What a machine answered gives way to what the person answers.
grant delete on answers to hearback_app;
