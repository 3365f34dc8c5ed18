-- Who follows a case without leading it: told of what happens there.
create table case_watchers (
  workspace_id uuid not null,
  case_id uuid not null,
  member_id uuid not null,
  since timestamptz not null,
  constraint case_watchers_pkey primary key (workspace_id, case_id, member_id),
  constraint case_watchers_case_fkey foreign key (workspace_id, case_id) references cases (workspace_id, id),
  constraint case_watchers_member_fkey foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create index case_watchers_of_member on case_watchers (workspace_id, member_id);
select tenant_table('case_watchers', 'select, insert, delete');
