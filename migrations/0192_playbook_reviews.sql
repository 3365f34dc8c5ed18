-- Playbooks are looked at again every quarter or year, as they say themselves; that nothing had to change is recorded too.

alter table playbooks
  -- the day by which it is looked at again; null where its version in effect names no interval
  add column review_due_on date,
  -- who was reminded of this day: 0 nobody, 1 its owner before it, 2 owner and approver after it
  add column review_told smallint not null default 0,
  add constraint playbooks_review_told_known check (review_told between 0 and 2);
update playbooks p set review_due_on = (v.saved_at
    + case substring(v.text from '(?n)^review:[ \t]*every (quarter|year)') when 'quarter' then interval '3 months' else interval '1 year' end)::date
from playbook_versions v
where v.workspace_id = p.workspace_id and v.playbook_id = p.id and v.version = p.current_version
  and v.text ~ '(?n)^review:[ \t]*every (quarter|year)';
create index playbooks_to_review on playbooks (workspace_id, review_due_on)
  where review_due_on is not null and is_enabled and review_told < 2;

-- Each time somebody looked at a playbook and found that nothing has to change. Append-only.
create table playbook_reviews (
  workspace_id uuid not null,
  id uuid not null,
  playbook_id uuid not null,
  version integer not null,
  -- the day it was due
  due_on date,
  note text,
  reviewed_by_member_id uuid not null,
  reviewed_at timestamptz not null,
  constraint playbook_reviews_pkey primary key (workspace_id, id),
  constraint playbook_reviews_note_length check (char_length(note) between 1 and 2000),
  constraint playbook_reviews_playbook_fkey foreign key (workspace_id, playbook_id) references playbooks (workspace_id, id),
  constraint playbook_reviews_member_fkey foreign key (workspace_id, reviewed_by_member_id) references members (workspace_id, id)
);
create index playbook_reviews_of_playbook on playbook_reviews (workspace_id, playbook_id, reviewed_at desc);
select tenant_table('playbook_reviews', 'select, insert');

-- Which workspaces have somebody to remind of a review: `soon` is the last day of which owners hear ahead, `today` the
-- first that is not overdue. Ids only.
create function playbook_reviews_due(today date, soon date) returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id from workspaces w
    where exists (
      select 1 from playbooks p
      where p.workspace_id = w.id and p.is_enabled and p.review_told < 2 and p.review_due_on <= soon
        and (p.review_told = 0 or p.review_due_on < today)
    )
  $$;
revoke all on function playbook_reviews_due(date, date) from public;
grant execute on function playbook_reviews_due(date, date) to hearback_app;
