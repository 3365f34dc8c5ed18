-- A message goes from "claimed" to "handing_over" alone and quickly, and that should touch no index (a HOT update): indexes
-- see both as one state, and leave room in each page for the new version of a row.
alter table mails add column indexed_state text not null generated always as
  (case when state in ('claimed', 'handing_over') then 'leaving' else state end) stored;
alter table sms_messages add column indexed_state text not null generated always as
  (case when state in ('claimed', 'handing_over') then 'leaving' else state end) stored;
alter table mails set (fillfactor = 60);

drop index mails_by_state;
drop index mails_due;
drop index mails_leases;
create index mails_by_state on mails (workspace_id, indexed_state, id desc);
create index mails_due on mails (workspace_id, due_at, id) where indexed_state in ('queued', 'deferred') and hold is null;
drop index sms_messages_by_state;
drop index sms_messages_due;
drop index sms_messages_leases;
create index sms_messages_by_state on sms_messages (workspace_id, indexed_state, id desc);
create index sms_messages_due on sms_messages (workspace_id, due_at, id)
  where indexed_state in ('queued', 'deferred') and hold is null;

-- Steps from workspace to workspace through the index, so that a long queue of one hides nobody else's.
create or replace function mail_workspaces_due(at timestamptz) returns table (workspace_id uuid)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return query
    with recursive waiting as (
      (select m.workspace_id as ws from mails m
        where m.indexed_state in ('queued', 'deferred') and m.hold is null order by m.workspace_id limit 1)
      union all
      select (select m.workspace_id from mails m
        where m.workspace_id > waiting.ws and m.indexed_state in ('queued', 'deferred') and m.hold is null
        order by m.workspace_id limit 1)
      from waiting where waiting.ws is not null
    )
    select ws from waiting where ws is not null and exists (select 1 from mails m
      where m.workspace_id = ws and m.indexed_state in ('queued', 'deferred') and m.hold is null and m.due_at <= at)
    union
    select w.id from workspaces w where exists (select 1 from mails m
      where m.workspace_id = w.id and m.indexed_state = 'leaving' and m.lease_until <= at);
end $$;
create or replace function sms_workspaces_due(at timestamptz) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (select 1 from sms_messages m where m.workspace_id = w.id and m.indexed_state in ('queued', 'deferred')
        and m.hold is null and m.due_at <= at)
      or exists (select 1 from sms_messages m where m.workspace_id = w.id and m.indexed_state = 'leaving'
        and m.lease_until <= at)
  $$;
