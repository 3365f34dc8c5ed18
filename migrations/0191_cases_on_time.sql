-- Whether a resolved case kept all its times: found once, when it ends, so that the figure reads one index.

alter table cases
  add column is_on_time boolean,
  add constraint cases_on_time_when_resolved check (is_on_time is null or status = 'resolved');
update cases k set is_on_time = not exists (
  select 1 from case_steps s where s.workspace_id = k.workspace_id and s.case_id = k.id and s.latest_at is not null
    and coalesce(s.done_at, case when s.state = 'cancelled' and s.opened_at is not null then k.resolved_at end) > s.latest_at)
where k.status = 'resolved';
create index cases_resolved on cases (workspace_id, resolved_at desc, id desc) include (playbook_key, is_on_time, cause)
  where status = 'resolved';
