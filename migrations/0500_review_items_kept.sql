-- Decisions of a review that leave the status as it is: only the date, the owner, or that it stays so. The move named
-- beside them is the one that it stays at.
alter table review_items add column kept_reason text;
alter table review_items add column kept_by_kind text;
alter table review_items add column kept_by_id uuid;
alter table review_items add constraint review_items_kept_reason_length check (char_length(kept_reason) between 1 and 2000);
alter table review_items add constraint review_items_kept check (
  (kept_by_kind is not null or kept_reason is null and kept_by_id is null) and (kept_by_kind is null or move is not null));

-- Declined ones of which customers were told that they are looked at again each quarter.
alter table review_items drop constraint review_items_why_known;
alter table review_items add constraint review_items_why_known check (why in ('under_review', 'returned', 'open', 'parked', 'promised', 'added'));
create index promises_quarterly on promises (workspace_id, request_id) where state = 'open' and kind = 'quarterly';

insert into personal_data (place, name, kind, act, scrubs) values
  (885, 'review_items', 'Notices and internal texts', 'keep', '{kept_reason}');
