-- Surveys of every kind: which answers are negative is part of the question, later questions may depend on earlier
-- answers, every wording may exist in several languages, and a survey without a scored question has no score.
alter table surveys drop constraint surveys_kind_known;
alter table surveys add constraint surveys_kind_known
  check (kind in ('nps', 'csat', 'stars', 'ces', 'agreement', 'helpfulness', 'rating', 'custom'));
-- the colour of the button on the answer page; without one the product's
alter table surveys add column brand_color text;
alter table surveys add constraint surveys_brand_color check (brand_color ~ '^#[0-9a-f]{6}$');
-- the mail in other languages: { "de": { "mailSubject": "…", "mailIntro": "…" } }
alter table surveys add column wordings jsonb not null default '{}';

alter table survey_questions drop constraint survey_questions_kind_known;
alter table survey_questions add constraint survey_questions_kind_known check
  (kind in ('nps', 'csat', 'stars', 'ces', 'agreement', 'helpfulness', 'rating', 'choice', 'text', 'details', 'consent'));
-- never used: branching is show_when
alter table survey_questions drop column groups;
-- a number under this is a negative answer; null: no number is
alter table survey_questions add column negative_below smallint;
-- keys of choices that are negative answers
alter table survey_questions add column negative_choices text[] not null default '{}';
alter table survey_questions add column is_multiple boolean not null default false;
-- asked only after these answers to an earlier question:
-- { "question": "score", "from": 0, "to": 6 } or { "question": "reason", "choices": ["price"] }; null: always
alter table survey_questions add column show_when jsonb;
-- { "de": { "wording": "…", "lowLabel": "…", "highLabel": "…", "choices": { "missing": "…" } } }
alter table survey_questions add column wordings jsonb not null default '{}';
alter table survey_questions add constraint survey_questions_negative check (
  (negative_below is null or kind in ('nps', 'csat', 'stars', 'ces', 'agreement', 'helpfulness', 'rating'))
  and (negative_choices = '{}' or kind = 'choice'));
alter table survey_questions add constraint survey_questions_multiple check (not is_multiple or kind = 'choice');
alter table survey_questions add constraint survey_questions_show_when check
  (show_when is null or (jsonb_typeof(show_when) = 'object' and show_when ? 'question' and show_when ->> 'question' <> key));
update survey_questions set negative_below = 7 where kind = 'nps';

-- null: the survey has no scored question, or it was not answered
alter table responses alter column score drop not null;

-- what was chosen where several may be
alter table answers add column choices text[];
alter table answers add column is_negative boolean not null default false;
update answers a set is_negative = true from survey_questions q
where q.workspace_id = a.workspace_id and q.id = a.question_id and a.number < q.negative_below;
