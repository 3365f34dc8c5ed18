-- Steps that wait for somebody's agreement: few at a time, asked for on everybody's day.
create index case_steps_to_approve on case_steps (workspace_id, approval_asked_at, id)
  where state = 'open' and approval_asked_at is not null and approved_at is null;
