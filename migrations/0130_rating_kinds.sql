-- How a rating is meant: a detractor gives 6 of 10, which is no bad share of stars. Absent: stars, or NPS in a survey.
alter table feedback_items add column rating_kind text;
alter table feedback_items add constraint feedback_items_rating_kind_known
  check (rating_kind in ('stars', 'nps', 'agreement', 'helpful'));
