-- Scores of requests: factors of the workspace's own, what people say of a request, and models that weigh both (R2, R3).

-- Factors beside the built-in ones (prioritize/scoring/rules.ts): said by people, or read from the demand of one segment.
create table score_factors (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null,
  -- of a demand factor: what is counted, and in which segment
  measure text,
  segment text,
  -- the value that counts in full; null: the largest there is
  full_at double precision,
  retired_at timestamptz,
  actor_kind text not null,
  actor_id uuid,
  created_at timestamptz not null,
  constraint score_factors_pkey primary key (workspace_id, id),
  constraint score_factors_name_length check (char_length(name) between 1 and 60),
  constraint score_factors_kind_known check (kind in ('scale', 'fibonacci', 'percentage', 'checkbox', 'money', 'demand')),
  constraint score_factors_demand check ((kind = 'demand') = (measure is not null and segment is not null)),
  constraint score_factors_measure_known check (measure in ('accounts', 'mrr')),
  constraint score_factors_segment_length check (char_length(segment) between 1 and 80),
  constraint score_factors_full check (full_at is null or full_at > 0 and kind in ('money', 'demand'))
);
create unique index score_factors_name on score_factors (workspace_id, lower(name)) where retired_at is null;
select tenant_table('score_factors', 'select, insert, update');

-- What people say of a request. What is counted is never said here: it is read where it is counted.
create table score_values (
  workspace_id uuid not null,
  request_id uuid not null,
  -- a built-in factor, or the id of one of the workspace
  factor text not null,
  factor_id uuid generated always as (case when length(factor) = 36 then factor::uuid end) stored,
  value double precision not null,
  actor_kind text not null,
  actor_id uuid,
  at timestamptz not null,
  constraint score_values_pkey primary key (workspace_id, request_id, factor),
  constraint score_values_factor_known check (length(factor) = 36 or factor in ('impact', 'confidence', 'strategic_fit', 'urgency')),
  constraint score_values_range check (value between 0 and 1e12),
  constraint score_values_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade,
  constraint score_values_factor_fkey foreign key (workspace_id, factor_id) references score_factors (workspace_id, id)
);
create index score_values_by_factor on score_values (workspace_id, factor) include (request_id, value);
select tenant_table('score_values', 'select, insert, update, delete');

create table score_models (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  -- the newest version
  version integer not null,
  retired_at timestamptz,
  created_at timestamptz not null,
  constraint score_models_pkey primary key (workspace_id, id),
  constraint score_models_name_length check (char_length(name) between 1 and 60)
);
create unique index score_models_name on score_models (workspace_id, lower(name)) where retired_at is null;
select tenant_table('score_models', 'select, insert, update');

-- Append-only: what a score was reckoned with stays as it was.
create table score_model_versions (
  workspace_id uuid not null,
  model_id uuid not null,
  number integer not null,
  note text,
  actor_kind text not null,
  actor_id uuid,
  at timestamptz not null,
  constraint score_model_versions_pkey primary key (workspace_id, model_id, number),
  constraint score_model_versions_note_length check (char_length(note) between 1 and 500),
  constraint score_model_versions_model_fkey foreign key (workspace_id, model_id) references score_models (workspace_id, id) on delete cascade
);
select tenant_table('score_model_versions', 'select, insert');
alter table score_models add constraint score_models_version_fkey
  foreign key (workspace_id, id, version) references score_model_versions (workspace_id, model_id, number) deferrable initially deferred;

create table score_model_terms (
  workspace_id uuid not null,
  model_id uuid not null,
  version integer not null,
  place smallint not null,
  factor text not null,
  factor_id uuid generated always as (case when length(factor) = 36 then factor::uuid end) stored,
  weight double precision not null,
  lower_is_better boolean not null,
  constraint score_model_terms_pkey primary key (workspace_id, model_id, version, factor),
  constraint score_model_terms_weight check (weight >= 0 and weight <= 1000),
  constraint score_model_terms_version_fkey foreign key (workspace_id, model_id, version)
    references score_model_versions (workspace_id, model_id, number) on delete cascade,
  constraint score_model_terms_factor_fkey foreign key (workspace_id, factor_id) references score_factors (workspace_id, id)
);
select tenant_table('score_model_terms', 'select, insert');

-- What is ranked: requests that are open or coming, read at once for every ranking.
create index requests_standing on requests (workspace_id, demand_cents desc, id)
  include (accounts, customers, contacts, mrr_cents, largest_cents, blocked, blocked_cents, effort_low, effort_high, effort_confidence, status)
  where merged_into_id is null and status in ('open', 'under_review', 'planned', 'in_progress');
