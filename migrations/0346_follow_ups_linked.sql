-- A wave that asks again after a case says which: its answers link back to it, as those of a programme's occasion do.
update waves w set terms = w.terms || jsonb_build_object('about', jsonb_build_object('kind', 'case', 'id', f.case_id))
from follow_ups f where f.workspace_id = w.workspace_id and f.wave_id = w.id;

-- What a case or item was followed by.
create index programme_occasions_about on programme_occasions (workspace_id, about_id) where about_id is not null;
create index case_answers_of_response on case_answers (workspace_id, response_id) where response_id is not null;
create index case_answers_of_feedback on case_answers (workspace_id, feedback_id) where feedback_id is not null;
