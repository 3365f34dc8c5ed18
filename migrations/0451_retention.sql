-- Retention (M7): records whose period has ended are anonymised or deleted piece by piece. What is anonymised keeps what
-- figures count (day, channel, type, scores, account) and loses words, names, addresses, files and the person it was of. It
-- is never counted again: what it counted for stays (close/ledger, measure/quality and collect/surveys/results read
-- anonymised_at).

create table retention_runs (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  -- months it was kept, and the moment before which records have ended
  months smallint not null,
  before timestamptz not null,
  state text not null,
  -- the day of the schedule on the wall of the workspace; null: somebody asked
  due_on date,
  actor_kind text not null,
  actor_id uuid,
  -- how many had ended when it began, and where it stands: which table, and the last row looked at
  total integer not null,
  part smallint not null default 0,
  place jsonb,
  anonymised integer not null default 0,
  deleted integer not null default 0,
  held integer not null default 0,
  -- kept because a case about it is still open
  in_use integer not null default 0,
  started_at timestamptz not null,
  ended_at timestamptz,
  constraint retention_runs_pkey primary key (workspace_id, id),
  constraint retention_runs_kind_known check (kind in ('feedback', 'answers', 'cases', 'actions', 'touchpoints', 'mails', 'reports', 'signals', 'events')),
  constraint retention_runs_months check (months between 1 and 120),
  constraint retention_runs_state_known check (state in ('running', 'done', 'cancelled')),
  constraint retention_runs_ended check ((state = 'running') = (ended_at is null))
);
create unique index retention_runs_one on retention_runs (workspace_id, kind) where state = 'running';
create unique index retention_runs_of_day on retention_runs (workspace_id, kind, due_on) where due_on is not null;
create index retention_runs_newest on retention_runs (workspace_id, started_at desc, id desc);
create index retention_runs_of_kind on retention_runs (workspace_id, kind, started_at desc, id desc);
select tenant_table('retention_runs', 'select, insert, update');

-- Nobody who was here before asked for it: it begins when an administrator turns it on.
insert into settings (workspace_id, key, value, updated_at)
  select w.id, 'retention', '{"isOn": false}', now() from workspaces w where not w.is_demo on conflict do nothing;

-- Workspaces in which a run was begun and has not ended, for the clock: ids only.
create function retention_running() returns table (workspace_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select distinct r.workspace_id from retention_runs r where r.state = 'running' $$;
revoke all on function retention_running() from public;
grant execute on function retention_running() to hearback_app;

alter table feedback_items add column anonymised_at timestamptz;
alter table inbox_items add column anonymised_at timestamptz;
-- somebody was owed an answer, although nobody can tell any more who
alter table inbox_items add column had_contact boolean not null default false;
alter table responses add column anonymised_at timestamptz;
alter table cases add column anonymised_at timestamptz;
alter table touchpoints add column anonymised_at timestamptz;
alter table updates add column anonymised_at timestamptz;
alter table updates alter column contact_id drop not null;
alter table updates add constraint updates_contact_known check (contact_id is not null or anonymised_at is not null);
alter table corrective_actions add column anonymised_at timestamptz;
alter table check_ins add column anonymised_at timestamptz;
alter table research_sessions add column anonymised_at timestamptz;
-- A text message that was deleted leaves its invitation.
alter table invitations drop constraint invitations_one_way;
alter table invitations add constraint invitations_one_way check (
  (channel = 'sms' or sms_id is null) and (channel = 'mail' or mail_id is null));

-- What has not been anonymised, the oldest first. Conditions are CASE, not coalesce(): see 0196_root_id.sql.
create index feedback_items_with_words on feedback_items (workspace_id, received_at, id) where anonymised_at is null and response_id is null;
create index responses_with_words on responses (workspace_id, submitted_at, id) where anonymised_at is null;
create index cases_with_words on cases (workspace_id, (case when status = 'resolved' then resolved_at else cancelled_at end), id)
  where anonymised_at is null and status <> 'open';
create index corrective_actions_with_words on corrective_actions (workspace_id, updated_at, id) where anonymised_at is null and state <> 'open';
create index touchpoints_alone on touchpoints (workspace_id, logged_at, id) where anonymised_at is null and case_id is null and feedback_id is null;
create index updates_alone on updates (workspace_id, created_at, id) where anonymised_at is null and case_id is null and feedback_id is null;
create index check_ins_with_words on check_ins (workspace_id, held_at, id) where anonymised_at is null and held_at is not null;
create index research_sessions_with_words on research_sessions (workspace_id, held_at, id) where anonymised_at is null and held_at is not null;
create index outside_calls_oldest on outside_calls (workspace_id, created_at, id);
create index reports_oldest on reports (workspace_id, made_at, id);
create index share_backs_oldest on share_backs (workspace_id, made_at, id);

-- Messages and talks: that there was one stays.
create function erase_message_words(touch_ids uuid[], update_ids uuid[], at timestamptz) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  update public.touchpoints set summary = '', contact_id = null, inbound_mail_id = null, sms_reply_id = null, anonymised_at = at
    where workspace_id = current_setting('app.workspace_id')::uuid and id = any (touch_ids);
  update public.promises set words = '', contact_id = null
    where workspace_id = current_setting('app.workspace_id')::uuid and update_id = any (update_ids);
  update public.updates set state = case when state = 'reading' then 'draft' else state end, to_name = '', to_address = '', subject = '', body = '',
      slots = '{}', tone = null, failure = null, reading_id = null, contact_id = null, mail_id = null, anonymised_at = at
    where workspace_id = current_setting('app.workspace_id')::uuid and id = any (update_ids);
  delete from public.update_readings where workspace_id = current_setting('app.workspace_id')::uuid and update_id = any (update_ids);
$$;

create function erase_message_words_about(case_ids uuid[], item_ids uuid[], at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
begin
  perform public.erase_message_words(
    array(select t.id from public.touchpoints t where t.workspace_id = ws and t.case_id = any (case_ids)
      union select t.id from public.touchpoints t where t.workspace_id = ws and t.feedback_id = any (item_ids)),
    array(select u.id from public.updates u where u.workspace_id = ws and u.case_id = any (case_ids)
      union select u.id from public.updates u where u.workspace_id = ws and u.feedback_id = any (item_ids)), at);
end $$;

-- Mails and text messages that came in, with their raw files.
create function erase_inbound(mail_ids uuid[], text_ids uuid[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  gone bigint;
  part bigint;
begin
  -- the sweep of files removes what nothing refers to, and its bytes
  update public.files set attached_at = null where workspace_id = ws and id in (
    select m.file_id from public.inbound_mails m where m.workspace_id = ws and m.id = any (mail_ids)
    union all select a.file_id from public.inbound_attachments a where a.workspace_id = ws and a.inbound_mail_id = any (mail_ids)
      and not exists (select from public.feedback_attachments f where f.workspace_id = ws and f.file_id = a.file_id));
  update public.touchpoints set inbound_mail_id = null where workspace_id = ws and inbound_mail_id = any (mail_ids);
  update public.touchpoints set sms_reply_id = null where workspace_id = ws and sms_reply_id = any (text_ids);
  delete from public.inbound_attachments where workspace_id = ws and inbound_mail_id = any (mail_ids);
  delete from public.inbound_mails where workspace_id = ws and id = any (mail_ids);
  get diagnostics gone = row_count;
  delete from public.sms_replies where workspace_id = ws and id = any (text_ids);
  get diagnostics part = row_count;
  return gone + part;
end $$;

create function erase_feedback_words(ids uuid[], at timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  done bigint;
begin
  perform public.uncount_words(ids);
  perform public.erase_message_words_about('{}', ids, at);
  perform public.erase_inbound(
    array(select m.id from public.inbound_mails m where m.workspace_id = ws and m.feedback_id = any (ids)),
    array(select r.id from public.sms_replies r where r.workspace_id = ws and r.feedback_id = any (ids)));
  with gone as (delete from public.feedback_attachments where workspace_id = ws and feedback_id = any (ids) returning file_id),
    shot as (delete from public.widget_submissions where workspace_id = ws and feedback_id = any (ids) returning file_id)
    update public.files set attached_at = null where workspace_id = ws
      and id in (select file_id from gone union select file_id from shot where file_id is not null);
  delete from public.suggestions where workspace_id = ws and feedback_id = any (ids);
  delete from public.inbox_notes where workspace_id = ws and feedback_id = any (ids);
  delete from public.inbox_reads where workspace_id = ws and feedback_id = any (ids);
  delete from public.duplicate_items where workspace_id = ws and id = any (ids);
  delete from public.duplicate_pairs where workspace_id = ws and (a_id = any (ids) or b_id = any (ids));
  delete from public.highlights where workspace_id = ws and feedback_id = any (ids);
  delete from public.portal_ideas where workspace_id = ws and feedback_id = any (ids);
  delete from public.theme_evidence where workspace_id = ws and feedback_id = any (ids);
  delete from public.hypothesis_evidence where workspace_id = ws and feedback_id = any (ids);
  delete from public.report_quotes where workspace_id = ws and feedback_id = any (ids);
  delete from public.report_follow_ups where workspace_id = ws and feedback_id = any (ids);
  delete from public.share_back_quotes where workspace_id = ws and feedback_id = any (ids);
  delete from public.follow_ups where workspace_id = ws and feedback_id = any (ids);
  delete from public.outside_calls where workspace_id = ws and feedback_id = any (ids);
  -- it stands behind its request as before
  update public.request_evidence set quote = '…' where workspace_id = ws and feedback_id = any (ids);
  update public.theme_items set contact_id = null where workspace_id = ws and feedback_id = any (ids);
  update public.quality_occurrences set contact_id = null where workspace_id = ws and subject_id = any (ids);
  update public.inbox_items set contact_id = null, had_contact = contact_id is not null, anonymised_at = at
    where workspace_id = ws and id = any (ids);
  update public.feedback_items set verbatim = '', title = 'Anonymised', hidden_words = null, context = '{}', source_url = null, external_id = null,
      contact_id = null, anonymised_at = at
    where workspace_id = ws and id = any (ids);
  get diagnostics done = row_count;
  return done;
end $$;

-- Survey answers, with the items they made. Of the invitation it stays that it was answered, not when.
create function erase_answer_words(ids uuid[], at timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  done bigint;
begin
  perform public.erase_feedback_words(array(
    select f.id from public.feedback_items f where f.workspace_id = ws and f.response_id = any (ids) and f.anonymised_at is null), at);
  update public.survey_calls set notes = '' where workspace_id = ws and response_id = any (ids);
  update public.follow_ups set response_id = null where workspace_id = ws and response_id = any (ids);
  update public.invitations i set answered_at = i.delivered_at from public.responses r
    where i.workspace_id = ws and r.workspace_id = ws and r.id = any (ids) and i.id = r.invitation_id
      and i.answered_at is not null and i.delivered_at is not null;
  update public.answers set words = '' where workspace_id = ws and response_id = any (ids) and words is not null;
  update public.quality_occurrences set contact_id = null where workspace_id = ws and subject_id = any (ids);
  update public.responses set contact_id = null, invitation_id = null, may_contact = false, provisional_reason = null, score_times = '{}',
      link_once = case when link_id is null then null else id::text end, anonymised_at = at
    where workspace_id = ws and id = any (ids);
  get diagnostics done = row_count;
  return done;
end $$;

-- Cases with their log: what was done when stays, by whom of ours too.
create function erase_case_words(ids uuid[], at timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  done bigint;
begin
  perform public.erase_message_words_about(ids, '{}', at);
  delete from public.meeting_invitees where workspace_id = ws and contact_id is not null
    and meeting_id in (select m.id from public.meetings m where m.workspace_id = ws and m.case_id = any (ids));
  update public.meetings set title = '', place = '', note = '' where workspace_id = ws and case_id = any (ids);
  update public.promises set words = '', contact_id = null where workspace_id = ws and case_id = any (ids);
  update public.case_steps set reason = null, evidence = '{}', advice = null, assignee_because = null where workspace_id = ws and case_id = any (ids);
  delete from public.report_follow_ups where workspace_id = ws and case_id = any (ids);
  delete from public.follow_ups where workspace_id = ws and case_id = any (ids);
  update public.quality_occurrences set contact_id = null where workspace_id = ws and subject_id = any (ids);
  update public.cases set title = 'Anonymised', resolution = case when resolution is null then null else 'Anonymised' end, cancel_reason = null,
      cause_words = null, join_key = null, contact_id = null, anonymised_at = at
    where workspace_id = ws and id = any (ids);
  get diagnostics done = row_count;
  return done;
end $$;

create function erase_action_words(ids uuid[], at timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  done bigint;
begin
  update public.corrective_action_entries set note = '…' where workspace_id = ws and action_id = any (ids) and note is not null;
  update public.corrective_actions set finding = '…', whys = '{}', cause = null,
      correction = case when correction is null then null else '…' end, prevention = case when prevention is null then null else '…' end,
      anonymised_at = at
    where workspace_id = ws and id = any (ids);
  get diagnostics done = row_count;
  return done;
end $$;

-- Notes of check-ins and sessions, and who of the customer was there.
create function erase_talk_words(check_in_ids uuid[], session_ids uuid[], at timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  done bigint;
  part bigint;
begin
  delete from public.check_in_people where workspace_id = ws and check_in_id = any (check_in_ids) and contact_id is not null;
  update public.check_in_promises set words = '…' where workspace_id = ws and check_in_id = any (check_in_ids);
  update public.check_ins set agenda = '', notes = '', anonymised_at = at where workspace_id = ws and id = any (check_in_ids);
  get diagnostics done = row_count;
  delete from public.session_participants where workspace_id = ws and session_id = any (session_ids);
  update public.research_sessions set title = 'Anonymised', notes = '', anonymised_at = at where workspace_id = ws and id = any (session_ids);
  get diagnostics part = row_count;
  return done + part;
end $$;

create function erase_mails(mail_ids uuid[], text_ids uuid[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  gone bigint;
  part bigint;
begin
  update public.invitations set mail_id = null where workspace_id = ws and mail_id = any (mail_ids);
  update public.invitations set reminder_mail_id = null where workspace_id = ws and reminder_mail_id = any (mail_ids);
  update public.updates set mail_id = null where workspace_id = ws and mail_id = any (mail_ids);
  delete from public.mails where workspace_id = ws and id = any (mail_ids);
  get diagnostics gone = row_count;
  update public.invitations set sms_id = null where workspace_id = ws and sms_id = any (text_ids);
  update public.invitations set reminder_sms_id = null where workspace_id = ws and reminder_sms_id = any (text_ids);
  delete from public.sms_messages where workspace_id = ws and id = any (text_ids);
  get diagnostics part = row_count;
  return gone + part;
end $$;

create function erase_reports(report_ids uuid[], share_back_ids uuid[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  gone bigint;
  part bigint;
begin
  delete from public.tokens where workspace_id = ws and purpose = 'report' and subject_id = any (report_ids);
  delete from public.reports where workspace_id = ws and id = any (report_ids);
  get diagnostics gone = row_count;
  delete from public.share_backs where workspace_id = ws and id = any (share_back_ids);
  get diagnostics part = row_count;
  return gone + part;
end $$;

-- At most so many rows of days before one, of nobody who is held.
create function erase_signals(before date, most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  held uuid[] := array(select s.id from public.signal_subjects s where s.workspace_id = ws
    and (s.account_id in (select public.held_accounts()) or s.contact_id in (select public.held_contacts())));
  gone bigint;
  part bigint;
begin
  if public.holds_everything() then return 0; end if;
  delete from public.signal_person_days d where d.workspace_id = ws and d.ctid = any (array(
    select o.ctid from public.signal_person_days o where o.workspace_id = ws and o.day < before
      and o.subject_id <> all (held) and o.person_id <> all (held) order by o.day limit most));
  get diagnostics gone = row_count;
  delete from public.signal_days d where d.workspace_id = ws and d.ctid = any (array(
    select o.ctid from public.signal_days o where o.workspace_id = ws and o.day < before and o.subject_id <> all (held)
      order by o.day limit greatest(most - gone, 0)));
  get diagnostics part = row_count;
  return gone + part;
end $$;

-- Log entries. They hold ids and codes; what consumers have not heard yet stays.
create function erase_events(ids uuid[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  gone bigint;
begin
  delete from public.events e where e.workspace_id = ws and e.id = any (ids)
    and (e.xid, e.id) <= (select c.xid, c.id from public.consumer_cursors c where c.workspace_id = ws order by c.xid, c.id limit 1);
  get diagnostics gone = row_count;
  return gone;
end $$;

create function erase_notices(ids uuid[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  gone bigint;
begin
  delete from public.notices where workspace_id = current_setting('app.workspace_id')::uuid and id = any (ids);
  get diagnostics gone = row_count;
  return gone;
end $$;

create function erase_outside_calls(ids uuid[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  gone bigint;
begin
  delete from public.outside_calls where workspace_id = current_setting('app.workspace_id')::uuid and id = any (ids);
  get diagnostics gone = row_count;
  return gone;
end $$;

revoke all on function erase_message_words(uuid[], uuid[], timestamptz), erase_message_words_about(uuid[], uuid[], timestamptz),
  erase_inbound(uuid[], uuid[]), erase_feedback_words(uuid[], timestamptz), erase_answer_words(uuid[], timestamptz),
  erase_case_words(uuid[], timestamptz), erase_action_words(uuid[], timestamptz), erase_talk_words(uuid[], uuid[], timestamptz),
  erase_mails(uuid[], uuid[]), erase_reports(uuid[], uuid[]), erase_signals(date, integer), erase_events(uuid[]),
  erase_notices(uuid[]), erase_outside_calls(uuid[]) from public;
grant execute on function erase_message_words(uuid[], uuid[], timestamptz), erase_inbound(uuid[], uuid[]),
  erase_feedback_words(uuid[], timestamptz), erase_answer_words(uuid[], timestamptz), erase_case_words(uuid[], timestamptz),
  erase_action_words(uuid[], timestamptz), erase_talk_words(uuid[], uuid[], timestamptz), erase_mails(uuid[], uuid[]),
  erase_reports(uuid[], uuid[]), erase_signals(date, integer), erase_events(uuid[]), erase_notices(uuid[]), erase_outside_calls(uuid[]) to hearback_app;
