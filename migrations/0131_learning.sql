-- Learning from what people decide (O3), negative answers (A6), languages.

-- What people make of suggestions, also where none was given: one row a lesson. Of an item and a field the newest
-- counts, so that a change that is undone takes its lessons out and leaves those before it. The words stay with the
-- item: an item that is erased leaves nothing.
delete from suggestion_decisions where actor_kind not in ('member', 'key');
alter table suggestion_decisions drop constraint suggestion_decisions_outcome_known;
alter table suggestion_decisions add constraint suggestion_decisions_outcome_known
  check (outcome in ('accepted', 'changed', 'dismissed', 'emptied'));
-- the triage it came with
alter table suggestion_decisions add column change_id uuid;
-- what the lesson is about: the value that was chosen, or the one that was refused
alter table suggestion_decisions add column label text
  generated always as (coalesce(chosen, case when outcome = 'dismissed' then suggested end)) stored;
drop index suggestion_decisions_by_item;
create index suggestion_decisions_by_item on suggestion_decisions (workspace_id, feedback_id, field, id desc);
create index suggestion_decisions_by_label on suggestion_decisions (workspace_id, field, label, id desc) where label is not null;
grant delete on suggestion_decisions to hearback_app;

-- The state of what a workspace taught: another stamp with every lesson that comes or goes. Always the last row that a
-- transaction locks.
create table learned (
  workspace_id uuid not null,
  stamp uuid not null,
  constraint learned_pkey primary key (workspace_id)
);
select tenant_table('learned', 'select, insert, update');
insert into learned (workspace_id, stamp)
  select w.workspace_id, gen_random_uuid() from (select distinct workspace_id from suggestion_decisions) w;

-- Learned words that a person took from a value of a field: they say nothing for it any more.
create table unlearned_words (
  workspace_id uuid not null,
  field text not null,
  label text not null,
  word text not null,
  actor_kind text not null,
  actor_id uuid,
  removed_at timestamptz not null,
  constraint unlearned_words_pkey primary key (workspace_id, field, label, word)
);
select tenant_table('unlearned_words', 'select, insert, delete');

-- A suggestion keeps its reasons: {"type": {"value": "bug_report", "confidence": 0.88, "state": "open",
-- "because": [{"meaning": "Tells of a crash", "at": [4, 11]}]}, ...}; "at" is a place in the words.
alter table suggestions add column received_at timestamptz;
alter table suggestions add column language text;
alter table suggestions add column language_confidence real;
update suggestions s set
  received_at = coalesce((select i.received_at from inbox_items i where i.workspace_id = s.workspace_id and i.id = s.feedback_id), s.created_at),
  language = (select lower(substring(f.language from '^[A-Za-z]+')) from feedback_items f
    where f.workspace_id = s.workspace_id and f.id = s.feedback_id),
  fields = coalesce((
    select jsonb_object_agg(f.key, (f.value - 'reason' - 'spans') || jsonb_build_object('because',
      coalesce(
        (select jsonb_agg(jsonb_build_object('meaning', split_part(f.value ->> 'reason', ':', 1), 'at', span))
          from jsonb_array_elements(f.value -> 'spans') span),
        jsonb_build_array(jsonb_build_object('meaning', f.value ->> 'reason')))))
    from jsonb_each(s.fields) f), '{}');
update suggestions set language_confidence = 1 where language is not null;
alter table suggestions alter column received_at set not null;
create index suggestions_language on suggestions (workspace_id, language, received_at desc, feedback_id desc) where language is not null;

-- A negative answer is a pile of its own, so that it is found in any combination with other filters.
alter table inbox_items add column is_negative boolean not null default false;
alter table inbox_items drop column pile;
alter table inbox_items add column pile bigint not null generated always as (hashtextextended(
  status || ' ' || coalesce(type, '-') || ' ' || channel || ' ' || coalesce(kind, '-') || ' ' || queue || ' '
    || coalesce(priority, '-') || case when is_history then ' h' else ' n' end
    || case when assignee_member_id is null then ' n' else ' a' end
    || case when is_negative then ' n' else ' -' end, 0)) stored;
create index inbox_items_pile_received on inbox_items (workspace_id, pile, received_at desc, id desc);
create index inbox_items_pile_occurred on inbox_items (workspace_id, pile, occurred_at desc, id desc);
create index inbox_items_assignee on inbox_items (workspace_id, assignee_member_id, pile, received_at desc, id desc) where assignee_member_id is not null;
create index inbox_items_area on inbox_items (workspace_id, product_area_id, pile, received_at desc, id desc) where product_area_id is not null;
delete from inbox_piles;
alter table inbox_piles add column is_negative boolean not null;
insert into inbox_piles (workspace_id, pile, status, type, channel, kind, queue, priority, is_history, is_assigned, is_negative)
  select distinct workspace_id, pile, status, type, channel, kind, queue, priority, is_history, assignee_member_id is not null, is_negative
  from inbox_items;
