-- Saved texts for replies: personal ones have an owner, shared ones none.
create table macros (
  workspace_id uuid not null,
  id uuid not null,
  title text not null,
  body text not null,
  owner_member_id uuid,
  created_by_member_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint macros_pkey primary key (workspace_id, id),
  constraint macros_title_once unique nulls not distinct (workspace_id, owner_member_id, title),
  constraint macros_title_length check (char_length(title) between 1 and 80),
  constraint macros_body_length check (char_length(body) between 1 and 10000),
  constraint macros_owner_fkey foreign key (workspace_id, owner_member_id) references members (workspace_id, id)
);
select tenant_table('macros', 'select, insert, update, delete');
