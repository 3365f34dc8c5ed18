-- Tables that are written by the thousand ask once a statement which workspace it is, not once a row.
drop policy workspace on signal_ids;
create policy workspace on signal_ids to hearback_app using (workspace_id = (select current_setting('app.workspace_id')::uuid));
drop policy workspace on signal_days;
create policy workspace on signal_days to hearback_app using (workspace_id = (select current_setting('app.workspace_id')::uuid));
drop policy workspace on signal_person_days;
create policy workspace on signal_person_days to hearback_app using (workspace_id = (select current_setting('app.workspace_id')::uuid));
