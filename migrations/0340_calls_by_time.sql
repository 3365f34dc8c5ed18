-- The list of calls to be made, of everybody, and of those made, by when they are to be tried.
create index survey_calls_open on survey_calls (workspace_id, try_at, id) where state = 'open';
create index survey_calls_made on survey_calls (workspace_id, try_at, id) where state <> 'open';
