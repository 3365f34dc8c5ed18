-- The portal for customers (L4): which requests the public may see and in which words, who voted for them, what people
-- posted there, and boards that only some segments see.

-- The public face of a request. Nothing else of it is ever shown outside: a page reads these columns, the status and the
-- product area, and no others.
alter table requests
  add column is_public boolean not null default false,
  add column public_title text,
  add column public_text text,
  -- what we say about where it stands, and when it may come, in our words
  add column public_note text,
  add column public_when text,
  add column public_at timestamptz,
  -- stems of the public title and text, to find it by
  add column public_words integer[] not null default '{}',
  -- distinct people who voted for it or for one merged into it; kept by votes.ts and demand.ts
  add column voters integer not null default 0,
  add constraint requests_public_title_length check (char_length(public_title) between 1 and 140),
  add constraint requests_public_text_length check (char_length(public_text) between 1 and 5000),
  add constraint requests_public_note_length check (char_length(public_note) between 1 and 1000),
  add constraint requests_public_when_length check (char_length(public_when) between 1 and 40),
  add constraint requests_public_whole check (not is_public or (public_title is not null and public_at is not null)),
  add constraint requests_voters_count check (voters >= 0);
create index requests_public_by_votes on requests (workspace_id, voters desc, id desc) where is_public and merged_into_id is null;
create index requests_public_newest on requests (workspace_id, public_at desc, id desc) where is_public and merged_into_id is null;
create index requests_public_of_status on requests (workspace_id, status, voters desc, id desc) where is_public and merged_into_id is null;
create index requests_public_of_area on requests (workspace_id, product_area_id, voters desc, id desc) where is_public and merged_into_id is null;
create index requests_public_words on requests using gin (workspace_id, public_words) where is_public and merged_into_id is null;

-- One vote per request and voter: a contact, or the key of a browser where nobody has to sign in.
create table request_votes (
  workspace_id uuid not null,
  request_id uuid not null,
  voter_id uuid not null,
  is_visitor boolean not null,
  contact_id uuid generated always as (case when is_visitor then null else voter_id end) stored,
  importance smallint not null,
  voted_at timestamptz not null,
  constraint request_votes_pkey primary key (workspace_id, request_id, voter_id),
  constraint request_votes_importance check (importance between 0 and 3),
  constraint request_votes_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade,
  constraint request_votes_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade
);
create index request_votes_by_voter on request_votes (workspace_id, voter_id, request_id);
select tenant_table('request_votes', 'select, insert, update, delete');

-- A product area that stands as a board on the portal, with those below it. Without segments everybody sees it.
create table portal_boards (
  workspace_id uuid not null,
  id uuid not null,
  product_area_id uuid not null,
  segments text[] not null default '{}',
  position integer not null,
  constraint portal_boards_pkey primary key (workspace_id, id),
  constraint portal_boards_once unique (workspace_id, product_area_id),
  constraint portal_boards_segments_most check (cardinality(segments) <= 50),
  constraint portal_boards_area_fkey foreign key (workspace_id, product_area_id) references product_areas (workspace_id, id) on delete cascade
);
select tenant_table('portal_boards', 'select, insert, update, delete');

-- An idea as a customer posted it: the item it became, and the request it stands behind once it is published.
create table portal_ideas (
  workspace_id uuid not null,
  id uuid not null,
  feedback_id uuid not null,
  contact_id uuid not null,
  product_area_id uuid,
  title text not null,
  text text,
  importance smallint not null,
  state text not null,
  request_id uuid,
  decided_by_member_id uuid,
  decided_at timestamptz,
  created_at timestamptz not null,
  constraint portal_ideas_pkey primary key (workspace_id, id),
  constraint portal_ideas_title_length check (char_length(title) between 1 and 140),
  constraint portal_ideas_text_length check (char_length(text) between 1 and 5000),
  constraint portal_ideas_state_known check (state in ('held', 'published', 'refused')),
  constraint portal_ideas_published check ((state = 'published') = (request_id is not null)),
  constraint portal_ideas_item_fkey foreign key (workspace_id, feedback_id) references feedback_items (workspace_id, id) on delete cascade,
  constraint portal_ideas_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade,
  constraint portal_ideas_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade
);
create index portal_ideas_of_state on portal_ideas (workspace_id, state, created_at desc, id desc);
create index portal_ideas_by_item on portal_ideas (workspace_id, feedback_id);
create index portal_ideas_by_contact on portal_ideas (workspace_id, contact_id);
create index portal_ideas_by_request on portal_ideas (workspace_id, request_id) where request_id is not null;
select tenant_table('portal_ideas', 'select, insert, update');

-- What people, and we, say below an idea.
create table portal_comments (
  workspace_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  contact_id uuid,
  member_id uuid,
  text text not null,
  state text not null,
  -- why a person looks at it first
  held_for text,
  decided_by_member_id uuid,
  created_at timestamptz not null,
  constraint portal_comments_pkey primary key (workspace_id, id),
  constraint portal_comments_text_length check (char_length(text) between 1 and 2000),
  constraint portal_comments_state_known check (state in ('held', 'published', 'removed')),
  constraint portal_comments_held_for_known check (held_for in ('all', 'first', 'links')),
  constraint portal_comments_by_one check (num_nonnulls(contact_id, member_id) = 1),
  constraint portal_comments_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade,
  constraint portal_comments_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade,
  constraint portal_comments_member_fkey foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create index portal_comments_of_request on portal_comments (workspace_id, request_id, created_at desc, id desc);
create index portal_comments_of_state on portal_comments (workspace_id, state, created_at desc, id desc);
create index portal_comments_by_contact on portal_comments (workspace_id, contact_id, state) where contact_id is not null;
select tenant_table('portal_comments', 'select, insert, update');

-- An address somebody typed, until they prove that it is theirs by the link in the mail; and what they meant to do.
create table portal_sign_ins (
  workspace_id uuid not null,
  id uuid not null,
  email text not null,
  wish jsonb not null default '{}',
  created_at timestamptz not null,
  constraint portal_sign_ins_pkey primary key (workspace_id, id),
  constraint portal_sign_ins_email_lower check (email = lower(email))
);
create index portal_sign_ins_by_email on portal_sign_ins (workspace_id, email, created_at);
create index portal_sign_ins_old on portal_sign_ins (created_at);
select tenant_table('portal_sign_ins', 'select, insert, update, delete');

-- Typed addresses that nobody proved are forgotten.
create function forget_portal_sign_ins(before timestamptz) returns void
  language sql volatile security definer set search_path = public, pg_temp
  as $$ delete from portal_sign_ins where created_at < before $$;
revoke all on function forget_portal_sign_ins(timestamptz) from public;
grant execute on function forget_portal_sign_ins(timestamptz) to hearback_app;

-- The portals that anybody may see: what /robots.txt names.
create function public_portals() returns table (slug text)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.slug from settings s join workspaces w on w.id = s.workspace_id
    where s.key = 'portal' and s.value ->> 'access' = 'public' order by w.slug limit 500
  $$;
revoke all on function public_portals() from public;
grant execute on function public_portals() to hearback_app;

-- Public ideas that have all of these words, those with most votes first.
create function search_idea_ids(keys integer[], most integer) returns table (id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
begin
  return query select x.id from (
      select r.id, r.voters from public.requests r
      where r.workspace_id = ws and r.is_public and r.merged_into_id is null and r.public_words @> keys limit 2000) x
    order by x.voters desc, x.id desc limit most;
end $$;

-- Public ideas that share the heaviest of these words: of each word some, as one that many have tells little.
create function similar_idea_ids(keys integer[], weights real[], most integer) returns table (id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
begin
  return query select x.id from unnest(keys, weights) as k (key, weight)
    cross join lateral (
      select r.id from public.requests r
      where r.workspace_id = ws and r.is_public and r.merged_into_id is null and r.public_words @> array[k.key] limit 300) x
    group by x.id order by sum(k.weight) desc, x.id desc limit most;
end $$;

grant create on schema public to hearback_search;
alter function search_idea_ids(integer[], integer) owner to hearback_search;
alter function similar_idea_ids(integer[], real[], integer) owner to hearback_search;
revoke create on schema public from hearback_search;
revoke all on function search_idea_ids(integer[], integer), similar_idea_ids(integer[], real[], integer) from public;
grant execute on function search_idea_ids(integer[], integer), similar_idea_ids(integer[], real[], integer) to hearback_app;
