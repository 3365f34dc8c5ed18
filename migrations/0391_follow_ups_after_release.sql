-- Those behind a request are asked again some days after they were told that it shipped: once a person and request.

alter table follow_ups alter column case_id drop not null;
alter table follow_ups add column request_id uuid;
-- the item that the person asked for it in
alter table follow_ups add column feedback_id uuid;
alter table follow_ups add constraint follow_ups_of_one_thing check ((case_id is null) <> (request_id is null));
alter table follow_ups add constraint follow_ups_item_of_request check (feedback_id is null or request_id is not null);
alter table follow_ups add constraint follow_ups_request_fkey
  foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade;
alter table follow_ups add constraint follow_ups_item_fkey
  foreign key (workspace_id, feedback_id) references feedback_items (workspace_id, id) on delete set null (feedback_id);
create unique index follow_ups_once_a_request on follow_ups (workspace_id, request_id, contact_id)
  where request_id is not null and state <> 'cancelled';
create index follow_ups_of_item on follow_ups (workspace_id, feedback_id) where feedback_id is not null;
