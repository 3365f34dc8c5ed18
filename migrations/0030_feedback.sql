-- What customers said: append-only. What we think of it, want from it and do about it are rows of later stages.

create table feedback_items (
  workspace_id uuid not null,
  id uuid not null,
  account_id uuid,
  contact_id uuid,
  channel text not null,
  kind text,
  external_id text,
  verbatim text not null,
  title text,
  language text,
  rating double precision,
  rating_max double precision,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  is_history boolean not null,
  source_url text,
  context jsonb not null default '{}',
  product text,
  import_run_id uuid,
  response_id uuid,
  search tsvector not null generated always as (
    setweight(to_tsvector('english', coalesce(title, '')), 'A') || to_tsvector('english', verbatim)
  ) stored,
  constraint feedback_items_pkey primary key (workspace_id, id),
  constraint feedback_items_channel_form check (channel ~ '^[a-z][a-z0-9_]{0,39}$'),
  constraint feedback_items_kind_known check (kind in ('bug', 'feature', 'general')),
  constraint feedback_items_verbatim_length check (char_length(verbatim) <= 50000),
  constraint feedback_items_rating_range check (rating >= 0 and rating <= rating_max),
  constraint feedback_items_account_fkey foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  constraint feedback_items_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
-- Ingest is idempotent: the same thing from the same source is one item.
create unique index feedback_items_source on feedback_items (workspace_id, channel, external_id) where external_id is not null;
create index feedback_items_by_contact on feedback_items (workspace_id, contact_id, occurred_at desc, id desc) where contact_id is not null;
create index feedback_items_by_account on feedback_items (workspace_id, account_id, occurred_at desc, id desc) where account_id is not null;
create index feedback_items_by_run on feedback_items (workspace_id, import_run_id, id) where import_run_id is not null;
create index feedback_items_by_response on feedback_items (workspace_id, response_id) where response_id is not null;
create index feedback_items_words on feedback_items using gin (search);
select tenant_table('feedback_items', 'select, insert');
select searchable_table('feedback_items');

-- Files that came with an item; the bytes belong to platform/files.
create table feedback_attachments (
  workspace_id uuid not null,
  feedback_id uuid not null,
  file_id uuid not null,
  position smallint not null,
  constraint feedback_attachments_pkey primary key (workspace_id, feedback_id, file_id),
  constraint feedback_attachments_item_fkey foreign key (workspace_id, feedback_id) references feedback_items (workspace_id, id) on delete cascade,
  constraint feedback_attachments_file_fkey foreign key (workspace_id, file_id) references files (workspace_id, id)
);
create index feedback_attachments_by_file on feedback_attachments (workspace_id, file_id);
select tenant_table('feedback_attachments', 'select, insert');

-- What was typed as a query: words, "phrases", -without, or; the last word also as a beginning, for search as you type.
create function feedback_query(words text) returns tsquery language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
  parts text[] := regexp_match(words, '^([^"]*?)(?:^|\s)([[:alnum:]]{3,})$');
  last tsquery;
begin
  -- Operators, phrases and words that are not indexed ("log out") are taken as they stand.
  if parts is null or words ~* '\mor\M' or numnode(to_tsquery('english', parts[2])) = 0 then
    return websearch_to_tsquery('english', words);
  end if;
  last := to_tsquery('simple', lower(parts[2]) || ':*');
  -- "exporting" is kept as its stem "export", which does not begin with it.
  if to_tsquery('english', parts[2])::text <> quote_literal(lower(parts[2])) then
    last := last || to_tsquery('english', parts[2]);
  end if;
  if btrim(parts[1]) = '' then
    return last;
  end if;
  return websearch_to_tsquery('english', parts[1]) && last;
end $$;

-- The narrow door of search (row-level security would keep the text index from being used). The functions belong to
-- the search role, read the workspace from the context, filter by it themselves and return ids only.

-- Rare words: the ids that match, at most `most`. A single null says that more than `most` are expected or found:
-- then walk the items in date order and ask feedback_search_among which of them match. Volatile, because it explains.
create function feedback_search(words text, most integer) returns table (id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  wanted tsquery := public.feedback_query(words);
  plan json;
  found uuid[];
  -- Words the statistics do not know are expected in up to half a per cent of all items, though most are rare.
  rare float8 := greatest(most, 0.015 * (select c.reltuples from pg_class c where c.oid = 'public.feedback_items'::regclass));
begin
  if numnode(wanted) = 0 then return; end if;
  execute format('explain (format json) select 1 from public.feedback_items f where f.workspace_id = %L and f.search @@ %L::tsquery', ws, wanted)
    into plan;
  if (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8 <= rare then
    execute format('select array_agg(m.id) from (select f.id from public.feedback_items f
      where f.workspace_id = %L and f.search @@ %L::tsquery limit %s) m', ws, wanted, most + 1)
      into found;
    if coalesce(cardinality(found), 0) <= most then
      return query select unnest(found);
      return;
    end if;
  end if;
  return query select null::uuid;
end $$;

-- Common words: which of these items match.
create function feedback_search_among(ids uuid[], words text) returns table (id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  wanted tsquery := public.feedback_query(words);
begin
  if numnode(wanted) = 0 then return; end if;
  return query
    select f.id from unnest(ids) as given (id)
      join public.feedback_items f on f.workspace_id = ws and f.id = given.id
      where f.search @@ wanted;
end $$;

-- What later stages did about an item: events that name it, and all events of what they opened for it.
create index events_by_feedback on events (workspace_id, (payload ->> 'feedbackId'), id) where payload ? 'feedbackId';
select searchable_table('events');
create function events_of_feedback(item uuid, most integer) returns table (id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
begin
  return query
    with named as (
      select e.id, e.subject_id from public.events e
        where e.workspace_id = ws and e.payload ? 'feedbackId' and e.payload ->> 'feedbackId' = item::text
        order by e.id desc limit most
    ), opened as (
      select distinct n.subject_id from named n where n.subject_id <> item
    )
    select n.id from named n
    union
    select e.id from public.events e where e.workspace_id = ws and e.subject_id = item
    union
    select e.id from opened o cross join lateral (
      select x.id from public.events x where x.workspace_id = ws and x.subject_id = o.subject_id order by x.id desc limit most
    ) e;
end $$;

grant create on schema public to hearback_search;
alter function feedback_search(text, integer) owner to hearback_search;
alter function feedback_search_among(uuid[], text) owner to hearback_search;
alter function events_of_feedback(uuid, integer) owner to hearback_search;
revoke create on schema public from hearback_search;
revoke all on function feedback_search(text, integer), feedback_search_among(uuid[], text), events_of_feedback(uuid, integer) from public;
grant execute on function feedback_search(text, integer), feedback_search_among(uuid[], text), events_of_feedback(uuid, integer) to hearback_app;
