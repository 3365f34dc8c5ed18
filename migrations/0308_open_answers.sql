-- What was written in answer to one question, the newest first, without reading the survey.
create index answers_by_words on answers (workspace_id, question_id, answered_at desc, response_id desc) where words is not null;
