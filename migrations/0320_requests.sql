-- Requests: what customers ask for, the words they ask in, and who stands behind it (R1).

create table requests (
  workspace_id uuid not null,
  id uuid not null,
  title text not null,
  problem text,
  business_value text,
  product_area_id uuid,
  competitors text[] not null default '{}',
  competitive_note text,
  -- in the unit of the workspace (request settings), as a range, with how sure it is
  effort_low double precision,
  effort_high double precision,
  effort_confidence smallint,
  status text not null default 'open',
  -- the move that led to the status: request_moves below keeps how it may change
  move integer not null default 1,
  parked_until date,
  target_on date,
  owner_member_id uuid,
  -- the request it was merged into, the end of the chain; request_merges keeps each link
  merged_into_id uuid,
  -- stems of title and problem (text/duplicates), to find requests that say the same
  words integer[] not null default '{}',
  search_text text collate "C" not null,
  -- The demand as it was last counted (prioritize/requests/demand.ts). Money is monthly, in `currency`.
  items integer not null default 0,
  accounts integer not null default 0,
  customers integer not null default 0,
  contacts integer not null default 0,
  mrr_cents bigint not null default 0,
  largest_cents bigint not null default 0,
  blocked integer not null default 0,
  blocked_cents bigint not null default 0,
  demand_cents bigint not null generated always as (mrr_cents + blocked_cents) stored,
  currency char(3),
  -- words behind it were erased: it has to be counted again
  is_stale boolean not null default false,
  actor_kind text not null,
  actor_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint requests_pkey primary key (workspace_id, id),
  constraint requests_title_length check (char_length(title) between 1 and 200),
  constraint requests_problem_length check (char_length(problem) between 1 and 5000),
  constraint requests_value_length check (char_length(business_value) between 1 and 2000),
  constraint requests_competitors_most check (cardinality(competitors) <= 20),
  constraint requests_competitive_note_length check (char_length(competitive_note) between 1 and 2000),
  constraint requests_effort_range check (effort_low >= 0 and effort_high >= effort_low and effort_high <= 100000),
  constraint requests_effort_whole check ((effort_low is null) = (effort_high is null) and (effort_confidence is null or effort_low is not null)),
  constraint requests_confidence_share check (effort_confidence between 1 and 100),
  constraint requests_status_known check (status in ('open', 'under_review', 'planned', 'in_progress', 'shipped', 'declined', 'parked')),
  constraint requests_parked_until check ((status = 'parked') = (parked_until is not null)),
  constraint requests_not_into_itself check (merged_into_id <> id),
  constraint requests_area_fkey foreign key (workspace_id, product_area_id) references product_areas (workspace_id, id),
  constraint requests_owner_fkey foreign key (workspace_id, owner_member_id) references members (workspace_id, id),
  constraint requests_merged_into_fkey foreign key (workspace_id, merged_into_id) references requests (workspace_id, id)
);
create index requests_by_demand on requests (workspace_id, demand_cents desc, accounts desc, id desc) where merged_into_id is null;
create index requests_of_status_by_demand on requests (workspace_id, status, demand_cents desc, accounts desc, id desc) where merged_into_id is null;
create index requests_newest on requests (workspace_id, created_at desc, id desc) where merged_into_id is null;
create index requests_of_status_newest on requests (workspace_id, status, created_at desc, id desc) where merged_into_id is null;
create index requests_by_owner on requests (workspace_id, owner_member_id, demand_cents desc, accounts desc, id desc) where owner_member_id is not null;
create index requests_by_area on requests (workspace_id, product_area_id, demand_cents desc, accounts desc, id desc) where product_area_id is not null;
create index requests_parked on requests (workspace_id, parked_until, id) where parked_until is not null;
create index requests_merged on requests (workspace_id, merged_into_id) where merged_into_id is not null;
create index requests_stale on requests (workspace_id, id) where is_stale;
create index requests_by_currency on requests (workspace_id, currency) where currency is not null;
create index requests_words on requests using gin (workspace_id, words) where merged_into_id is null;
create index requests_search on requests using gin (workspace_id, search_text gin_trgm_ops) where merged_into_id is null;
select tenant_table('requests', 'select, insert, update');
select searchable_table('requests');

-- How a request came to its status. A move begins where the one before it ended and goes only where the list below lets
-- it, and a request stands where its last move led: no writer can put it elsewhere. Append-only.
create table request_moves (
  workspace_id uuid not null,
  request_id uuid not null,
  number integer not null,
  previous integer generated always as (nullif(number, 1) - 1) stored,
  from_status text,
  status text not null,
  parked_until date,
  reason text,
  actor_kind text not null,
  actor_id uuid,
  at timestamptz not null,
  constraint request_moves_pkey primary key (workspace_id, request_id, number),
  constraint request_moves_status unique (workspace_id, request_id, number, status),
  constraint request_moves_reason_length check (char_length(reason) between 1 and 2000),
  constraint request_moves_parked_until check ((status = 'parked') = (parked_until is not null)),
  constraint request_moves_first check (case when number = 1 then from_status is null and status = 'open' else number > 1 and from_status is not null end),
  -- the same list as prioritize/requests/rules.ts; a test compares them
  constraint request_moves_allowed check (from_status is null or (from_status, status) in (
    ('open', 'under_review'), ('open', 'planned'), ('open', 'in_progress'), ('open', 'shipped'), ('open', 'declined'), ('open', 'parked'),
    ('under_review', 'open'), ('under_review', 'planned'), ('under_review', 'in_progress'), ('under_review', 'shipped'),
    ('under_review', 'declined'), ('under_review', 'parked'),
    ('planned', 'under_review'), ('planned', 'in_progress'), ('planned', 'shipped'), ('planned', 'declined'), ('planned', 'parked'),
    ('in_progress', 'under_review'), ('in_progress', 'planned'), ('in_progress', 'shipped'), ('in_progress', 'declined'), ('in_progress', 'parked'),
    ('shipped', 'in_progress'),
    ('declined', 'under_review'),
    ('parked', 'under_review'), ('parked', 'planned'), ('parked', 'in_progress'), ('parked', 'declined'), ('parked', 'parked'))),
  constraint request_moves_why check (reason is not null or from_status is null or status not in ('declined', 'parked') and from_status not in ('shipped', 'declined')),
  constraint request_moves_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade,
  constraint request_moves_chain foreign key (workspace_id, request_id, previous, from_status) references request_moves (workspace_id, request_id, number, status)
);
select tenant_table('request_moves', 'select, insert');
alter table requests add constraint requests_move_fkey
  foreign key (workspace_id, id, move, status) references request_moves (workspace_id, request_id, number, status) deferrable initially deferred;

-- What customers said for it: the exact words of an item, and how much it matters to who said them.
create table request_evidence (
  workspace_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  feedback_id uuid not null,
  quote text not null,
  importance smallint not null,
  actor_kind text not null,
  actor_id uuid,
  created_at timestamptz not null,
  constraint request_evidence_pkey primary key (workspace_id, id),
  constraint request_evidence_once unique (workspace_id, request_id, feedback_id),
  constraint request_evidence_quote_length check (char_length(quote) between 1 and 1000),
  constraint request_evidence_importance check (importance between 0 and 3),
  constraint request_evidence_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade,
  -- an item that is erased takes its words along
  constraint request_evidence_item_fkey foreign key (workspace_id, feedback_id) references feedback_items (workspace_id, id) on delete cascade
);
create index request_evidence_newest on request_evidence (workspace_id, request_id, created_at desc, id desc);
create index request_evidence_by_item on request_evidence (workspace_id, feedback_id);
select tenant_table('request_evidence', 'select, insert, update, delete');

-- Who stands behind a request, each once, as it was last counted: written by demand.ts only.
create table request_accounts (
  workspace_id uuid not null,
  request_id uuid not null,
  account_id uuid not null,
  items integer not null,
  importance smallint not null,
  constraint request_accounts_pkey primary key (workspace_id, request_id, account_id),
  constraint request_accounts_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade,
  constraint request_accounts_account_fkey foreign key (workspace_id, account_id) references accounts (workspace_id, id) on delete cascade
);
create index request_accounts_by_account on request_accounts (workspace_id, account_id, request_id);
select tenant_table('request_accounts', 'select, insert, update, delete');

create table request_contacts (
  workspace_id uuid not null,
  request_id uuid not null,
  contact_id uuid not null,
  items integer not null,
  importance smallint not null,
  constraint request_contacts_pkey primary key (workspace_id, request_id, contact_id),
  constraint request_contacts_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade,
  constraint request_contacts_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade
);
create index request_contacts_by_contact on request_contacts (workspace_id, contact_id, request_id);
select tenant_table('request_contacts', 'select, insert, update, delete');

-- Where it stands in trackers outside.
create table request_links (
  workspace_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  url text not null,
  label text not null,
  constraint request_links_pkey primary key (workspace_id, id),
  constraint request_links_once unique (workspace_id, request_id, url),
  constraint request_links_url_form check (url ~ '^https?://' and char_length(url) <= 2000),
  constraint request_links_label_length check (char_length(label) between 1 and 100),
  constraint request_links_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade
);
select tenant_table('request_links', 'select, insert, update, delete');

create table request_followers (
  workspace_id uuid not null,
  request_id uuid not null,
  member_id uuid not null,
  since timestamptz not null,
  constraint request_followers_pkey primary key (workspace_id, request_id, member_id),
  constraint request_followers_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade,
  constraint request_followers_member_fkey foreign key (workspace_id, member_id) references members (workspace_id, id) on delete cascade
);
create index request_followers_by_member on request_followers (workspace_id, member_id);
select tenant_table('request_followers', 'select, insert, delete');

create table request_merges (
  workspace_id uuid not null,
  id uuid not null,
  kept_id uuid not null,
  merged_id uuid not null,
  merged_at timestamptz not null,
  merged_by_kind text not null,
  merged_by_id uuid,
  undone_at timestamptz,
  undone_by_kind text,
  undone_by_id uuid,
  constraint request_merges_pkey primary key (workspace_id, id),
  constraint request_merges_two check (kept_id <> merged_id),
  constraint request_merges_kept_fkey foreign key (workspace_id, kept_id) references requests (workspace_id, id) on delete cascade,
  constraint request_merges_merged_fkey foreign key (workspace_id, merged_id) references requests (workspace_id, id) on delete cascade
);
create unique index request_merges_standing on request_merges (workspace_id, merged_id) where undone_at is null;
create index request_merges_by_kept on request_merges (workspace_id, kept_id);
select tenant_table('request_merges', 'select, insert, update');

-- The door to the indexes of words, which policies would switch off.
create function search_request_ids(asked text, most integer) returns table (id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  pattern text := '%' || replace(replace(replace(asked, '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
  return query select r.id from public.requests r
    where r.workspace_id = ws and r.merged_into_id is null and r.search_text like pattern limit most;
end $$;

-- The requests that share the heaviest of these words.
create function similar_request_ids(keys integer[], weights real[], most integer) returns table (id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
begin
  return query select r.id from public.requests r
    cross join lateral (select sum(k.weight) as weight from unnest(keys, weights) as k (key, weight) where k.key = any (r.words)) s
    where r.workspace_id = ws and r.merged_into_id is null and r.words && keys
    order by s.weight desc, r.id desc limit most;
end $$;

grant create on schema public to hearback_search;
alter function search_request_ids(text, integer) owner to hearback_search;
alter function similar_request_ids(integer[], real[], integer) owner to hearback_search;
revoke create on schema public from hearback_search;
revoke all on function search_request_ids(text, integer), similar_request_ids(integer[], real[], integer) from public;
grant execute on function search_request_ids(text, integer), similar_request_ids(integer[], real[], integer) to hearback_app;

-- Workspaces in which a parked request's day has come, for the clock.
create function requests_due(by_day date) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (select 1 from requests r where r.workspace_id = w.id and r.parked_until <= by_day)
  $$;
revoke all on function requests_due(date) from public;
grant execute on function requests_due(date) to hearback_app;

-- Erasing items takes their quotes along; the requests they stood behind, also as voices of others, are counted again.
create or replace function erase_feedback(ids uuid[]) returns setof uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  roots uuid[];
begin
  select array_agg(distinct coalesce(i.merged_into_id, i.id)) into roots
    from public.inbox_items i where i.workspace_id = ws and i.id = any (ids);
  update public.requests r set is_stale = true
    where r.workspace_id = ws and r.id in (
      select coalesce(q.merged_into_id, q.id) from public.request_evidence e
      join public.requests q on q.workspace_id = ws and q.id = e.request_id
      where e.workspace_id = ws and e.feedback_id in (
        select unnest(roots) union all select i.id from public.inbox_items i where i.workspace_id = ws and i.merged_into_id = any (roots)));
  perform public.uncount_words(ids);
  perform public.take_apart(m.id, now()) from public.item_merges m
    where m.workspace_id = ws and m.kept_id = any (ids) and m.undone_at is null;
  delete from public.suggestion_decisions where workspace_id = ws and feedback_id = any (ids);
  delete from public.suggestions where workspace_id = ws and feedback_id = any (ids);
  delete from public.inbox_change_items where workspace_id = ws and feedback_id = any (ids);
  delete from public.inbox_items where workspace_id = ws and id = any (ids);
  return query delete from public.feedback_items where workspace_id = ws and id = any (ids) returning id;
end $$;

-- What all customers pay, which shares of demand are measured against, without reading the accounts themselves.
create index accounts_paying on accounts (workspace_id, currency) include (mrr_cents) where merged_into_id is null and lifecycle = 'active';
