-- What must be kept although its period has ended or a person asks for erasure (M7). A hold names an account, a contact, or
-- neither: then it keeps everything. It is lifted, never deleted.
create table legal_holds (
  workspace_id uuid not null,
  id uuid not null,
  account_id uuid,
  contact_id uuid,
  reason text not null,
  placed_by uuid,
  placed_at timestamptz not null,
  lifted_by uuid,
  lifted_at timestamptz,
  constraint legal_holds_pkey primary key (workspace_id, id),
  constraint legal_holds_one_or_everything check (num_nonnulls(account_id, contact_id) <= 1),
  constraint legal_holds_reason_length check (char_length(reason) between 1 and 500),
  constraint legal_holds_lifted_after check (lifted_at >= placed_at),
  constraint legal_holds_lifted_by check (lifted_by is null or lifted_at is not null),
  constraint legal_holds_account_fkey foreign key (workspace_id, account_id) references accounts (workspace_id, id) on delete cascade,
  constraint legal_holds_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade,
  constraint legal_holds_placed_by_fkey foreign key (workspace_id, placed_by) references members (workspace_id, id),
  constraint legal_holds_lifted_by_fkey foreign key (workspace_id, lifted_by) references members (workspace_id, id)
);
create index legal_holds_newest on legal_holds (workspace_id, placed_at desc, id desc);
create index legal_holds_of_account on legal_holds (workspace_id, account_id) where account_id is not null;
create index legal_holds_of_contact on legal_holds (workspace_id, contact_id) where contact_id is not null;
create index legal_holds_standing on legal_holds (workspace_id) where lifted_at is null;
select tenant_table('legal_holds', 'select, insert, update');

-- Whether all of a workspace is kept. For the functions that erase, which read the workspace from the context too.
create function holds_everything() returns boolean language sql stable set search_path = public, pg_temp
  as $$ select exists (select from legal_holds h where h.workspace_id = current_setting('app.workspace_id')::uuid
    and h.lifted_at is null and h.account_id is null and h.contact_id is null) $$;

-- The accounts that holds name, and all that were merged with them.
create function held_accounts() returns setof uuid language sql stable set search_path = public, pg_temp
  as $$
    with named as (
      select root_id(a.merged_into_id, a.id) as id from legal_holds h
      join accounts a on a.workspace_id = current_setting('app.workspace_id')::uuid and a.id = h.account_id
      where h.workspace_id = current_setting('app.workspace_id')::uuid and h.lifted_at is null)
    select id from named
    union select a.id from named
      join accounts a on a.workspace_id = current_setting('app.workspace_id')::uuid and a.merged_into_id = named.id
  $$;

-- The people that holds name or who are at an account that one names. Who was merged is one person: one of them held, all are.
create function held_contacts() returns setof uuid language sql stable set search_path = public, pg_temp
  as $$
    with named as (
      select root_id(c.merged_into_id, c.id) as id from legal_holds h
      join contacts c on c.workspace_id = current_setting('app.workspace_id')::uuid and c.id = h.contact_id
      where h.workspace_id = current_setting('app.workspace_id')::uuid and h.lifted_at is null
      union select root_id(c.merged_into_id, c.id) from held_accounts() a (id)
      join contacts c on c.workspace_id = current_setting('app.workspace_id')::uuid and c.account_id = a.id)
    select id from named
    union select c.id from named
      join contacts c on c.workspace_id = current_setting('app.workspace_id')::uuid and c.merged_into_id = named.id
  $$;
