-- Dates in free words are promises as well; the writer sees them before sending and may say that one is none.
alter table announcements add column makes_promise boolean not null default true;
alter table updates add column makes_promise boolean not null default true;
