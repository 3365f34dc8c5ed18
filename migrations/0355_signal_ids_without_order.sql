-- Ids of events are noted by the thousand a second and forgotten once a night. An index by day cost each of them more
-- than the one pass over the table that forgets them all.
drop index signal_ids_by_day;

create function forget_signal_ids(before date) returns bigint
  language plpgsql security definer set search_path = public, pg_temp
  as $$
  declare
    gone bigint;
  begin
    delete from signal_ids where day < before;
    get diagnostics gone = row_count;
    return gone;
  end $$;
revoke all on function forget_signal_ids(date) from public;
grant execute on function forget_signal_ids(date) to hearback_app;

-- Notes the ids of a batch, each with a day of `days` by its place from 1; answers those that had been noted before. All
-- are new most often, and a plain insert finds that out at half the price of one that looks for conflicts first. In one
-- order, so that two batches cannot lock each other out.
create function note_signal_ids(ws uuid, hashes bigint[], places integer[], days date[]) returns bigint[]
  language plpgsql set search_path = public, pg_temp
  as $$
  declare
    noted bigint[];
  begin
    insert into signal_ids (workspace_id, hash, day)
      select ws, a.hash, days[a.place] from unnest(hashes, places) as a (hash, place) order by a.hash;
    return '{}';
  exception when unique_violation then
    with made as (
      insert into signal_ids (workspace_id, hash, day)
        select ws, a.hash, days[a.place] from unnest(hashes, places) as a (hash, place) order by a.hash
        on conflict do nothing returning hash
    )
    select coalesce(array_agg(a.hash), '{}') into noted
      from unnest(hashes) as a (hash) where not exists (select from made m where m.hash = a.hash);
    return noted;
  end $$;
grant execute on function note_signal_ids(uuid, bigint[], integer[], date[]) to hearback_app;
