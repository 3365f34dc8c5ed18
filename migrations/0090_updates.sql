-- What we tell a customer: written from a template, held a while so that it can be recalled, then handed to the mail.

create table updates (
  workspace_id uuid not null,
  id uuid not null,
  state text not null,
  case_id uuid,
  step_id uuid,
  feedback_id uuid,
  contact_id uuid not null,
  to_name text not null default '',
  to_address text not null,
  template text,
  -- what the writer put into the template's slots
  slots jsonb not null default '{}',
  subject text not null,
  body text not null,
  -- the end of the recall window
  send_at timestamptz,
  mail_id uuid,
  failure text,
  created_by_member_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  sent_at timestamptz,
  recalled_at timestamptz,
  constraint updates_pkey primary key (workspace_id, id),
  constraint updates_state_known check (state in ('draft', 'held', 'sending', 'sent', 'recalled', 'failed')),
  constraint updates_held_until check (state <> 'held' or send_at is not null),
  constraint updates_about_something check (case_id is not null or feedback_id is not null),
  constraint updates_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  constraint updates_case_fkey foreign key (workspace_id, case_id) references cases (workspace_id, id)
);
create index updates_of_case on updates (workspace_id, case_id, id desc) where case_id is not null;
create index updates_of_feedback on updates (workspace_id, feedback_id, id desc) where feedback_id is not null;
create index updates_of_contact on updates (workspace_id, contact_id, id desc);
create index updates_due on updates (workspace_id, send_at, id) where state = 'held';
create index updates_by_mail on updates (workspace_id, mail_id) where mail_id is not null;
-- One draft a person and subject: saving again replaces it.
create unique index updates_one_draft_a_case on updates (workspace_id, case_id, created_by_member_id)
  where state = 'draft' and case_id is not null;
create unique index updates_one_draft_an_item on updates (workspace_id, feedback_id, created_by_member_id)
  where state = 'draft' and case_id is null;
select tenant_table('updates', 'select, insert, update');

-- Which workspaces have an update whose recall window is over at `at`: ids only.
create function updates_due_in(at timestamptz) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (select 1 from updates u where u.workspace_id = w.id and u.state = 'held' and u.send_at <= at)
  $$;
