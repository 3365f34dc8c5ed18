-- Teams, what each of their members knows, and calendars of teams, members and accounts.

create table teams (
  workspace_id uuid not null,
  id uuid not null,
  -- what playbooks name it by; it never changes
  key text not null,
  name text not null,
  -- what its members know by being in it
  areas text[] not null default '{}',
  -- working hours, zone and holidays of its own; null: those of the workspace
  calendar jsonb,
  created_at timestamptz not null,
  constraint teams_pkey primary key (workspace_id, id),
  constraint teams_key_unique unique (workspace_id, key),
  constraint teams_key_form check (key ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'),
  constraint teams_key_length check (char_length(key) <= 60),
  constraint teams_name_length check (char_length(name) between 1 and 80)
);
select tenant_table('teams', 'select, insert, update, delete');

create table team_members (
  workspace_id uuid not null,
  team_id uuid not null,
  member_id uuid not null,
  constraint team_members_pkey primary key (workspace_id, team_id, member_id),
  constraint team_members_team_fkey foreign key (workspace_id, team_id) references teams (workspace_id, id) on delete cascade,
  constraint team_members_member_fkey foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create index team_members_of_member on team_members (workspace_id, member_id);
select tenant_table('team_members', 'select, insert, delete');

-- What a member knows (areas of cases), and their own zone and hours; null: those of their team.
alter table members
  add column skills text[] not null default '{}',
  add column calendar jsonb;

-- An account in another zone, with hours and holidays of its own; null: those of the lead's team.
alter table accounts add column calendar jsonb;
