-- An update may be about a request: what becomes of something many asked for.
alter table updates add column request_id uuid;
alter table updates add constraint updates_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id);
alter table updates drop constraint updates_about_something;
alter table updates add constraint updates_about_something check (case_id is not null or feedback_id is not null or request_id is not null);
create index updates_of_request on updates (workspace_id, request_id, id desc) where request_id is not null;
-- One draft a person and item is kept for items only.
drop index updates_one_draft_an_item;
create unique index updates_one_draft_an_item on updates (workspace_id, feedback_id, created_by_member_id)
  where state = 'draft' and case_id is null and feedback_id is not null;
