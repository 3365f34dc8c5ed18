-- Why this one of several who could do a step, in words; null where there was no choice.
alter table case_steps add column assignee_because text;
