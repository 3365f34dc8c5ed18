-- The writing of a demo: how far it is, so that people see it and a restart goes on where it stood.
create table demo_installs (
  workspace_id uuid not null,
  seed integer not null,
  -- the moment at which the invented year ends; a restart writes the same year
  ends_at timestamptz not null,
  -- what is being written, for people, and how much of it all is there
  words text not null,
  share double precision not null default 0,
  -- what went wrong last; it is tried again
  failure text,
  started_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  constraint demo_installs_pkey primary key (workspace_id),
  constraint demo_installs_share check (share between 0 and 1)
);
select tenant_table('demo_installs', 'select, insert, update');

-- Parts of it that are written, each committed with its rows, and what later parts need of them.
create table demo_parts (
  workspace_id uuid not null,
  name text not null,
  result jsonb,
  constraint demo_parts_pkey primary key (workspace_id, name),
  constraint demo_parts_install_fkey foreign key (workspace_id) references demo_installs (workspace_id)
);
select tenant_table('demo_parts', 'select, insert, delete');

-- Nothing of a demo leaves: "handing_over" is committed before the last byte of a mail goes out, so where it is refused
-- no sender, whatever it believes, can finish.
create function demo_mail_stays() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from public.workspaces w where w.id = new.workspace_id and w.is_demo) then
    raise exception 'nothing of a demo workspace leaves its outbox' using errcode = 'check_violation', constraint = 'mails_demo_stays';
  end if;
  return new;
end $$;
create trigger mails_demo_stays before insert or update of state on mails
  for each row when (new.state in ('handing_over', 'accepted')) execute function demo_mail_stays();
