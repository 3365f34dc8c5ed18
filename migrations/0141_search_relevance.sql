-- formerly 4890dc67cbb1bdc1bd8718d792c58ba62a3d24e89b3341b22f0bd195e73e8362
-- formerly c66c7b8e6f356d1aadfc0cb0ae5ab1e14c0cca478ee07e55ddfbaed6784f7e65
-- Matches come with how well they fit, so that no row is read twice.

-- How well a match fits, halved every 90 days. As a sum of logarithms it does not depend on when it is asked, so that
-- pages fit together. Written so that it is put into the statement in place of being called.
create function feedback_relevance(rank real, at timestamptz) returns float8 language sql immutable parallel safe
  return ln(greatest(rank, 1e-9::real)::float8) / ln(2::float8) + date_part('epoch', at - timestamptz '2000-01-01 00:00Z') / (90 * 86400);

drop function feedback_search(text, text, integer), feedback_search_among(uuid[], text, text), feedback_rank(uuid[], text, text);

-- Rare words: the items that match, at most `most`. A single null says that more than `most` are expected or found: then
-- walk the items in date order and ask feedback_search_among which of them match. Volatile, because it explains.
create function feedback_search(wanted text, ending text, most integer) returns table (id uuid, relevance float8)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  asked tsquery := public.feedback_query(wanted, ending);
  first tsquery := to_tsquery('public.feedback', wanted);
  whole tsquery;
  matching text;
  plan json;
  found uuid[];
  relevances float8[];
  typed text;
  known text[];
  held bigint;
  -- Words the statistics do not know are expected in up to half a per cent of all items, though most are rare.
  rare float8 := greatest(5000, 0.015 * (select c.reltuples from pg_class c where c.oid = 'public.feedback_items'::regclass));
begin
  if numnode(asked) = 0 then return; end if;
  typed := (tsvector_to_array(to_tsvector('public.feedback_words', ending)))[1];
  if typed is not null then
    -- The counted words tell sooner than the index what a beginning would find.
    select array_agg(k.word), sum(k.items) into known, held from (
      select w.word, w.items from public.search_words w
      where w.workspace_id = ws and w.word >= typed and w.word < typed || chr(1114111) limit 50) k;
    if numnode(first) = 0 and held > most and most > 0 then
      return query select null::uuid, null::float8;
      return;
    end if;
    -- Where each word that begins so is a form of the word itself, it need not be looked up as a beginning.
    whole := to_tsquery('public.feedback', ending) || to_tsquery('public.feedback_words', ending);
    if cardinality(known) < 50 and not exists (
      select 1 from unnest(known) k (word) where not to_tsvector('public.feedback', k.word) @@ whole)
    then
      asked := case when numnode(first) = 0 then whole else first && whole end;
      ending := '';
    end if;
  end if;
  matching := format('from public.feedback_items f where f.workspace_id = %L and f.search @@ %L::tsquery', ws, asked);
  execute 'explain (format json) select 1 ' || matching into plan;
  if (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8 <= rare then
    -- A beginning that many words have is long to look up; few items with the other words are sooner read.
    if ending <> '' and numnode(first) > 0 then
      execute format('explain (format json) select 1 from public.feedback_items f where f.workspace_id = %L and f.search @@ %L::tsquery', ws, first)
        into plan;
      if (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8 <= rare then
        matching := format('from (select * from public.feedback_items where workspace_id = %L and search @@ %L::tsquery offset 0) f
          where f.search @@ %L::tsquery', ws, first, asked);
      end if;
    end if;
    execute format('select array_agg(m.id), array_agg(public.feedback_relevance(ts_rank(m.search, %L::tsquery, 1), m.received_at))
      from (select f.id, f.search, f.received_at %s limit %s) m', asked, matching, most + 1)
      into found, relevances;
    if coalesce(cardinality(found), 0) <= most then
      return query select * from unnest(found, relevances);
      return;
    end if;
  end if;
  return query select null::uuid, null::float8;
end $$;

-- Common words: which of these items match.
create function feedback_search_among(ids uuid[], wanted text, ending text) returns table (id uuid, relevance float8)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  asked tsquery := public.feedback_query(wanted, ending);
begin
  if numnode(asked) = 0 then return; end if;
  return query
    select f.id, public.feedback_relevance(ts_rank(f.search, asked, 1), f.received_at) from public.feedback_items f
      where f.workspace_id = ws and f.id = any (ids) and f.search @@ asked;
end $$;

grant create on schema public to hearback_search;
alter function feedback_search(text, text, integer) owner to hearback_search;
alter function feedback_search_among(uuid[], text, text) owner to hearback_search;
revoke create on schema public from hearback_search;
revoke all on function feedback_search(text, text, integer), feedback_search_among(uuid[], text, text) from public;
grant execute on function feedback_search(text, text, integer), feedback_search_among(uuid[], text, text) to hearback_app;
