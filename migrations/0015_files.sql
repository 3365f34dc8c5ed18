-- Files people send: what is known about each. The bytes lie in the data folder, files/<workspace>/<id>.
create table files (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  type text not null,
  bytes bigint not null,
  sha256 bytea not null,
  purpose text not null,
  created_by_kind text not null,
  created_by_id uuid,
  created_at timestamptz not null,
  -- Set when something refers to the file; what nothing refers to is removed after a day.
  attached_at timestamptz,
  constraint files_pkey primary key (workspace_id, id),
  constraint files_size check (bytes >= 0)
);
create index files_unattached on files (workspace_id, created_at) where attached_at is null;
select tenant_table('files', 'select, insert, update, delete');
