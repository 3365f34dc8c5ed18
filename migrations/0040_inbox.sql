-- Categories (O2), triage (O1, O6), suggestions (O3).

create table tags (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  -- folded: two spellings are one tag
  key text not null,
  tag_group text not null,
  is_archived boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint tags_pkey primary key (workspace_id, id),
  constraint tags_key_unique unique (workspace_id, key),
  constraint tags_group_known check (tag_group in ('topic', 'segment', 'other'))
);
select tenant_table('tags', 'select, insert, update');

create table product_areas (
  workspace_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  parent_id uuid,
  owner_member_id uuid,
  position integer not null default 0,
  is_archived boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint product_areas_pkey primary key (workspace_id, id),
  constraint product_areas_code_unique unique (workspace_id, code),
  constraint product_areas_not_its_own_parent check (parent_id <> id),
  constraint product_areas_parent_fkey foreign key (workspace_id, parent_id) references product_areas (workspace_id, id),
  constraint product_areas_owner_fkey foreign key (workspace_id, owner_member_id) references members (workspace_id, id)
);
create index product_areas_by_parent on product_areas (workspace_id, parent_id);
select tenant_table('product_areas', 'select, insert, update');

-- The first routing rule that holds (organize/inbox/rules.ts routeOf is the same in the browser; a test compares them).
create function inbox_queue(rules jsonb, kind text, channel text, product text, type text, rating float8, rating_max float8)
returns text language plpgsql immutable as $$
declare
  share float8 := rating / coalesce(nullif(rating_max, 0), 5);
  rule jsonb;
begin
  for i in 0 .. jsonb_array_length(rules) - 1 loop
    rule := rules -> i;
    if (not rule ? 'type' or rule ->> 'type' = type)
      and (not rule ? 'kind' or rule ->> 'kind' = kind)
      and (not rule ? 'channel' or rule ->> 'channel' = channel)
      and (not rule ? 'product' or rule ->> 'product' = product)
      and (not rule ? 'ratingFrom' or share >= (rule ->> 'ratingFrom')::float8)
      and (not rule ? 'ratingTo' or share <= (rule ->> 'ratingTo')::float8)
    then
      return rule ->> 'queue';
    end if;
  end loop;
  return 'general';
end $$;

-- One row per feedback item: where it stands with us. Lists filter and order on this table alone.
create table inbox_items (
  workspace_id uuid not null,
  id uuid not null,
  received_at timestamptz not null,
  occurred_at timestamptz not null,
  channel text not null,
  kind text,
  is_history boolean not null,
  contact_id uuid,
  account_id uuid,
  queue text not null,
  -- set by a person: routing rules leave it alone from then on
  is_queue_set boolean not null default false,
  status text not null default 'open',
  snoozed_until timestamptz,
  type text,
  priority text,
  product_area_id uuid,
  assignee_member_id uuid,
  sentiment text,
  urgency text,
  triaged_at timestamptz,
  first_response_at timestamptz,
  version integer not null default 1,
  -- Items alike in everything with few values lie in one pile. A list asks inbox_piles which piles fit its filter and
  -- takes the newest of each: any combination of filters is one short index walk per pile, also when nothing fits.
  pile bigint not null generated always as (hashtextextended(
    status || ' ' || coalesce(type, '-') || ' ' || channel || ' ' || coalesce(kind, '-') || ' ' || queue || ' '
      || coalesce(priority, '-') || case when is_history then ' h' else ' n' end
      || case when assignee_member_id is null then ' n' else ' a' end, 0)) stored,
  constraint inbox_items_pkey primary key (workspace_id, id),
  constraint inbox_items_queue_known check (queue in ('support', 'product', 'success', 'general')),
  constraint inbox_items_status_known check (status in ('open', 'snoozed', 'done', 'spam')),
  constraint inbox_items_type_form check (type ~ '^[a-z][a-z0-9_]{0,39}$'),
  constraint inbox_items_priority_known check (priority in ('critical', 'high', 'medium', 'low')),
  constraint inbox_items_sentiment_known check (sentiment in ('positive', 'neutral', 'negative', 'mixed')),
  constraint inbox_items_urgency_known check (urgency in ('now', 'soon', 'later')),
  constraint inbox_items_snoozed_until check ((status = 'snoozed') = (snoozed_until is not null)),
  constraint inbox_items_area_fkey foreign key (workspace_id, product_area_id) references product_areas (workspace_id, id),
  constraint inbox_items_assignee_fkey foreign key (workspace_id, assignee_member_id) references members (workspace_id, id)
);
-- No foreign key to feedback_items: the projection makes the row in the item's own transaction, from the item, and
-- only erase_feedback removes either. Checking it again would cost each import a million look-ups.
create index inbox_items_received on inbox_items (workspace_id, received_at desc, id desc);
create index inbox_items_pile_received on inbox_items (workspace_id, pile, received_at desc, id desc);
create index inbox_items_pile_occurred on inbox_items (workspace_id, pile, occurred_at desc, id desc);
create index inbox_items_assignee on inbox_items (workspace_id, assignee_member_id, pile, received_at desc, id desc) where assignee_member_id is not null;
create index inbox_items_area on inbox_items (workspace_id, product_area_id, pile, received_at desc, id desc) where product_area_id is not null;
-- For people with few open filters, where the newest come first soonest.
create index inbox_items_assignee_received on inbox_items (workspace_id, assignee_member_id, received_at desc, id desc) where assignee_member_id is not null;
create index inbox_items_area_received on inbox_items (workspace_id, product_area_id, received_at desc, id desc) where product_area_id is not null;
create index inbox_items_contact on inbox_items (workspace_id, contact_id, received_at desc, id desc) where contact_id is not null;
create index inbox_items_account on inbox_items (workspace_id, account_id, received_at desc, id desc) where account_id is not null;
create index inbox_items_snoozed on inbox_items (workspace_id, snoozed_until, id) where status = 'snoozed';
select tenant_table('inbox_items', 'select, insert, update');

create table inbox_piles (
  workspace_id uuid not null,
  pile bigint not null,
  status text not null,
  type text,
  channel text not null,
  kind text,
  queue text not null,
  priority text,
  is_history boolean not null,
  is_assigned boolean not null,
  constraint inbox_piles_pkey primary key (workspace_id, pile)
);
select tenant_table('inbox_piles', 'select, insert');

create table item_tags (
  workspace_id uuid not null,
  feedback_id uuid not null,
  tag_id uuid not null,
  received_at timestamptz not null,
  added_at timestamptz not null,
  constraint item_tags_pkey primary key (workspace_id, feedback_id, tag_id),
  constraint item_tags_item_fkey foreign key (workspace_id, feedback_id) references inbox_items (workspace_id, id) on delete cascade,
  constraint item_tags_tag_fkey foreign key (workspace_id, tag_id) references tags (workspace_id, id)
);
create index item_tags_by_tag on item_tags (workspace_id, tag_id, received_at desc, feedback_id desc);
select tenant_table('item_tags', 'select, insert, delete');

create table inbox_notes (
  workspace_id uuid not null,
  id uuid not null,
  feedback_id uuid not null,
  text text not null,
  actor_kind text not null,
  actor_id uuid,
  created_at timestamptz not null,
  constraint inbox_notes_pkey primary key (workspace_id, id),
  constraint inbox_notes_length check (char_length(text) between 1 and 10000),
  constraint inbox_notes_item_fkey foreign key (workspace_id, feedback_id) references inbox_items (workspace_id, id) on delete cascade
);
create index inbox_notes_by_item on inbox_notes (workspace_id, feedback_id, created_at, id);
select tenant_table('inbox_notes', 'select, insert');

create table inbox_reads (
  workspace_id uuid not null,
  member_id uuid not null,
  feedback_id uuid not null,
  read_at timestamptz not null,
  constraint inbox_reads_pkey primary key (workspace_id, member_id, feedback_id),
  constraint inbox_reads_member_fkey foreign key (workspace_id, member_id) references members (workspace_id, id),
  constraint inbox_reads_item_fkey foreign key (workspace_id, feedback_id) references inbox_items (workspace_id, id) on delete cascade
);
create index inbox_reads_by_item on inbox_reads (workspace_id, feedback_id);
select tenant_table('inbox_reads', 'select, insert, delete');

create table inbox_views (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  owner_member_id uuid,
  is_shared boolean not null,
  is_pinned boolean not null,
  filter jsonb not null,
  sort text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint inbox_views_pkey primary key (workspace_id, id),
  constraint inbox_views_name_length check (char_length(name) between 1 and 60),
  constraint inbox_views_owner_fkey foreign key (workspace_id, owner_member_id) references members (workspace_id, id)
);
select tenant_table('inbox_views', 'select, insert, update, delete');

-- One triage of one or many items, and for each of them what stood there before: the undo, and the item's history.
create table inbox_changes (
  workspace_id uuid not null,
  id uuid not null,
  actor_kind text not null,
  actor_id uuid,
  change jsonb not null,
  -- a change by filter runs in the background from place to place
  filter jsonb,
  place jsonb,
  state text not null,
  changed integer not null default 0,
  skipped integer not null default 0,
  expected integer,
  created_at timestamptz not null,
  ended_at timestamptz,
  constraint inbox_changes_pkey primary key (workspace_id, id),
  constraint inbox_changes_state_known check (state in ('queued', 'running', 'done', 'cancelled', 'undoing', 'undone'))
);
select tenant_table('inbox_changes', 'select, insert, update');

create table inbox_change_items (
  workspace_id uuid not null,
  change_id uuid not null,
  feedback_id uuid not null,
  at timestamptz not null,
  -- only what changed: {"type": null, "priority": "high", "tagIds": [...]}
  before jsonb not null,
  after jsonb not null,
  -- restored by the undo, or left alone by it because somebody changed the item since
  undone_at timestamptz,
  left_at timestamptz,
  constraint inbox_change_items_pkey primary key (workspace_id, change_id, feedback_id),
  constraint inbox_change_items_change_fkey foreign key (workspace_id, change_id) references inbox_changes (workspace_id, id)
);
create index inbox_change_items_by_item on inbox_change_items (workspace_id, feedback_id, at);
select tenant_table('inbox_change_items', 'select, insert, update');

-- What the rules think of an item; none of it counts until a person or an enabled rule accepts it.
create table suggestions (
  workspace_id uuid not null,
  feedback_id uuid not null,
  model text not null,
  -- {"type": {"value": "bug_report", "confidence": 0.88, "spans": [[4, 11]], "state": "open"}, ...}
  fields jsonb not null,
  created_at timestamptz not null,
  constraint suggestions_pkey primary key (workspace_id, feedback_id)
);
select tenant_table('suggestions', 'select, insert, update');

-- What people made of suggestions, also where none was given: what the next version learns from.
create table suggestion_decisions (
  workspace_id uuid not null,
  id uuid not null,
  feedback_id uuid not null,
  field text not null,
  model text not null,
  suggested text,
  confidence double precision,
  chosen text,
  outcome text not null,
  actor_kind text not null,
  actor_id uuid,
  decided_at timestamptz not null,
  constraint suggestion_decisions_pkey primary key (workspace_id, id),
  constraint suggestion_decisions_outcome_known check (outcome in ('accepted', 'changed', 'dismissed'))
);
create index suggestion_decisions_newest on suggestion_decisions (workspace_id, decided_at desc, id desc);
create index suggestion_decisions_by_item on suggestion_decisions (workspace_id, feedback_id);
select tenant_table('suggestion_decisions', 'select, insert');

-- The only way a feedback item is removed: undo of an import, removal of a demo, retention, erasure of a person.
-- Answers the ids that went. A row of a later stage that still points to an item refuses with its foreign key:
-- erase that first, or leave the item.
create function erase_feedback(ids uuid[]) returns setof uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
begin
  delete from public.suggestion_decisions where workspace_id = ws and feedback_id = any (ids);
  delete from public.suggestions where workspace_id = ws and feedback_id = any (ids);
  delete from public.inbox_change_items where workspace_id = ws and feedback_id = any (ids);
  delete from public.inbox_items where workspace_id = ws and id = any (ids);
  return query delete from public.feedback_items where workspace_id = ws and id = any (ids) returning id;
end $$;
revoke all on function erase_feedback(uuid[]) from public;
grant execute on function erase_feedback(uuid[]) to hearback_app;
