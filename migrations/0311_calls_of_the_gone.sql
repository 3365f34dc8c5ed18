-- Calls of somebody who left are passed on like steps, also those that a wave wrote while they went.
create or replace function absences_due(at timestamptz) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (select 1 from absences a where a.workspace_id = w.id and a.ended_at is null and a.starts_at <= at)
      or exists (
        select 1 from members m
        where m.workspace_id = w.id and m.removed_at is not null and (
          exists (select 1 from case_steps s
            where s.workspace_id = w.id and s.assignee_member_id = m.id and s.state = 'open')
          or exists (select 1 from survey_calls q
            where q.workspace_id = w.id and q.assignee_member_id = m.id and q.state = 'open')))
  $$;
