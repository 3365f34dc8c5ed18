-- Some databases ran 0160 and 0162 in a former wording: here they become what the others are.
drop index if exists case_steps_approvals;
revoke all on function follow_ups_due_in(timestamptz) from public;
grant execute on function follow_ups_due_in(timestamptz) to hearback_app;
