-- What a member is told: the bell, and the mail digest for those who are away from it.

create table notices (
  workspace_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  -- what happened, as a code: case.opened, step.late, ...
  kind text not null,
  subject_id uuid not null,
  text text not null,
  -- where it is answered, a path below the workspace: /cases/case_...
  link text not null,
  urgency text not null default 'normal',
  -- the same thing is told once, however often its cause is delivered
  dedupe_key text not null,
  created_at timestamptz not null,
  read_at timestamptz,
  mailed_at timestamptz,
  constraint notices_pkey primary key (workspace_id, id),
  constraint notices_once unique (workspace_id, member_id, dedupe_key),
  constraint notices_urgency_known check (urgency in ('urgent', 'normal')),
  constraint notices_link_inside check (link like '/%' and link not like '//%'),
  constraint notices_member_fkey foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create index notices_newest on notices (workspace_id, member_id, id desc);
create index notices_unread on notices (workspace_id, member_id, id desc) where read_at is null;
create index notices_to_mail on notices (workspace_id, member_id, id) where read_at is null and mailed_at is null;
select tenant_table('notices', 'select, insert, update');

-- How a member wants to be told by mail. No row: urgent at once, the rest once a day at eight.
create table notice_preferences (
  workspace_id uuid not null,
  member_id uuid not null,
  urgent text not null default 'at_once',
  normal text not null default 'daily',
  -- minutes after midnight in the workspace's zone at which the daily mail goes
  daily_minute integer not null default 480,
  last_daily_on date,
  updated_at timestamptz not null,
  constraint notice_preferences_pkey primary key (workspace_id, member_id),
  constraint notice_preferences_urgent_known check (urgent in ('at_once', 'daily', 'never')),
  constraint notice_preferences_normal_known check (normal in ('at_once', 'daily', 'never')),
  constraint notice_preferences_minute check (daily_minute between 0 and 1439),
  constraint notice_preferences_member_fkey foreign key (workspace_id, member_id) references members (workspace_id, id)
);
select tenant_table('notice_preferences', 'select, insert, update');
