-- What the tone checklist showed when an update was written: each point with its words as they were then, who ticked it
-- (the text itself or the writer) and because of which words. Null where no list was asked for.
alter table updates add column tone jsonb,
  add constraint updates_tone_is_a_list check (tone is null or jsonb_typeof(tone) = 'array');
