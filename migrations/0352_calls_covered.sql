-- Calls of somebody who is away are made by whoever covers, and come back.
alter table survey_calls add column stands_in_for_member_id uuid;
alter table survey_calls add constraint survey_calls_stands_in_fkey
  foreign key (workspace_id, stands_in_for_member_id) references members (workspace_id, id);
create index survey_calls_stood_in on survey_calls (workspace_id, stands_in_for_member_id)
  where state = 'open' and stands_in_for_member_id is not null;
