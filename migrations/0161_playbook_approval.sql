-- A new version of a playbook that names an approver takes effect when the approver agrees.

-- The newest version that was saved; `current_version` is the one that new cases follow.
alter table playbooks add column latest_version integer;
update playbooks set latest_version = current_version;
alter table playbooks
  alter column latest_version set not null,
  add constraint playbooks_current_is_saved check (current_version <= latest_version);

alter table playbook_versions
  -- proposed: waits for the approver; taken: took effect; refused; passed: another version was saved before anybody agreed
  add column state text not null default 'taken',
  add column decided_at timestamptz,
  add column decided_by_member_id uuid,
  add column refused_why text,
  add constraint playbook_versions_state_known check (state in ('proposed', 'taken', 'refused', 'passed')),
  add constraint playbook_versions_refused_why check ((state = 'refused') = (refused_why is not null)),
  add constraint playbook_versions_decider_fkey foreign key (workspace_id, decided_by_member_id) references members (workspace_id, id);
create unique index playbook_versions_one_proposed on playbook_versions (workspace_id, playbook_id) where state = 'proposed';
-- The text of a version never changes; what was decided about it does.
grant update (state, decided_at, decided_by_member_id, refused_why) on playbook_versions to hearback_app;
