-- Files brought in: what was found in them, where their columns go, how far each run is, and what could not be read.

create table import_runs (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  file_name text not null,
  file_bytes bigint not null,
  -- ready: a person looks at columns; checking: dry run; undone: its rows are gone again
  state text not null,
  -- How the file is read (encoding, delimiter, columns, where the first row begins), found out once.
  source jsonb,
  -- What is shown beside the columns: proposals, notes, sheets, an open question about the encoding.
  findings jsonb not null,
  mapping jsonb not null,
  options jsonb not null,
  total_rows bigint not null,
  is_total_exact boolean not null,
  -- Where the next row begins; committed with each chunk, so that a stopped run goes on exactly there.
  position jsonb,
  rows_read bigint not null default 0,
  created_count bigint not null default 0,
  updated_count bigint not null default 0,
  skipped_count bigint not null default 0,
  error_count bigint not null default 0,
  -- code -> {count, message, lines}: the reasons, without reading all error rows
  error_groups jsonb not null default '{}',
  -- The result of the last dry run and the mapping it was made with.
  check_result jsonb,
  -- One process at a time works on a run: the fence grows with each that takes it, the lease ends when it dies.
  fence integer not null default 0,
  lease_until timestamptz,
  rows_per_second double precision,
  failure text,
  created_by_kind text not null,
  created_by_id uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  undone_at timestamptz,
  updated_at timestamptz not null,
  constraint import_runs_pkey primary key (workspace_id, id),
  constraint import_runs_kind_known check (kind in ('feedback', 'accounts', 'contacts')),
  constraint import_runs_state_known check (state in ('ready', 'checking', 'running', 'cancelled', 'failed', 'done', 'undoing', 'undone'))
);
create index import_runs_newest on import_runs (workspace_id, created_at desc, id desc);
create index import_runs_working on import_runs (lease_until) where state in ('checking', 'running', 'undoing');
select tenant_table('import_runs', 'select, insert, update, delete');

-- Rows that could not be read or taken, of the last dry run or of the run; they can be downloaded, mended, imported.
create table import_errors (
  workspace_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  line bigint not null,
  code text not null,
  message text not null,
  cells jsonb not null,
  constraint import_errors_pkey primary key (workspace_id, id),
  constraint import_errors_run_fkey foreign key (workspace_id, run_id) references import_runs (workspace_id, id) on delete cascade
);
create index import_errors_by_line on import_errors (workspace_id, run_id, line, id);
select tenant_table('import_errors', 'select, insert, delete');

-- What an import of accounts or contacts made or changed, for undoing it.
create table import_changes (
  workspace_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  record_id uuid not null,
  -- null: the run made the record; else its fields as they were before the run
  before jsonb,
  constraint import_changes_pkey primary key (workspace_id, id),
  constraint import_changes_once unique (workspace_id, run_id, record_id),
  constraint import_changes_run_fkey foreign key (workspace_id, run_id) references import_runs (workspace_id, id) on delete cascade
);
select tenant_table('import_changes', 'select, insert, delete');

-- Mappings remembered by the names of the columns.
create table import_mappings (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  signature bytea not null,
  name text not null,
  mapping jsonb not null,
  options jsonb not null,
  used_at timestamptz not null,
  constraint import_mappings_pkey primary key (workspace_id, id),
  constraint import_mappings_signature_unique unique (workspace_id, kind, signature)
);
select tenant_table('import_mappings', 'select, insert, update, delete');

-- Runs whose process died; the sweep gives them to another.
create function stalled_imports(now timestamptz) returns table (workspace_id uuid, id uuid)
  language sql stable security definer set search_path = public
  as $$
    select workspace_id, id from import_runs
    where state in ('checking', 'running', 'undoing') and lease_until < now
  $$;
revoke all on function stalled_imports(timestamptz) from public;
grant execute on function stalled_imports(timestamptz) to hearback_app;

-- Removes accounts or contacts that an undone import made, each only when nothing else refers to it. Answers the ids gone.
create function erase_imported_customers(run uuid) returns setof uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  made uuid;
begin
  for made in
    select c.record_id from public.import_changes c
    where c.workspace_id = ws and c.run_id = run and c.before is null
  loop
    begin
      delete from public.contact_keys where workspace_id = ws and contact_id = made;
      delete from public.contact_consents where workspace_id = ws and contact_id = made;
      delete from public.contacts where workspace_id = ws and id = made;
      delete from public.account_keys where workspace_id = ws and account_id = made;
      delete from public.account_history where workspace_id = ws and account_id = made;
      delete from public.accounts where workspace_id = ws and id = made;
      return next made;
    exception when foreign_key_violation then
      null;
    end;
  end loop;
end $$;
revoke all on function erase_imported_customers(uuid) from public;
grant execute on function erase_imported_customers(uuid) to hearback_app;
