-- Reviews (R4): the weekly product review, the weekly QA review of answers, monthly prioritisation, the quarterly review
-- of trends. Made ahead by a schedule or by a member, run by several people at once, kept as minutes.

-- When reviews of a kind take place; data of the workspace.
create table review_schedules (
  workspace_id uuid not null,
  kind text not null,
  is_on boolean not null default true,
  -- ISO weekday, and for months and quarters the how-manieth of that weekday
  weekday smallint not null,
  nth smallint not null,
  -- on the wall of the workspace
  at text not null,
  -- [{ title, shows, minutes }]
  agenda jsonb not null,
  -- the positions that are needed
  positions text[] not null,
  -- the day that is planned next, and the day on which that is done
  next_on date not null,
  make_on date not null,
  constraint review_schedules_pkey primary key (workspace_id, kind),
  constraint review_schedules_kind_known check (kind in ('product', 'answers', 'prioritization', 'trends')),
  constraint review_schedules_weekday check (weekday between 1 and 7),
  constraint review_schedules_nth check (nth between 1 and 4),
  constraint review_schedules_at_form check (at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$')
);
create index review_schedules_due on review_schedules (make_on) where is_on;
select tenant_table('review_schedules', 'select, insert, update');

create table reviews (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  -- why it takes place besides the schedule: "after the new billing went live"
  occasion text,
  state text not null default 'planned',
  starts_at timestamptz not null,
  -- the day of the schedule; it starts on a later one where the office is closed. Null: a member planned it
  scheduled_on date,
  -- the days it looks back on, both included
  period_from date not null,
  period_to date not null,
  positions text[] not null,
  started_at timestamptz,
  led_by_member_id uuid,
  -- the part of the agenda under way
  part smallint,
  paused_at timestamptz,
  held_at timestamptz,
  -- what was held, written once and never again
  minutes jsonb,
  -- grows with every change in the room: browsers ask for it each second
  version integer not null default 1,
  actor_kind text not null,
  actor_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint reviews_pkey primary key (workspace_id, id),
  constraint reviews_once unique (workspace_id, kind, scheduled_on),
  constraint reviews_kind_known check (kind in ('product', 'answers', 'prioritization', 'trends')),
  constraint reviews_state_known check (state in ('planned', 'running', 'held', 'missed', 'cancelled')),
  constraint reviews_occasion_length check (char_length(occasion) between 1 and 200),
  constraint reviews_period check (period_to >= period_from),
  constraint reviews_started check ((state in ('running', 'held')) = (started_at is not null)),
  constraint reviews_running check ((state = 'running') = (part is not null) and (paused_at is null or state = 'running')),
  constraint reviews_held check ((state = 'held') = (held_at is not null) and (state = 'held') = (minutes is not null)),
  constraint reviews_leader_fkey foreign key (workspace_id, led_by_member_id) references members (workspace_id, id)
);
create index reviews_newest on reviews (workspace_id, starts_at desc, id desc);
create index reviews_of_kind on reviews (workspace_id, kind, starts_at desc, id desc);
create index reviews_open on reviews (workspace_id, starts_at, id) where state in ('planned', 'running');
select tenant_table('reviews', 'select, insert, update');

create table review_parts (
  workspace_id uuid not null,
  review_id uuid not null,
  position smallint not null,
  title text not null,
  shows text not null,
  minutes smallint not null,
  started_at timestamptz,
  paused_ms bigint not null default 0,
  ended_at timestamptz,
  constraint review_parts_pkey primary key (workspace_id, review_id, position),
  constraint review_parts_title_length check (char_length(title) between 1 and 80),
  constraint review_parts_minutes check (minutes between 1 and 240),
  constraint review_parts_review_fkey foreign key (workspace_id, review_id) references reviews (workspace_id, id) on delete cascade
);
select tenant_table('review_parts', 'select, insert, update, delete');

create table review_attendees (
  workspace_id uuid not null,
  review_id uuid not null,
  member_id uuid not null,
  standing text not null default 'expected',
  at timestamptz,
  constraint review_attendees_pkey primary key (workspace_id, review_id, member_id),
  constraint review_attendees_standing_known check (standing in ('expected', 'here', 'excused')),
  constraint review_attendees_review_fkey foreign key (workspace_id, review_id) references reviews (workspace_id, id) on delete cascade,
  constraint review_attendees_member_fkey foreign key (workspace_id, member_id) references members (workspace_id, id) on delete cascade
);
create index review_attendees_by_member on review_attendees (workspace_id, member_id, review_id);
select tenant_table('review_attendees', 'select, insert, update, delete');

-- What is to be decided, fixed when a review starts; the move that decided it there.
create table review_items (
  workspace_id uuid not null,
  review_id uuid not null,
  request_id uuid not null,
  why text not null,
  position integer not null,
  added_by_member_id uuid,
  move integer,
  decided_at timestamptz,
  constraint review_items_pkey primary key (workspace_id, review_id, request_id),
  constraint review_items_why_known check (why in ('under_review', 'returned', 'open', 'parked', 'added')),
  constraint review_items_decided check ((move is null) = (decided_at is null)),
  constraint review_items_review_fkey foreign key (workspace_id, review_id) references reviews (workspace_id, id) on delete cascade,
  constraint review_items_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade,
  constraint review_items_move_fkey foreign key (workspace_id, request_id, move) references request_moves (workspace_id, request_id, number)
);
create index review_items_by_request on review_items (workspace_id, request_id, review_id);
select tenant_table('review_items', 'select, insert, update, delete');

create table review_notes (
  workspace_id uuid not null,
  id uuid not null,
  review_id uuid not null,
  part smallint not null,
  text text not null,
  member_id uuid,
  at timestamptz not null,
  constraint review_notes_pkey primary key (workspace_id, id),
  constraint review_notes_text_length check (char_length(text) between 1 and 2000),
  constraint review_notes_part_fkey foreign key (workspace_id, review_id, part) references review_parts (workspace_id, review_id, position) on delete cascade
);
create index review_notes_of_review on review_notes (workspace_id, review_id, id);
select tenant_table('review_notes', 'select, insert, delete');

-- Who does what by when. The next review of the kind looks at what happened to them.
create table action_items (
  workspace_id uuid not null,
  id uuid not null,
  review_id uuid not null,
  -- of the review, so that the next one finds them by one index
  kind text not null,
  text text not null,
  owner_member_id uuid,
  due_on date not null,
  request_id uuid,
  state text not null default 'open',
  -- what came of it
  outcome text,
  closed_at timestamptz,
  actor_kind text not null,
  actor_id uuid,
  created_at timestamptz not null,
  constraint action_items_pkey primary key (workspace_id, id),
  constraint action_items_text_length check (char_length(text) between 1 and 500),
  constraint action_items_outcome_length check (char_length(outcome) between 1 and 1000),
  constraint action_items_state_known check (state in ('open', 'done', 'dropped')),
  constraint action_items_closed check ((state = 'open') = (closed_at is null)),
  -- what is dropped says why
  constraint action_items_dropped check (state <> 'dropped' or outcome is not null),
  constraint action_items_review_fkey foreign key (workspace_id, review_id) references reviews (workspace_id, id),
  constraint action_items_owner_fkey foreign key (workspace_id, owner_member_id) references members (workspace_id, id),
  constraint action_items_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete set null (request_id)
);
create index action_items_of_review on action_items (workspace_id, review_id, id);
create index action_items_of_kind_closed on action_items (workspace_id, kind, closed_at);
create index action_items_open on action_items (workspace_id, owner_member_id, due_on, id) where state = 'open';
create index action_items_of_kind_open on action_items (workspace_id, kind, due_on, id) where state = 'open';
select tenant_table('action_items', 'select, insert, update');

create index reviews_past on reviews (starts_at) where state = 'planned';

-- Workspaces in which reviews are to be planned or to be noted as missed, or that have no schedules yet, for the clock.
create function reviews_to_plan(by_day date, at timestamptz) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where not exists (select 1 from review_schedules s where s.workspace_id = w.id)
    union
    select s.workspace_id from review_schedules s where s.is_on and s.make_on <= by_day
    union
    select r.workspace_id from reviews r where r.state = 'planned' and r.starts_at < at and exists (
      select 1 from reviews n where n.workspace_id = r.workspace_id and n.kind = r.kind
        and n.state in ('planned', 'running', 'held') and n.starts_at > r.starts_at and n.starts_at <= at)
  $$;
revoke all on function reviews_to_plan(date, timestamptz) from public;
grant execute on function reviews_to_plan(date, timestamptz) to hearback_app;
