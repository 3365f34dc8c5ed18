-- Search: accents and separators do not matter, scripts without spaces are found, and the words of each workspace are
-- counted, so that a misspelt one can be told from a rare one.

create extension if not exists unaccent;
create text search configuration feedback (copy = pg_catalog.english);
alter text search configuration feedback alter mapping for word, numword with unaccent, english_stem;
create text search configuration feedback_words (copy = pg_catalog.simple);
alter text search configuration feedback_words alter mapping for word, numword with unaccent, simple;

-- What the parser takes for addresses, paths, tags and signs ("iOS/Android", "works.But") is words to people.
create function feedback_plain(given text) returns text language sql immutable parallel safe
  return translate(given, './@-_<>&+', '         ');

-- Words the parser does not see, written by the application: pairs of neighbours where a script has no spaces, emoji,
-- words with invisible characters in them. Null for most items.
alter table feedback_items drop column search, add column hidden_words text;
alter table feedback_items add column search tsvector not null generated always as (
  setweight(to_tsvector('public.feedback', feedback_plain(coalesce(title, ''))), 'A')
    || to_tsvector('public.feedback', feedback_plain(verbatim))
    || to_tsvector('public.feedback_words', coalesce(hidden_words, ''))
) stored;
create index feedback_items_words on feedback_items using gin (search);

-- `wanted` is a query in the form of to_tsquery; `ending` the word still being typed, taken as a beginning too.
-- "log out" ends with a word that is not indexed, "exporting" is kept as its stem, which does not begin with it.
create function feedback_query(wanted text, ending text) returns tsquery
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
  asked tsquery := to_tsquery('public.feedback', wanted);
  last tsquery := to_tsquery('public.feedback', ending);
begin
  if numnode(last) = 0 then return asked; end if;
  last := last || to_tsquery('public.feedback_words', ending || ':*');
  return case when numnode(asked) = 0 then last else asked && last end;
end $$;

drop function feedback_search(text, integer), feedback_search_among(uuid[], text), feedback_query(text);

-- Rare words: the ids that match, at most `most`. A single null says that more than `most` are expected or found:
-- then walk the items in date order and ask feedback_search_among which of them match. Volatile, because it explains.
create function feedback_search(wanted text, ending text, most integer) returns table (id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  asked tsquery := public.feedback_query(wanted, ending);
  plan json;
  found uuid[];
  -- Words the statistics do not know are expected in up to half a per cent of all items, though most are rare.
  rare float8 := greatest(5000, 0.015 * (select c.reltuples from pg_class c where c.oid = 'public.feedback_items'::regclass));
begin
  if numnode(asked) = 0 then return; end if;
  execute format('explain (format json) select 1 from public.feedback_items f where f.workspace_id = %L and f.search @@ %L::tsquery', ws, asked)
    into plan;
  if (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8 <= rare then
    execute format('select array_agg(m.id) from (select f.id from public.feedback_items f
      where f.workspace_id = %L and f.search @@ %L::tsquery limit %s) m', ws, asked, most + 1)
      into found;
    if coalesce(cardinality(found), 0) <= most then
      return query select unnest(found);
      return;
    end if;
  end if;
  return query select null::uuid;
end $$;

-- Common words: which of these items match.
create function feedback_search_among(ids uuid[], wanted text, ending text) returns table (id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  asked tsquery := public.feedback_query(wanted, ending);
begin
  if numnode(asked) = 0 then return; end if;
  return query
    select f.id from unnest(ids) as given (id)
      join public.feedback_items f on f.workspace_id = ws and f.id = given.id
      where f.search @@ asked;
end $$;

-- How well each of these items fits: often, early weights for the title, less for long texts.
create function feedback_rank(ids uuid[], wanted text, ending text) returns table (id uuid, rank real)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  asked tsquery := public.feedback_query(wanted, ending);
begin
  return query
    select f.id, ts_rank(f.search, asked, 1) from unnest(ids) as given (id)
      join public.feedback_items f on f.workspace_id = ws and f.id = given.id;
end $$;

-- The words of an item as people write them, for spelling: no numbers, no scripts without spaces.
create function feedback_words(title text, verbatim text) returns setof text language sql immutable parallel safe as $$
  select word from unnest(tsvector_to_array(to_tsvector('public.feedback_words',
    public.feedback_plain(coalesce(title || ' ', '') || verbatim)))) as t (word)
  where word ~ '^[^0-9\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{3,30}$'
$$;

-- Two words no more than two slips apart share a key: each is the word without one of its letters, without two where it
-- has seven or more (symmetric deletion). Longer words are told apart by their first seven letters.
create function spelling_keys(workspace uuid, word text) returns bigint[] language sql immutable parallel safe as $$
  with w as (select left(word, 7) as word),
  once as (select left(w.word, i - 1) || substr(w.word, i + 1) as word from w, generate_series(1, char_length(w.word)) i),
  twice as (
    select left(o.word, i - 1) || substr(o.word, i + 1) as word from once o, generate_series(1, char_length(o.word)) i
    where char_length(o.word) = 6
  )
  select array(
    select distinct hashtextextended(k.word, hashtextextended(workspace::text, 0))
    from (select * from w union all select * from once union all select * from twice) k)
$$;

create table search_words (
  workspace_id uuid not null,
  word text collate "C" not null,
  items integer not null,
  keys bigint[] not null generated always as (spelling_keys(workspace_id, word)) stored,
  constraint search_words_pkey primary key (workspace_id, word),
  constraint search_words_held check (items > 0)
) with (fillfactor = 80);
create index search_words_spellings on search_words using gin (keys);
select tenant_table('search_words', 'select, insert, update, delete');
select searchable_table('search_words');

-- Known words that look like this one, those most items hold first.
create function similar_words(asked text) returns table (word text, items integer)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
begin
  return query
    select w.word::text, w.items from public.search_words w
    where w.workspace_id = ws and w.keys && public.spelling_keys(ws, asked)
    order by w.items desc, w.word limit 300;
end $$;

-- Takes the words of items about to be erased out of the count. Items whose event the counting consumer has not heard
-- were never counted; holding its cursor keeps it from counting them meanwhile.
create function uncount_words(ids uuid[]) returns void
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
begin
  insert into public.consumer_cursors (workspace_id, consumer, xid, id)
    values (ws, 'collect/search', '0', '00000000-0000-0000-0000-000000000000') on conflict do nothing;
  perform 1 from public.consumer_cursors where workspace_id = ws and consumer = 'collect/search' for update;
  merge into public.search_words k
    using (
      with unheard as materialized (
        select one.id::uuid as id from public.consumer_cursors c
          join public.events e on e.workspace_id = ws and (e.xid, e.id) > (c.xid, c.id) and e.type = 'feedback.received'
          cross join jsonb_array_elements_text(e.payload -> 'ids') as one (id)
        where c.workspace_id = ws and c.consumer = 'collect/search'
      )
      select w.word, count(*)::integer as items from public.feedback_items f
        cross join public.feedback_words(f.title, f.verbatim) as w (word)
      where f.workspace_id = ws and f.id = any (ids) and not exists (select 1 from unheard u where u.id = f.id)
      group by w.word order by w.word
    ) gone on k.workspace_id = ws and k.word = gone.word
    when matched and k.items <= gone.items then delete
    when matched then update set items = k.items - gone.items;
end $$;
revoke all on function uncount_words(uuid[]) from public;

create or replace function erase_feedback(ids uuid[]) returns setof uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
begin
  perform public.uncount_words(ids);
  delete from public.suggestion_decisions where workspace_id = ws and feedback_id = any (ids);
  delete from public.suggestions where workspace_id = ws and feedback_id = any (ids);
  delete from public.inbox_change_items where workspace_id = ws and feedback_id = any (ids);
  delete from public.inbox_items where workspace_id = ws and id = any (ids);
  return query delete from public.feedback_items where workspace_id = ws and id = any (ids) returning id;
end $$;

grant create on schema public to hearback_search;
alter function feedback_search(text, text, integer) owner to hearback_search;
alter function feedback_search_among(uuid[], text, text) owner to hearback_search;
alter function feedback_rank(uuid[], text, text) owner to hearback_search;
alter function similar_words(text) owner to hearback_search;
revoke create on schema public from hearback_search;
revoke all on function feedback_search(text, text, integer), feedback_search_among(uuid[], text, text),
  feedback_rank(uuid[], text, text), similar_words(text) from public;
grant execute on function feedback_search(text, text, integer), feedback_search_among(uuid[], text, text),
  feedback_rank(uuid[], text, text), similar_words(text) to hearback_app;
