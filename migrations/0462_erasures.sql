-- Addresses and numbers that must never be written to again: keyed hashes, from which nobody can read them.
create table erased_addresses (
  workspace_id uuid not null,
  hash bytea not null,
  erased_at timestamptz not null,
  constraint erased_addresses_pkey primary key (workspace_id, hash)
);
select tenant_table('erased_addresses', 'select, insert');

-- The certificate of each erasure: no personal data, the person only as the ids they had.
create table erasures (
  workspace_id uuid not null,
  id uuid not null,
  number integer not null,
  contact_id uuid not null,
  erased_at timestamptz not null,
  -- the file itself, to the letter; the checksum is of its bytes
  certificate text not null,
  sha256 bytea not null,
  constraint erasures_pkey primary key (workspace_id, id),
  constraint erasures_number_once unique (workspace_id, number),
  constraint erasures_person_once unique (workspace_id, contact_id),
  constraint erasures_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
select tenant_table('erasures', 'select, insert');
insert into personal_data (place, name, kind, act, mine, is_exported, why) values
  (1160, 'erasures', 'Profile', 'keep', 't.contact_id = any($2)', false, 'the certificate itself, which names nobody');
