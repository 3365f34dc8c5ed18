-- Takes the demo out of its workspace: every row of every tenant table but the workspace itself, its real members,
-- settings and keys. Answers how many rows went. Refuses in a workspace that is no demo. Afterwards it is an ordinary
-- one, still empty: what a new workspace starts with is put in by the application (workspace.created).
create function erase_demo() returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  kept constant text[] := array['members', 'settings', 'api_keys', 'tokens', 'join_links', 'consumer_cursors', 'idempotency_keys',
    'events', 'notice_preferences'];
  names text[];
  left_over text[];
  name text;
  gone bigint := 0;
  part bigint;
begin
  perform 1 from public.workspaces w where w.id = ws and w.is_demo for update;
  if not found then
    raise exception 'this workspace is no demo' using errcode = 'HB001';
  end if;
  select array_agg(c.relname order by c.relname) into names
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition and c.relname <> all (kept);
  -- Tables that others still point to wait for the next round.
  while names is not null and cardinality(names) > 0 loop
    left_over := '{}';
    foreach name in array names loop
      begin
        execute format('delete from public.%I where workspace_id = $1', name) using ws;
        get diagnostics part = row_count;
        gone := gone + part;
      exception when foreign_key_violation then
        left_over := left_over || name;
      end;
    end loop;
    if cardinality(left_over) = cardinality(names) then
      raise exception 'these tables point to each other: %', array_to_string(left_over, ', ');
    end if;
    names := left_over;
  end loop;
  delete from public.events where workspace_id = ws
    and split_part(type, '.', 1) not in ('workspace', 'member', 'join_link', 'api_key', 'setting');
  get diagnostics part = row_count;
  gone := gone + part;
  delete from public.tokens where workspace_id = ws
    and not exists (select 1 from public.api_keys k where k.workspace_id = ws and k.id = tokens.subject_id)
    and not exists (select 1 from public.join_links j where j.workspace_id = ws and j.id = tokens.subject_id)
    and not exists (select 1 from public.members m where m.workspace_id = ws and m.id = tokens.subject_id);
  delete from public.notice_preferences p where p.workspace_id = ws and exists
    (select 1 from public.members m where m.workspace_id = ws and m.id = p.member_id and m.user_id like 'demo:%');
  delete from public.members m where m.workspace_id = ws and m.user_id like 'demo:%';
  get diagnostics part = row_count;
  update public.workspaces set is_demo = false where id = ws;
  return gone + part;
end $$;
revoke all on function erase_demo() from public;
grant execute on function erase_demo() to hearback_app;
