-- What customers do in the product, told by the product itself: kept as counts a day, never event by event.

-- Ids of events that were counted, as the first 64 bits of their SHA-256, as long as an event of that day is accepted.
create table signal_ids (
  workspace_id uuid not null,
  hash bigint not null,
  day date not null,
  constraint signal_ids_pkey primary key (workspace_id, hash)
);
create index signal_ids_by_day on signal_ids (workspace_id, day);
select tenant_table('signal_ids', 'select, insert, delete');

-- What can be used: the names of events. At most 500 a workspace.
create table signal_features (
  workspace_id uuid not null,
  id uuid not null,
  name text collate "C" not null,
  created_at timestamptz not null,
  constraint signal_features_pkey primary key (workspace_id, id),
  constraint signal_features_name_unique unique (workspace_id, name),
  constraint signal_features_name_length check (char_length(name) between 1 and 120)
);
select tenant_table('signal_features', 'select, insert');

-- Whom an event names, as the sender knows them: a company or a person, whether or not we know the account yet. Counts
-- hang on this row, so that a customer who appears later is joined by one update and nothing is counted again.
create table signal_subjects (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  -- the system whose id it is; 'api' where the sender does not say, 'id' for ids of our own
  source text collate "C" not null,
  key text collate "C" not null,
  name text,
  -- as the customers' own tables compare them
  name_key text collate "C",
  email text,
  domain text,
  -- the company a person was put into by the sender
  group_id uuid,
  account_id uuid,
  contact_id uuid,
  last_at timestamptz,
  created_at timestamptz not null,
  constraint signal_subjects_pkey primary key (workspace_id, id),
  constraint signal_subjects_key_unique unique (workspace_id, key, kind, source),
  constraint signal_subjects_kind_known check (kind in ('account', 'person')),
  constraint signal_subjects_of_person check (kind = 'person' or (contact_id is null and group_id is null and email is null)),
  constraint signal_subjects_group_fkey foreign key (workspace_id, group_id) references signal_subjects (workspace_id, id),
  constraint signal_subjects_account_fkey foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  constraint signal_subjects_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index signal_subjects_of_account on signal_subjects (workspace_id, account_id) where account_id is not null;
create index signal_subjects_of_contact on signal_subjects (workspace_id, contact_id) where contact_id is not null;
create index signal_subjects_in_group on signal_subjects (workspace_id, group_id) where group_id is not null;
create index signal_subjects_by_email on signal_subjects (workspace_id, email) where email is not null;
create index signal_subjects_by_name on signal_subjects (workspace_id, name_key) where name_key is not null;
create index signal_subjects_by_domain on signal_subjects (workspace_id, domain) where domain is not null;
create index signal_subjects_unknown on signal_subjects (workspace_id, (coalesce(last_at, '-infinity'::timestamptz)), id) where account_id is null;
select tenant_table('signal_subjects', 'select, insert, update');

-- Matching without a source: an id that only one account has, whichever system it is of.
create index account_keys_by_key on account_keys (workspace_id, key);
create index contact_keys_by_key on contact_keys (workspace_id, key);

-- The aggregates. Room is left on each page, because a day is counted up many times.
create table signal_days (
  workspace_id uuid not null,
  subject_id uuid not null,
  feature_id uuid not null,
  day date not null,
  events bigint not null,
  people integer not null,
  seconds bigint not null,
  errors bigint not null,
  constraint signal_days_pkey primary key (workspace_id, subject_id, feature_id, day),
  constraint signal_days_subject_fkey foreign key (workspace_id, subject_id) references signal_subjects (workspace_id, id),
  constraint signal_days_feature_fkey foreign key (workspace_id, feature_id) references signal_features (workspace_id, id)
) with (fillfactor = 80);
create index signal_days_by_day on signal_days (workspace_id, day);
select tenant_table('signal_days', 'select, insert, update');

-- Who used what on which day, so that people can be counted over any days: once, however often they did.
create table signal_person_days (
  workspace_id uuid not null,
  subject_id uuid not null,
  feature_id uuid not null,
  day date not null,
  person_id uuid not null,
  constraint signal_person_days_pkey primary key (workspace_id, subject_id, feature_id, day, person_id),
  constraint signal_person_days_subject_fkey foreign key (workspace_id, subject_id) references signal_subjects (workspace_id, id),
  constraint signal_person_days_person_fkey foreign key (workspace_id, person_id) references signal_subjects (workspace_id, id),
  constraint signal_person_days_feature_fkey foreign key (workspace_id, feature_id) references signal_features (workspace_id, id)
);
create index signal_person_days_by_day on signal_person_days (workspace_id, day);
select tenant_table('signal_person_days', 'select, insert');

-- A rule that held for an account: once until it has recovered.
create table signal_alerts (
  workspace_id uuid not null,
  id uuid not null,
  rule_id text collate "C" not null,
  account_id uuid not null,
  feedback_id uuid not null,
  fired_on date not null,
  recovered_on date,
  -- the series it was seen in (contract.ts, Evidence)
  evidence jsonb not null,
  created_at timestamptz not null,
  constraint signal_alerts_pkey primary key (workspace_id, id),
  constraint signal_alerts_recovers_later check (recovered_on is null or recovered_on > fired_on),
  constraint signal_alerts_account_fkey foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  constraint signal_alerts_feedback_fkey foreign key (workspace_id, feedback_id) references feedback_items (workspace_id, id)
);
create unique index signal_alerts_one_open on signal_alerts (workspace_id, rule_id, account_id) where recovered_on is null;
create unique index signal_alerts_of_item on signal_alerts (workspace_id, feedback_id);
create index signal_alerts_of_account on signal_alerts (workspace_id, account_id, fired_on desc);
create index signal_alerts_newest on signal_alerts (workspace_id, fired_on desc, id desc);
select tenant_table('signal_alerts', 'select, insert, update');
