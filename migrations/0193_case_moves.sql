-- A running case goes over to another version of its playbook, and named moments are recorded by hand.

alter table case_steps
  -- which of its windows runs: a warning that fired for one window fires anew for the next
  add column window_no smallint not null default 0,
  add constraint case_steps_window_no check (window_no >= 0);

-- Instants of a case that its playbook counts from and that a person records: contract signed, data delivered.
create table case_moments (
  workspace_id uuid not null,
  case_id uuid not null,
  name text not null,
  at timestamptz not null,
  recorded_by_member_id uuid,
  recorded_at timestamptz not null,
  constraint case_moments_pkey primary key (workspace_id, case_id, name),
  constraint case_moments_name_form check (name ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' and char_length(name) <= 60),
  constraint case_moments_case_fkey foreign key (workspace_id, case_id) references cases (workspace_id, id),
  constraint case_moments_member_fkey foreign key (workspace_id, recorded_by_member_id) references members (workspace_id, id)
);
select tenant_table('case_moments', 'select, insert, update');
