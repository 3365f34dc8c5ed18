-- Who is writing a reply to which item right now. A row runs out by itself; what a crash loses is worth nothing, so
-- nothing of it is written ahead.
create unlogged table reply_presences (
  workspace_id uuid not null,
  feedback_id uuid not null,
  member_id uuid not null,
  until timestamptz not null,
  constraint reply_presences_pkey primary key (workspace_id, feedback_id, member_id),
  constraint reply_presences_member_fkey foreign key (workspace_id, member_id) references members (workspace_id, id) on delete cascade
);
select tenant_table('reply_presences', 'select, insert, update, delete');
