-- A second reader: a colleague reads an update before it leaves, and agrees or returns it with words. Every reading is
-- kept; the update names its latest.

create table update_readings (
  workspace_id uuid not null,
  id uuid not null,
  update_id uuid not null,
  reader_member_id uuid not null,
  writer_member_id uuid not null,
  -- the writer asked, or a rule of the workspace did
  because text not null,
  asked_at timestamptz not null,
  -- taken_back by the writer, or passed_on to another reader, is an end without a judgement
  verdict text,
  words text,
  ended_at timestamptz,
  constraint update_readings_pkey primary key (workspace_id, id),
  constraint update_readings_by_another check (reader_member_id <> writer_member_id),
  constraint update_readings_because_known check (because in ('asked', 'mrr', 'escalated')),
  constraint update_readings_verdict_known check (verdict in ('agree', 'return', 'taken_back', 'passed_on')),
  constraint update_readings_end_has_verdict check ((verdict is null) = (ended_at is null)),
  constraint update_readings_return_says_why check (verdict <> 'return' or words is not null),
  constraint update_readings_update_fkey foreign key (workspace_id, update_id) references updates (workspace_id, id),
  constraint update_readings_reader_fkey foreign key (workspace_id, reader_member_id) references members (workspace_id, id),
  constraint update_readings_writer_fkey foreign key (workspace_id, writer_member_id) references members (workspace_id, id)
);
create unique index update_readings_one_at_a_time on update_readings (workspace_id, update_id) where verdict is null;
create index update_readings_waiting on update_readings (workspace_id, reader_member_id, asked_at) where verdict is null;
create index update_readings_asked on update_readings (workspace_id, writer_member_id, asked_at) where verdict is null;
select tenant_table('update_readings', 'select, insert, update');

alter table updates
  add column reading_id uuid,
  -- deferred: an update and its reading are written, and a demo erases both, in one transaction
  add constraint updates_reading_fkey foreign key (workspace_id, reading_id) references update_readings (workspace_id, id)
    deferrable initially deferred,
  drop constraint updates_state_known,
  add constraint updates_state_known
    check (state in ('draft', 'reading', 'held', 'sending', 'sent', 'recalled', 'failed')),
  add constraint updates_read_by_somebody check (state <> 'reading' or reading_id is not null);

-- One draft a person and subject: while it is read it is still that draft, to which it comes back.
drop index updates_one_draft_a_case;
drop index updates_one_draft_an_item;
create unique index updates_one_draft_a_case on updates (workspace_id, case_id, created_by_member_id)
  where state in ('draft', 'reading') and case_id is not null;
create unique index updates_one_draft_an_item on updates (workspace_id, feedback_id, created_by_member_id)
  where state in ('draft', 'reading') and case_id is null;
-- What came back from a reader, for the day of its writer.
create index updates_read_drafts on updates (workspace_id, created_by_member_id) where state = 'draft' and reading_id is not null;
