-- formerly 5b2b7f3b5ef1a223fe3521fa2107cf03065098df361242bc29351210ade5cdbc
-- formerly 95b668f36b16e7ce2c852662505ccf0d55db964946d507a730ce9c3c6936f60b
-- Thousands of matches come as one row: as a row each they take longer to hand out than to find.

drop function feedback_search(text, text, integer);

-- How many items a query is expected to find.
create function feedback_expected(workspace uuid, asked tsquery) returns float8
language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
declare
  plan json;
begin
  execute format('explain (format json) select 1 from public.feedback_items where workspace_id = %L and search @@ %L::tsquery', workspace, asked)
    into plan;
  return (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8;
end $$;

-- Rare words: the items that match, at most `most`, and at the same place how well each fits. Nulls say that more than
-- `most` are expected or found: then walk the items in date order and ask feedback_search_among which of them match.
-- Volatile, because it explains.
create function feedback_search(wanted text, ending text, most integer, out ids uuid[], out relevances float8[])
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  asked tsquery := public.feedback_query(wanted, ending);
  first tsquery := to_tsquery('public.feedback', wanted);
  whole tsquery;
  matching text;
  typed text;
  known text[];
  held bigint;
  -- Words the statistics do not know are expected in up to half a per cent of all items, though most are rare.
  rare float8 := greatest(5000, 0.015 * (select c.reltuples from pg_class c where c.oid = 'public.feedback_items'::regclass));
begin
  if numnode(asked) = 0 then
    ids := '{}';
    relevances := '{}';
    return;
  end if;
  typed := (tsvector_to_array(to_tsvector('public.feedback_words', ending)))[1];
  if typed is not null then
    -- The counted words tell sooner than the index what a beginning would find.
    select array_agg(k.word), sum(k.items) into known, held from (
      select w.word, w.items from public.search_words w
      where w.workspace_id = ws and w.word >= typed and w.word < typed || chr(1114111) limit 50) k;
    if numnode(first) = 0 and held > most and most > 0 then return; end if;
    -- Where each word that begins so is a form of the word itself, it need not be looked up as a beginning.
    whole := to_tsquery('public.feedback', ending) || to_tsquery('public.feedback_words', ending);
    if cardinality(known) < 50 and not exists (
      select 1 from unnest(known) k (word) where not to_tsvector('public.feedback', k.word) @@ whole)
    then
      asked := case when numnode(first) = 0 then whole else first && whole end;
      ending := '';
    end if;
  end if;
  if public.feedback_expected(ws, asked) <= rare then
    matching := format('public.feedback_items where workspace_id = %L and search @@ %L::tsquery', ws, asked);
    -- A beginning that many words have is long to look up; few items with the other words are sooner read.
    if ending <> '' and numnode(first) > 0 and public.feedback_expected(ws, first) <= rare then
      matching := format('(select * from public.feedback_items where workspace_id = %L and search @@ %L::tsquery offset 0) f
        where search @@ %L::tsquery', ws, first, asked);
    end if;
    execute format('select coalesce(array_agg(m.id), ''{}''), coalesce(array_agg(public.feedback_relevance(ts_rank(m.search, %L::tsquery, 1), m.received_at)), ''{}'')
      from (select id, search, received_at from %s limit %s) m', asked, matching, most + 1)
      into ids, relevances;
    if cardinality(ids) > most then
      ids := null;
      relevances := null;
    end if;
  end if;
end $$;

grant create on schema public to hearback_search;
alter function feedback_search(text, text, integer) owner to hearback_search;
revoke create on schema public from hearback_search;
revoke all on function feedback_search(text, text, integer) from public;
grant execute on function feedback_search(text, text, integer) to hearback_app;
