-- The same said twice is one item with several voices (O4).

-- A merged item is a voice of the item it was merged into: it waits for nobody, and lies in piles of its own.
alter table inbox_items drop constraint inbox_items_status_known;
alter table inbox_items add constraint inbox_items_status_known check (status in ('open', 'snoozed', 'done', 'spam', 'merged'));
alter table inbox_items add column merged_into_id uuid;
alter table inbox_items add constraint inbox_items_merged check ((status = 'merged') = (merged_into_id is not null));
alter table inbox_items add constraint inbox_items_not_into_itself check (merged_into_id <> id);
alter table inbox_items add constraint inbox_items_merged_into_fkey foreign key (workspace_id, merged_into_id) references inbox_items (workspace_id, id);
create index inbox_items_voices on inbox_items (workspace_id, merged_into_id, occurred_at, id) where merged_into_id is not null;

-- One merge, and where the merged item stood. `inbox_items.merged_into_id` names the end of a chain of merges; this is
-- the link that was made, so that each can be taken apart in any order.
create table item_merges (
  workspace_id uuid not null,
  id uuid not null,
  kept_id uuid not null,
  merged_id uuid not null,
  reason text not null,
  status text not null,
  snoozed_until timestamptz,
  -- where the pair stood in the review; null: it was not there
  pair_state text,
  merged_at timestamptz not null,
  merged_by_kind text not null,
  merged_by_id uuid,
  undone_at timestamptz,
  undone_by_kind text,
  undone_by_id uuid,
  constraint item_merges_pkey primary key (workspace_id, id),
  constraint item_merges_two check (kept_id <> merged_id),
  constraint item_merges_reason_known check (reason in ('decided', 'same_words')),
  constraint item_merges_kept_fkey foreign key (workspace_id, kept_id) references inbox_items (workspace_id, id) on delete cascade,
  constraint item_merges_merged_fkey foreign key (workspace_id, merged_id) references inbox_items (workspace_id, id) on delete cascade
);
create unique index item_merges_standing on item_merges (workspace_id, merged_id) where undone_at is null;
create index item_merges_by_merged on item_merges (workspace_id, merged_id);
create index item_merges_by_kept on item_merges (workspace_id, kept_id);
select tenant_table('item_merges', 'select, insert, update');

-- Two items that may say the same: each pair once, so that a dismissed one never returns.
create table duplicate_pairs (
  workspace_id uuid not null,
  id uuid not null,
  a_id uuid not null,
  b_id uuid not null,
  -- how sure it is, in per cent, and the words both share
  score smallint not null,
  words text[] not null,
  state text not null,
  found_at timestamptz not null,
  decided_at timestamptz,
  decided_by_kind text,
  decided_by_id uuid,
  constraint duplicate_pairs_pkey primary key (workspace_id, id),
  constraint duplicate_pairs_once unique (workspace_id, a_id, b_id),
  constraint duplicate_pairs_order check (a_id < b_id),
  constraint duplicate_pairs_score_range check (score between 0 and 100),
  constraint duplicate_pairs_state_known check (state in ('open', 'merged', 'dismissed')),
  constraint duplicate_pairs_a_fkey foreign key (workspace_id, a_id) references inbox_items (workspace_id, id) on delete cascade,
  constraint duplicate_pairs_b_fkey foreign key (workspace_id, b_id) references inbox_items (workspace_id, id) on delete cascade
);
create index duplicate_pairs_by_b on duplicate_pairs (workspace_id, b_id);
create index duplicate_pairs_surest on duplicate_pairs (workspace_id, state, score desc, id desc);
create index duplicate_pairs_decided on duplicate_pairs (workspace_id, state, decided_at desc, id desc) where decided_at is not null;
select tenant_table('duplicate_pairs', 'select, insert, update, delete');

-- The index that finds items alike (src/text/duplicates). Items are numbered; each word has a list of the numbers of the
-- items that hold it, one a block of 16,384 items, so that adding an item touches short rows.
create table duplicate_index (
  workspace_id uuid not null,
  -- items that were added, and the sum of their lengths
  items integer not null,
  length double precision not null,
  constraint duplicate_index_pkey primary key (workspace_id)
);
select tenant_table('duplicate_index', 'select, insert, update');

create table duplicate_items (
  workspace_id uuid not null,
  id uuid not null,
  number integer not null,
  -- the same for items of the same words; null where too few words are said to tell
  words_key bigint,
  -- likeness with the nearest three others: what is alike to many is nobody's duplicate
  nearest real[] not null default '{}',
  -- whether its pairs were looked for; true from the start for what is only compared with
  is_compared boolean not null default false,
  constraint duplicate_items_pkey primary key (workspace_id, id),
  constraint duplicate_items_number unique (workspace_id, number),
  constraint duplicate_items_item_fkey foreign key (workspace_id, id) references inbox_items (workspace_id, id) on delete cascade
) with (fillfactor = 90);
create index duplicate_items_waiting on duplicate_items (workspace_id, number) where not is_compared;
create index duplicate_items_same_words on duplicate_items (workspace_id, words_key) where words_key is not null;
select tenant_table('duplicate_items', 'select, insert, update');

create table duplicate_words (
  workspace_id uuid not null,
  key integer not null,
  items integer not null,
  constraint duplicate_words_pkey primary key (workspace_id, key)
) with (fillfactor = 80);
select tenant_table('duplicate_words', 'select, insert, update');

create table duplicate_lists (
  workspace_id uuid not null,
  key integer not null,
  block integer not null,
  items integer not null,
  postings bytea not null,
  constraint duplicate_lists_pkey primary key (workspace_id, key, block)
) with (fillfactor = 80);
-- Numbers do not get shorter by compressing them.
alter table duplicate_lists alter column postings set storage external;
select tenant_table('duplicate_lists', 'select, insert, update');

-- Takes one merge apart: the merged item stands where it stood, and what had been merged into it is its voice again.
-- Answers the items that moved; none where the merge does not stand. A snooze that is over by `at` has ended.
create function take_apart(merge uuid, at timestamptz) returns setof uuid
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  m public.item_merges;
begin
  select * into m from public.item_merges x where x.workspace_id = ws and x.id = merge and x.undone_at is null for update;
  if not found then return; end if;
  return query
    with recursive below as (
      select m.merged_id as id
      union
      select x.merged_id from public.item_merges x join below b on x.kept_id = b.id
        where x.workspace_id = ws and x.undone_at is null
    )
    update public.inbox_items i set
      merged_into_id = case when i.id = m.merged_id then null else m.merged_id end,
      status = case when i.id <> m.merged_id then i.status when m.snoozed_until <= at then 'open' else m.status end,
      snoozed_until = case when i.id = m.merged_id and m.snoozed_until > at then m.snoozed_until end,
      version = i.version + 1
    from below b where i.workspace_id = ws and i.id = b.id
    returning i.id;
  -- Others may have changed it while it was merged: the pile it lies in now may be a new one.
  insert into public.inbox_piles (workspace_id, pile, status, type, channel, kind, queue, priority, is_history, is_assigned, is_negative)
    select i.workspace_id, i.pile, i.status, i.type, i.channel, i.kind, i.queue, i.priority, i.is_history, i.assignee_member_id is not null, i.is_negative
    from public.inbox_items i where i.workspace_id = ws and i.id = m.merged_id
    on conflict (workspace_id, pile) do nothing;
end $$;
revoke all on function take_apart(uuid, timestamptz) from public;
grant execute on function take_apart(uuid, timestamptz) to hearback_app;

-- Erasing an item that others were merged into lets those stand for themselves again.
create or replace function erase_feedback(ids uuid[]) returns setof uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
begin
  perform public.uncount_words(ids);
  perform public.take_apart(m.id, now()) from public.item_merges m
    where m.workspace_id = ws and m.kept_id = any (ids) and m.undone_at is null;
  delete from public.suggestion_decisions where workspace_id = ws and feedback_id = any (ids);
  delete from public.suggestions where workspace_id = ws and feedback_id = any (ids);
  delete from public.inbox_change_items where workspace_id = ws and feedback_id = any (ids);
  delete from public.inbox_items where workspace_id = ws and id = any (ids);
  return query delete from public.feedback_items where workspace_id = ws and id = any (ids) returning id;
end $$;
