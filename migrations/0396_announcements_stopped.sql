-- An announcement under way can be stopped: what was handed over stays sent, the rest is not sent, with the reason. It is
-- `stopping` until no mail of it can leave any more.

alter table announcements drop constraint announcements_state_known, drop constraint announcements_sent,
  add column stopped_at timestamptz,
  add column stopped_by_member_id uuid,
  add constraint announcements_state_known check (state in ('held', 'sending', 'sent', 'recalled', 'stopping', 'stopped')),
  add constraint announcements_sent check (case when state in ('stopping', 'stopped') then true else (state = 'sent') = (sent_at is not null) end),
  add constraint announcements_stopped check ((state in ('stopping', 'stopped')) = (stopped_at is not null)),
  add constraint announcements_stopper_fkey foreign key (workspace_id, stopped_by_member_id) references members (workspace_id, id);
drop index announcements_due;
create index announcements_due on announcements (workspace_id, send_at, id) where state in ('held', 'sending', 'stopping');
create or replace function announcements_due_in(at timestamptz) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (select 1 from announcements a where a.workspace_id = w.id and a.state in ('held', 'sending', 'stopping') and a.send_at <= at)
  $$;

-- What did not reach a contact, and why, the newest first.
create index announcement_people_not_told on announcement_people (workspace_id, contact_id, announcement_id desc) where reason is not null;
