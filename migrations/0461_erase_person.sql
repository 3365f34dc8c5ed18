-- A text without what the patterns find; json with every text in it treated so, or, without patterns, every text gone.
create function erased_text(given text, patterns text[]) returns text language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
  pattern text;
begin
  foreach pattern in array patterns loop
    given := regexp_replace(given, pattern, '[erased]', 'gi');
  end loop;
  return given;
end $$;

create function erased_texts(given text[], patterns text[]) returns text[] language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$ select coalesce(array_agg(erased_text(x, patterns) order by n), '{}') from unnest(given) with ordinality as u (x, n) $$;

create function erased_json(given jsonb, patterns text[]) returns jsonb language plpgsql immutable set search_path = pg_catalog, public, pg_temp as $$
begin
  return case jsonb_typeof(given)
    when 'string' then to_jsonb(case when patterns is null then '[erased]' else erased_text(given #>> '{}', patterns) end)
    when 'array' then (select coalesce(jsonb_agg(erased_json(x, patterns) order by n), '[]') from jsonb_array_elements(given) with ordinality as u (x, n))
    when 'object' then (select coalesce(jsonb_object_agg(k, erased_json(v, patterns)), '{}') from jsonb_each(given) as e (k, v))
    else given end;
end $$;

-- A text as a pattern for itself, spaces of any kind and number alike.
create function text_pattern(given text) returns text language sql immutable set search_path = pg_catalog, pg_temp
  as $$ select regexp_replace(regexp_replace(btrim(given), '([].*+?^${}()|\\[])', '\\\1', 'g'), '\s+', '\\s+', 'g') $$;

-- A text as a pattern for LIKE: what it begins with, and anything where it has spaces or signs that JSON or LIKE read otherwise.
create function rough_pattern(given text) returns text language sql immutable set search_path = pg_catalog, pg_temp
  as $$ select '%' || regexp_replace(lower(left(btrim(given), 24)), '[\s"\\%_]+', '%', 'g') || '%' $$;

create function mentions(given text, rough text[], patterns text[]) returns boolean language sql immutable
  as $$ select lower(given) like any (rough) and given ~* any (patterns) $$;

create type person_scope as (items uuid[], cases uuid[], addresses text[], numbers text[], files uuid[], patterns text[],
  rough text[], rough_now text[]);

-- What belongs to some contacts. Patterns only where asked: names of several words (one word alone may mean anybody), addresses,
-- numbers, each sentence of theirs from 20 signs on, and the beginning of each text as an excerpt quotes it.
create function scope_of(people uuid[], with_patterns boolean) returns person_scope
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  s person_scope;
  names text[];
  texts text[];
  sayings text[];
  called text[];
begin
  s.items := array(select f.id from feedback_items f where f.workspace_id = ws and f.contact_id = any (people));
  s.cases := array(select c.id from cases c where c.workspace_id = ws and c.contact_id = any (people));
  s.addresses := array(
    select distinct lower(a) from (
      select c.email from contacts c where c.workspace_id = ws and c.id = any (people)
      union all select k.key from contact_keys k where k.workspace_id = ws and k.contact_id = any (people) and k.source = 'email'
      union all select g.email from signal_subjects g where g.workspace_id = ws and g.contact_id = any (people)
      union all select x.v ->> 'email' from customer_merges m cross join lateral (values (m.filled), (m.before)) as x (v)
        where m.workspace_id = ws and m.kind = 'contact' and (m.survivor_id = any (people) or m.loser_id = any (people))
    ) as found (a) where a like '%@%');
  s.numbers := array(select distinct c.phone_e164 from contacts c where c.workspace_id = ws and c.id = any (people) and c.phone_e164 is not null);
  s.files := array(
    select m.file_id from inbound_mails m where m.workspace_id = ws and m.file_id is not null and (m.contact_id = any (people) or m.from_address = any (s.addresses))
    union select a.file_id from inbound_attachments a join inbound_mails m on m.workspace_id = ws and m.id = a.inbound_mail_id
      where a.workspace_id = ws and a.file_id is not null and (m.contact_id = any (people) or m.from_address = any (s.addresses))
    union select a.file_id from feedback_attachments a where a.workspace_id = ws and a.feedback_id = any (s.items)
    union select w.file_id from widget_submissions w where w.workspace_id = ws and w.file_id is not null and w.feedback_id = any (s.items));
  if not with_patterns then return s; end if;
  names := array(
    select distinct btrim(n) from (
      select c.name from contacts c where c.workspace_id = ws and c.id = any (people)
      union all select g.name from signal_subjects g where g.workspace_id = ws and g.contact_id = any (people)
      union all select m.from_name from inbound_mails m where m.workspace_id = ws and m.contact_id = any (people)
      union all select x.v ->> 'name' from customer_merges m cross join lateral (values (m.filled), (m.before)) as x (v)
        where m.workspace_id = ws and m.kind = 'contact' and (m.survivor_id = any (people) or m.loser_id = any (people))
    ) as found (n) where btrim(n) ~ '\S\s+\S');
  texts := array(
    select distinct btrim(x) from (
      select f.verbatim from feedback_items f where f.workspace_id = ws and f.id = any (s.items)
      union all select f.title from feedback_items f where f.workspace_id = ws and f.id = any (s.items)
      union all select a.words from answers a join responses r on r.workspace_id = ws and r.id = a.response_id
        where a.workspace_id = ws and r.contact_id = any (people)
      union all select p.text from portal_comments p where p.workspace_id = ws and p.contact_id = any (people)
      union all select p.text from portal_ideas p where p.workspace_id = ws and p.contact_id = any (people)
      union all select m.words from inbound_mails m where m.workspace_id = ws and (m.contact_id = any (people) or m.from_address = any (s.addresses))
      union all select m.words from sms_replies m where m.workspace_id = ws and m.contact_id = any (people)
    ) as found (x) where char_length(btrim(x)) >= 20);
  sayings := array(
    select distinct btrim(left(one, 1000)) from unnest(texts) as x, regexp_split_to_table(x, '[\r\n]+|(?<=[.!?])\s+') as one
    where char_length(btrim(one)) >= 20
    -- what became the title of a request is the workspace's own, with the voices of others behind it
    except select unnest(array[r.title, r.public_title]) from requests r where r.workspace_id = ws);
  called := array(
    select a from unnest(s.addresses) as a union select n from unnest(names) as n union select unaccent(n) from unnest(names) as n
    union select c.phone from contacts c where c.workspace_id = ws and c.id = any (people) and char_length(btrim(c.phone)) >= 7
    union select n from unnest(s.numbers) as n);
  s.patterns := array(
    select string_agg(p, '|') from (
      select p, (row_number() over (order by char_length(p) desc, p) - 1) / 40 as part from (
        select '\m' || text_pattern(c) || '\M' as p from unnest(called) as c where c !~ '^[+(]'
        union select text_pattern(c) from unnest(called) as c where c ~ '^[+(]'
        union select text_pattern(one) from unnest(sayings) as one
        union select text_pattern(left(x, 24)) || '[^\n"”»]*' from unnest(texts) as x
          where not exists (select from requests r where r.workspace_id = ws and (starts_with(x, r.title) or starts_with(x, r.public_title)))
      ) as each (p)
    ) as parts group by part order by part);
  s.rough := array(select rough_pattern(x) from unnest(called || sayings || texts) as x union select '%' || lower(regexp_replace(c, '\s+', '%', 'g')) || '%' from unnest(called) as c);
  s.rough_now := array(
    select '%' || lower(regexp_replace(c, '\s+', '%', 'g')) || '%' from unnest(called) as c
    union select rough_pattern(f.verbatim) from feedback_items f
      where f.workspace_id = ws and f.id = any (s.items) and char_length(btrim(f.verbatim)) >= 20
        and f.received_at > (select min(k.created_at) - interval '1 day' from idempotency_keys k where k.workspace_id = ws));
  return s;
end $$;
revoke all on function scope_of(uuid[], boolean) from public;

-- The condition for a row of the map: what is theirs, or what the patterns find in it.
create function personal_condition(m personal_data) returns text language sql stable set search_path = pg_catalog, public, pg_temp
  as $$
    select case when m.mine is not null then '(' || m.mine || ')' else '(' || (
      select string_agg(format('public.mentions(' || case format_type(a.atttypid, a.atttypmod)
          when 'text[]' then 'array_to_string(t.%I, chr(10))' else 't.%I::text' end || ', $10, $8)', a.attname), ' or ')
      from pg_attribute a where a.attrelid = ('public.' || quote_ident(m.name))::regclass and a.attname = any (m.scrubs)) || ')' end
  $$;

-- How many rows of each table hold something of these contacts.
create function count_personal_data(people uuid[], files uuid[]) returns table (kind text, name text, act text, n bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  s person_scope := scope_of(people, true);
  m personal_data;
begin
  for m in select * from personal_data d order by d.place loop
    kind := m.kind; name := m.name; act := case when m.mine is null then 'scrub' else m.act end;
    execute format('select count(*) from public.%I t where t.workspace_id = $1 and %s', m.name, personal_condition(m))
      into n using ws, people, s.items, s.cases, s.addresses, s.numbers, s.files || files, s.patterns, null::timestamptz, s.rough, s.rough_now;
    if n > 0 then return next; end if;
  end loop;
end $$;

-- A page of the rows of one table that are theirs, in the order of its primary key, after a row of the page before.
create function page_personal_data(wanted text, people uuid[], files uuid[], after jsonb, most integer) returns setof jsonb
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  s person_scope := scope_of(people, false);
  m personal_data;
  keys text;
begin
  select * into m from personal_data d where d.name = wanted and d.is_exported;
  if not found then return; end if;
  select string_agg(format('%%1$s.%I', a.attname), ', ' order by k.n) into keys
    from pg_constraint c cross join lateral unnest(c.conkey) with ordinality as k (attnum, n)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
    where c.conrelid = ('public.' || quote_ident(wanted))::regclass and c.contype = 'p';
  return query execute format(
    'select to_jsonb(t) from public.%I t where t.workspace_id = $1 and (%s) and ($12::jsonb is null or (%s) > (select %s from jsonb_populate_record(null::public.%I, $12) as x)) order by %s limit $13',
    wanted, m.mine, format(keys, 't'), format(keys, 'x'), wanted, format(keys, 't'))
    using ws, people, s.items, s.cases, s.addresses, s.numbers, s.files || files, s.patterns, null::timestamptz, s.rough, s.rough_now, after, most;
end $$;

-- Erases some contacts, which are one person, everywhere. Refuses under a legal hold. Answers how many rows of each table changed.
create function erase_person(people uuid[], files uuid[], at timestamptz) returns table (kind text, name text, act text, n bigint)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  s person_scope;
  m personal_data;
  change text;
begin
  perform 1 from contacts c where c.workspace_id = ws and c.id = any (people) order by c.id for update;
  if holds_everything() or exists (select from held_contacts() as h (id) where h.id = any (people)) then
    raise exception 'a legal hold keeps this person' using errcode = 'HB002';
  end if;
  s := scope_of(people, true);
  perform uncount_words(s.items);
  for m in select * from personal_data d where d.act <> 'keep' or cardinality(d.scrubs) > 0 order by d.place loop
    kind := m.kind; name := m.name; act := case when m.mine is null then 'scrub' else m.act end;
    if m.act = 'delete' then
      change := format('delete from public.%I t', m.name);
    else
      select format('update public.%I t set %s', m.name, concat_ws(', ', m.sets, string_agg(
          format(case format_type(a.atttypid, a.atttypmod) when 'jsonb' then '%1$I = public.erased_json(t.%1$I, $8)'
            when 'text[]' then '%1$I = public.erased_texts(t.%1$I, $8)' else '%1$I = public.erased_text(t.%1$I, $8)' end, a.attname), ', ')))
        into change
        from pg_attribute a where a.attrelid = ('public.' || quote_ident(m.name))::regclass and a.attname = any (m.scrubs);
    end if;
    execute format('%s where t.workspace_id = $1 and %s', change, personal_condition(m))
      using ws, people, s.items, s.cases, s.addresses, s.numbers, s.files || files, s.patterns, at, s.rough, s.rough_now;
    get diagnostics n = row_count;
    if n > 0 then return next; end if;
  end loop;
end $$;

revoke all on function count_personal_data(uuid[], uuid[]), page_personal_data(text, uuid[], uuid[], jsonb, integer), erase_person(uuid[], uuid[], timestamptz)
  from public;
grant execute on function scope_of(uuid[], boolean), count_personal_data(uuid[], uuid[]), page_personal_data(text, uuid[], uuid[], jsonb, integer),
  erase_person(uuid[], uuid[], timestamptz) to hearback_app;
