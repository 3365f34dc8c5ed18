-- Webhooks that take feedback in: another system posts JSON, signed, and a mapping says where in it the words are.

create table inbound_hooks (
  workspace_id uuid not null,
  id uuid not null,
  public_id text not null,
  name text not null,
  channel text not null,
  -- where in the JSON the text, author, time … are (RFC 6901)
  mapping jsonb not null,
  -- the header that holds the signature
  header text not null,
  secret_sealed text not null,
  is_on boolean not null default true,
  -- calls whose signature was wrong: nothing of them is kept but this
  unsigned_count integer not null default 0,
  unsigned_at timestamptz,
  taken_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint inbound_hooks_pkey primary key (workspace_id, id),
  constraint inbound_hooks_public_once unique (workspace_id, public_id),
  constraint inbound_hooks_name_length check (char_length(name) between 1 and 80),
  constraint inbound_hooks_header_form check (header ~ '^[a-z0-9-]{1,80}$')
);
select tenant_table('inbound_hooks', 'select, insert, update');

-- What was signed and yet could not be taken, with why; the newest few of each hook.
create table inbound_refusals (
  workspace_id uuid not null,
  id uuid not null,
  hook_id uuid not null,
  reason text not null,
  -- the beginning of what was sent
  body text not null,
  at timestamptz not null,
  constraint inbound_refusals_pkey primary key (workspace_id, id),
  constraint inbound_refusals_lengths check (char_length(reason) <= 500 and char_length(body) <= 2000),
  constraint inbound_refusals_hook_fkey foreign key (workspace_id, hook_id) references inbound_hooks (workspace_id, id)
);
select tenant_table('inbound_refusals', 'select, insert, delete');
create index inbound_refusals_of_hook on inbound_refusals (workspace_id, hook_id, id desc);
