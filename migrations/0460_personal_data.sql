-- A person's data, exported and erased everywhere (M7, privacy). One map says which tables hold something of a person, how
-- their rows are found, what of them is exported and what erasing does. Whoever adds a table that can hold something of a
-- person adds its row here in the same migration; a test compares the map with the catalogue.
--
-- In `mine` and `sets`, t is the row and $1 the workspace, $2 the contact and all that were merged into it, $3 their items,
-- $4 their cases, $5 their mail addresses, $6 their numbers, $7 their files, $8 patterns of their names, addresses and
-- sentences, in `sets` $9 the time. $10 are rougher patterns for LIKE, which a row has to pass first, because regular
-- expressions take a hundred times as long; $11 those of names, addresses and what was said in these days. Rows without
-- `mine` are looked through for the patterns in the columns `scrubs`.
create table personal_data (
  place smallint primary key,
  name text not null,
  kind text not null,
  act text not null,
  mine text,
  sets text,
  scrubs text[] not null default '{}',
  is_exported boolean not null default false,
  -- columns that no export shows: secrets, copies for machines, words of others
  hides text[] not null default '{}',
  why text,
  constraint personal_data_act_known check (act in ('blank', 'delete', 'keep')),
  constraint personal_data_blank_sets check ((act = 'blank') = (sets is not null)),
  constraint personal_data_kept_for_a_reason check (act <> 'keep' or why is not null or cardinality(scrubs) > 0)
);
grant select on personal_data to hearback_app;

alter table contacts add column erased_at timestamptz;
-- the raw mail goes, what became of it stays
alter table inbound_mails alter column file_id drop not null;

-- What leaves with the rows of others, before the rows they hang on.
insert into personal_data (place, name, kind, act, mine, sets, is_exported, hides) values
  (10, 'tokens', 'Sign-ins and links', 'delete', $m$t.subject_id = any($2) or t.subject_id = any($4)
    or t.subject_id in (select i.id from public.invitations i where i.workspace_id = $1 and i.contact_id = any($2))
    or t.subject_id in (select r.id from public.responses r where r.workspace_id = $1 and r.contact_id = any($2))
    or t.subject_id in (select m.id from public.mails m where m.workspace_id = $1 and (m.contact_id = any($2) or m.to_address = any($5)))
    or t.subject_id in (select p.id from public.portal_sign_ins p where p.workspace_id = $1 and p.email = any($5))$m$, null, false, '{}'),
  (20, 'portal_sign_ins', 'Sign-ins and links', 'delete', 't.email = any($5)', null, true, '{}'),
  (30, 'reply_presences', 'Notices and internal texts', 'delete', 't.contact_id = any($2) or t.feedback_id = any($3)', null, false, '{}'),
  (40, 'survey_sends', 'Survey answers', 'delete',
    't.invitation_id in (select i.id from public.invitations i where i.workspace_id = $1 and i.contact_id = any($2))', null, true, '{link}'),
  (50, 'share_back_quotes', 'Reports and share-backs', 'delete', 't.feedback_id = any($3)', null, true, '{}'),
  (60, 'report_quotes', 'Reports and share-backs', 'delete', 't.feedback_id = any($3)', null, true, '{}'),
  (70, 'report_follow_ups', 'Reports and share-backs', 'delete',
    't.contact_id = any($2) or t.feedback_id = any($3) or t.case_id = any($4)', null, true, '{owner}'),
  (80, 'request_contact_followers', 'Requests and portal', 'delete', 't.contact_id = any($2)', null, true, '{}'),
  (90, 'customer_duplicates', 'Profile', 'delete', $m$t.kind = 'contact' and (t.a_id = any($2) or t.b_id = any($2))$m$, null, false, '{}'),
  (100, 'feedback_attachments', 'Files', 'delete', 't.feedback_id = any($3)', null, true, '{}'),
  (110, 'inbound_attachments', 'Files', 'delete',
    't.inbound_mail_id in (select m.id from public.inbound_mails m where m.workspace_id = $1 and (m.contact_id = any($2) or m.from_address = any($5)))', null, true, '{}'),
  (120, 'sms_stops', 'Text messages', 'delete', 't.number = any($6)', null, true, '{}'),
  (130, 'contact_keys', 'Profile', 'delete', 't.contact_id = any($2)', null, true, '{}'),
  (140, 'import_changes', 'Imports', 'delete', 't.record_id = any($2) and t.before is not null', null, true, '{}');

-- Whose rows stay, because they are counted: their words, names and addresses go.
insert into personal_data (place, name, kind, act, mine, sets, scrubs, is_exported, hides) values
  (200, 'feedback_items', 'Feedback', 'blank', 't.contact_id = any($2)',
    $m$verbatim = '', title = 'Words erased', hidden_words = null, context = '{}', source_url = null,
      external_id = case when public.mentions(t.external_id, $10, $8) then 'erased ' || t.id else t.external_id end$m$, '{}', true, '{search,hidden_words}'),
  (210, 'inbox_notes', 'Feedback', 'blank', 't.feedback_id = any($3)', $m$text = '[erased]'$m$, '{}', true, '{}'),
  (220, 'duplicate_pairs', 'Feedback', 'blank', 't.a_id = any($3) or t.b_id = any($3)', $m$words = '{}'$m$, '{}', false, '{}'),
  (230, 'duplicate_items', 'Feedback', 'blank', 't.id = any($3)', 'words_key = null', '{}', false, '{}'),
  (240, 'request_evidence', 'Requests and portal', 'blank', 't.feedback_id = any($3)', $m$quote = '[erased]'$m$, '{}', true, '{}'),
  (250, 'hypothesis_evidence', 'Feedback', 'blank', 't.feedback_id = any($3)', $m$quote = '[erased]', note = null$m$, '{}', true, '{note}'),
  (260, 'outside_calls', 'Outside models', 'blank',
    't.feedback_id = any($3) or t.id in (select c.call_id from public.outside_call_items c where c.workspace_id = $1 and c.feedback_id = any($3))',
    'sent = null, result = null', '{}', false, '{}'),
  (270, 'answers', 'Survey answers', 'blank',
    't.response_id in (select r.id from public.responses r where r.workspace_id = $1 and r.contact_id = any($2))', 'words = null', '{}', true, '{}'),
  (280, 'responses', 'Survey answers', 'blank', 't.contact_id = any($2)',
    'link_once = case when t.link_once is null then null else t.id::text end', '{}', true, '{link_once}'),
  (290, 'invitations', 'Survey answers', 'blank', 't.contact_id = any($2)',
    'dismissed_at = case when t.answered_at is null then coalesce(t.dismissed_at, $9) else t.dismissed_at end', '{}', true, '{}'),
  (300, 'survey_calls', 'Survey answers', 'blank', 't.contact_id = any($2)',
    $m$notes = '', state = case when t.state = 'open' then 'stopped' else t.state end,
      settled_at = case when t.state = 'open' then $9 else t.settled_at end$m$, '{}', true, '{}'),
  (310, 'programme_occasions', 'Survey answers', 'blank', 't.contact_id = any($2)',
    $m$key = 'erased ' || t.id, override_reason = null, state = case when t.state = 'waiting' then 'left_out' else t.state end,
      reason = case when t.state = 'waiting' then 'erased' else t.reason end,
      settled_at = case when t.state = 'waiting' then $9 else t.settled_at end$m$, '{}', true, '{}'),
  (320, 'follow_ups', 'Survey answers', 'blank', 't.contact_id = any($2)',
    $m$why = null, state = case when t.state = 'waiting' then 'cancelled' else t.state end,
      settled_at = case when t.state = 'waiting' then $9 else t.settled_at end$m$, '{}', true, '{}'),
  (330, 'mails', 'Mail', 'blank', 't.contact_id = any($2) or t.to_address = any($5)',
    $m$dedupe_key = 'erased ' || t.id, to_name = '', to_address = '', reply_to_name = null, reply_to_address = null, subject = '[erased]',
      body_text = '[erased]', body_html = null, links_sealed = null, unsubscribe_link = null, in_reply_to = null, thread_references = null,
      smtp_reply = null, bounce_to = null, bounce_reply = null, calendar = null, calendar_method = null$m$, '{}', true,
    '{links_sealed,unsubscribe_link,fence,lease_until,dedupe_key,bounce_to,indexed_state}'),
  (340, 'inbound_mails', 'Mail', 'blank', 't.contact_id = any($2) or t.from_address = any($5)',
    $m$envelope_from = '', envelope_to = '{}', file_id = null, message_id = null, in_reply_to = null, thread_references = null, from_name = '',
      from_address = '', subject = '[erased]', words = '', whole = '', calendar = null,
      spam_says = case when t.spam_says is null then null else '' end, proof_says = case when t.proof_says is null then null else '' end$m$,
    '{}', true, '{identity}'),
  (350, 'sms_replies', 'Text messages', 'blank', 't.contact_id = any($2) or t.from_number = any($6)',
    $m$provider_id = 'erased ' || t.id, from_number = '+10000000', words = '[erased]'$m$, '{}', true, '{}'),
  (360, 'sms_messages', 'Text messages', 'blank', 't.contact_id = any($2) or t.to_number = any($6)',
    $m$dedupe_key = 'erased ' || t.id, to_number = '+10000000', body = '[erased]', links_sealed = null, provider_id = null, provider_reply = null$m$,
    '{}', true, '{links_sealed,fence,lease_until,dedupe_key,indexed_state}'),
  (370, 'updates', 'Mail', 'blank', 't.contact_id = any($2) or t.case_id = any($4)',
    $m$to_name = 'Erased person', to_address = '', subject = '[erased]', body = '[erased]', slots = '{}', tone = null, failure = null,
      state = case when t.state in ('draft', 'reading', 'held') then 'recalled' else t.state end,
      recalled_at = case when t.state in ('draft', 'reading', 'held') then $9 else t.recalled_at end$m$, '{}', true, '{tone}'),
  (380, 'update_readings', 'Mail', 'blank',
    't.words is not null and t.update_id in (select u.id from public.updates u where u.workspace_id = $1 and (u.contact_id = any($2) or u.case_id = any($4)))',
    $m$words = '[erased]'$m$, '{}', false, '{}'),
  (390, 'announcements', 'Requests and portal', 'blank', 't.contact_id = any($2)',
    'texts = public.erased_json(t.texts, null), slots = public.erased_json(t.slots, null)', '{}', true, '{}'),
  (400, 'promises', 'Cases', 'blank', 't.contact_id = any($2) or t.case_id = any($4)', $m$what = '[erased]', words = '[erased]'$m$, '{}', true, '{}'),
  (410, 'touchpoints', 'Cases', 'blank', 't.contact_id = any($2) or t.case_id = any($4)', $m$summary = '[erased]'$m$, '{}', true, '{}'),
  (420, 'meeting_invitees', 'Cases', 'blank', 't.contact_id = any($2)', $m$name = '', address = '', comment = ''$m$, '{}', true, '{}'),
  (430, 'meetings', 'Cases', 'blank', 't.case_id = any($4)',
    $m$title = '[erased]', place = '', note = '', state = case when t.state = 'planned' then 'cancelled' else t.state end$m$, '{}', true, '{}'),
  (440, 'case_steps', 'Cases', 'blank', 't.case_id = any($4)', 'evidence = public.erased_json(t.evidence, null), advice = null',
    '{title,action,reason,results,checklist,assignee_because}', true, '{invited,calendar_digest}'),
  (450, 'cases', 'Cases', 'blank', 't.id = any($4)',
    $m$title = '[erased]', join_key = null, pause_reason = case when t.pause_reason is null then null else '[erased]' end,
      resolution = case when t.resolution is null then null else '[erased]' end,
      cause_words = case when t.cause_words is null then null else '[erased]' end,
      cancel_reason = case when t.cancel_reason is null then null else 'The person was erased.' end$m$, '{}', true, '{}'),
  (460, 'portal_comments', 'Requests and portal', 'blank', 't.contact_id = any($2)', $m$text = '[erased]', state = 'removed'$m$, '{}', true, '{}'),
  (470, 'portal_ideas', 'Requests and portal', 'blank', 't.contact_id = any($2)',
    $m$title = '[erased]', text = null, state = case when t.state = 'held' then 'refused' else t.state end$m$, '{}', true, '{}'),
  (480, 'widget_submissions', 'Feedback', 'blank', 't.feedback_id = any($3)', 'file_id = null', '{identity}', true, '{}'),
  (490, 'widget_visitors', 'Sign-ins and links', 'blank', 't.contact_id = any($2)',
    $m$visitor_hash = sha256(convert_to(gen_random_uuid()::text, 'utf8'))$m$, '{}', true, '{visitor_hash}'),
  (500, 'signal_subjects', 'Product usage', 'blank', 't.contact_id = any($2)',
    $m$key = 'erased ' || t.id, name = null, name_key = null, email = null, domain = null$m$, '{}', true, '{}'),
  (510, 'contact_consents', 'Profile', 'blank', 't.contact_id = any($2)', 'reason = null', '{}', true, '{}'),
  (520, 'customer_merges', 'Profile', 'blank', $m$t.kind = 'contact' and (t.survivor_id = any($2) or t.loser_id = any($2))$m$,
    $m$filled = '{}', before = '{}'$m$, '{}', true, '{}'),
  (530, 'legal_holds', 'Profile', 'blank', 't.contact_id = any($2)', $m$reason = '[erased]'$m$, '{}', false, '{}'),
  (540, 'files', 'Files', 'delete', 't.id = any($7)', null, '{}', true, '{}'),
  (550, 'contacts', 'Profile', 'blank', 't.id = any($2)',
    $m$name = 'Erased person', name_key = '', search_text = 'erased person', email = null, title = null, roles = '{}', zone = null, phone = null,
      unsubscribed_at = coalesce(t.unsubscribed_at, $9), email_state = 'ok', email_state_at = null, erased_at = $9, updated_at = $9$m$,
    '{}', true, '{name_key,search_text}');

-- Copies in texts about several people or of colleagues: whole where the text is only a copy.
insert into personal_data (place, name, kind, act, mine, sets) values
  (600, 'notices', 'Notices and internal texts', 'blank',
    't.subject_id = any($2) or t.subject_id = any($3) or t.subject_id = any($4) or public.mentions(t.text, $11, $8)', $m$text = 'About a person who was erased.'$m$),
  (605, 'mails', 'Notices and internal texts', 'blank', 't.contact_id is null and (public.mentions(t.subject, $10, $8) or public.mentions(t.body_text, $10, $8))',
    $m$subject = '[erased]', body_text = '[erased]', body_html = null$m$),
  (610, 'idempotency_keys', 'Notices and internal texts', 'delete', 'public.mentions(t.response, $11, $8)', null),
  (620, 'import_errors', 'Imports', 'blank', 'public.mentions(t.cells::text, $10, $8) or public.mentions(t.message, $10, $8)',
    $m$cells = public.erased_json(t.cells, null), message = '[erased]'$m$),
  (630, 'inbound_refusals', 'Imports', 'blank', 'public.mentions(t.body, $10, $8) or public.mentions(t.reason, $10, $8)', $m$body = '[erased]', reason = '[erased]'$m$);
insert into personal_data (place, name, kind, act, scrubs) values
  (700, 'accounts', 'Notices and internal texts', 'keep', '{note}'),
  (710, 'action_items', 'Notices and internal texts', 'keep', '{text,outcome}'),
  (720, 'announcement_drafts', 'Notices and internal texts', 'keep', '{written}'),
  (740, 'check_in_promises', 'Talks and sessions', 'keep', '{words}'),
  (750, 'check_ins', 'Talks and sessions', 'keep', '{agenda,notes,reason}'),
  (760, 'corrective_action_entries', 'Notices and internal texts', 'keep', '{note}'),
  (770, 'corrective_actions', 'Notices and internal texts', 'keep', '{finding,whys,cause,correction,prevention}'),
  (780, 'hypotheses', 'Notices and internal texts', 'keep', '{text}'),
  (790, 'import_runs', 'Imports', 'keep', '{file_name,source,findings,mapping,options,error_groups,check_result,failure}'),
  (800, 'macros', 'Notices and internal texts', 'keep', '{title,body}'),
  (810, 'question_answers', 'Notices and internal texts', 'keep', '{answer,follows,reopened_because}'),
  (820, 'questions', 'Notices and internal texts', 'keep', '{text}'),
  (830, 'releases', 'Notices and internal texts', 'keep', '{name,notes}'),
  (840, 'reports', 'Reports and share-backs', 'keep', '{headline,lead,figures}'),
  (850, 'request_moves', 'Notices and internal texts', 'keep', '{reason}'),
  (860, 'requests', 'Requests and portal', 'keep',
    '{title,problem,business_value,competitive_note,search_text,public_title,public_text,public_note}'),
  (870, 'research_sessions', 'Talks and sessions', 'keep', '{title,notes,guide}'),
  (880, 'review_notes', 'Notices and internal texts', 'keep', '{text}'),
  (890, 'reviews', 'Notices and internal texts', 'keep', '{occasion,minutes}'),
  (900, 'share_backs', 'Reports and share-backs', 'keep', '{figures,webhook_answer}'),
  (910, 'theme_notes', 'Notices and internal texts', 'keep', '{text}'),
  (920, 'themes', 'Notices and internal texts', 'keep', '{name,phrases,rules}');

-- Ids and codes alone: what is counted stays whole, of a person whom nobody can name any more.
insert into personal_data (place, name, kind, act, mine, is_exported, why) values
  (1000, 'announcement_people', 'Requests and portal', 'keep', 't.contact_id = any($2)', true, 'who was told what, as ids'),
  (1010, 'check_in_people', 'Talks and sessions', 'keep', 't.contact_id = any($2)', true, 'that somebody took part'),
  (1020, 'session_participants', 'Talks and sessions', 'keep', 't.contact_id = any($2)', true, 'that somebody took part and agreed'),
  (1030, 'wave_exclusions', 'Survey answers', 'keep', 't.contact_id = any($2)', true, 'a reason as a code'),
  (1040, 'request_votes', 'Requests and portal', 'keep', 't.contact_id = any($2)', true, 'a vote that is counted'),
  (1050, 'request_contacts', 'Requests and portal', 'keep', 't.contact_id = any($2)', false, 'a voice that is counted'),
  (1060, 'inbox_items', 'Feedback', 'keep', 't.contact_id = any($2)', false, 'types, times and states of an item'),
  (1070, 'theme_items', 'Feedback', 'keep', 't.contact_id = any($2)', false, 'the theme of an item'),
  (1080, 'quality_occurrences', 'Cases', 'keep', 't.contact_id = any($2)', false, 'whether a check was met'),
  (1090, 'case_answers', 'Cases', 'keep', 't.case_id = any($4)', false, 'scores of a case'),
  (1100, 'case_confirmations', 'Cases', 'keep', 't.case_id = any($4)', false, 'a code'),
  (1110, 'case_moments', 'Cases', 'keep', 't.case_id = any($4)', false, 'names of moments that a playbook gives'),
  (1120, 'suggestions', 'Feedback', 'keep', 't.feedback_id = any($3)', false, 'codes and places in a text that is gone'),
  (1130, 'suggestion_decisions', 'Feedback', 'keep', 't.feedback_id = any($3)', false, 'codes'),
  (1140, 'inbox_change_items', 'Feedback', 'keep', 't.feedback_id = any($3)', false, 'codes and ids before and after a change'),
  (1150, 'item_merges', 'Feedback', 'keep', 't.kept_id = any($3) or t.merged_id = any($3)', false, 'ids and codes');

-- A text without what the patterns find; json with every text in it treated so, or, without patterns, every text gone.
create function erased_text(given text, patterns text[]) returns text language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
  pattern text;
begin
  foreach pattern in array patterns loop
    given := regexp_replace(given, pattern, '[erased]', 'gi');
  end loop;
  return given;
end $$;

create function erased_texts(given text[], patterns text[]) returns text[] language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$ select coalesce(array_agg(erased_text(x, patterns) order by n), '{}') from unnest(given) with ordinality as u (x, n) $$;

create function erased_json(given jsonb, patterns text[]) returns jsonb language plpgsql immutable set search_path = pg_catalog, public, pg_temp as $$
begin
  return case jsonb_typeof(given)
    when 'string' then to_jsonb(case when patterns is null then '[erased]' else erased_text(given #>> '{}', patterns) end)
    when 'array' then (select coalesce(jsonb_agg(erased_json(x, patterns) order by n), '[]') from jsonb_array_elements(given) with ordinality as u (x, n))
    when 'object' then (select coalesce(jsonb_object_agg(k, erased_json(v, patterns)), '{}') from jsonb_each(given) as e (k, v))
    else given end;
end $$;

-- A text as a pattern for itself, spaces of any kind and number alike.
create function text_pattern(given text) returns text language sql immutable set search_path = pg_catalog, pg_temp
  as $$ select regexp_replace(regexp_replace(btrim(given), '([].*+?^${}()|\\[])', '\\\1', 'g'), '\s+', '\\s+', 'g') $$;

-- A text as a pattern for LIKE: what it begins with, and anything where it has spaces or signs that JSON or LIKE read otherwise.
create function rough_pattern(given text) returns text language sql immutable set search_path = pg_catalog, pg_temp
  as $$ select '%' || regexp_replace(lower(left(btrim(given), 24)), '[\s"\\%_]+', '%', 'g') || '%' $$;

create function mentions(given text, rough text[], patterns text[]) returns boolean language sql immutable
  as $$ select lower(given) like any (rough) and given ~* any (patterns) $$;

create type person_scope as (items uuid[], cases uuid[], addresses text[], numbers text[], files uuid[], patterns text[],
  rough text[], rough_now text[]);

-- What belongs to some contacts. Patterns only where asked: names of several words (one word alone may mean anybody), addresses,
-- numbers, each sentence of theirs from 20 signs on, and the beginning of each text as an excerpt quotes it.
create function scope_of(people uuid[], with_patterns boolean) returns person_scope
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  s person_scope;
  names text[];
  texts text[];
  sayings text[];
  called text[];
begin
  s.items := array(select f.id from feedback_items f where f.workspace_id = ws and f.contact_id = any (people));
  s.cases := array(select c.id from cases c where c.workspace_id = ws and c.contact_id = any (people));
  s.addresses := array(
    select distinct lower(a) from (
      select c.email from contacts c where c.workspace_id = ws and c.id = any (people)
      union all select k.key from contact_keys k where k.workspace_id = ws and k.contact_id = any (people) and k.source = 'email'
      union all select g.email from signal_subjects g where g.workspace_id = ws and g.contact_id = any (people)
      union all select x.v ->> 'email' from customer_merges m cross join lateral (values (m.filled), (m.before)) as x (v)
        where m.workspace_id = ws and m.kind = 'contact' and (m.survivor_id = any (people) or m.loser_id = any (people))
    ) as found (a) where a like '%@%');
  s.numbers := array(select distinct c.phone_e164 from contacts c where c.workspace_id = ws and c.id = any (people) and c.phone_e164 is not null);
  s.files := array(
    select m.file_id from inbound_mails m where m.workspace_id = ws and m.file_id is not null and (m.contact_id = any (people) or m.from_address = any (s.addresses))
    union select a.file_id from inbound_attachments a join inbound_mails m on m.workspace_id = ws and m.id = a.inbound_mail_id
      where a.workspace_id = ws and a.file_id is not null and (m.contact_id = any (people) or m.from_address = any (s.addresses))
    union select a.file_id from feedback_attachments a where a.workspace_id = ws and a.feedback_id = any (s.items)
    union select w.file_id from widget_submissions w where w.workspace_id = ws and w.file_id is not null and w.feedback_id = any (s.items));
  if not with_patterns then return s; end if;
  names := array(
    select distinct btrim(n) from (
      select c.name from contacts c where c.workspace_id = ws and c.id = any (people)
      union all select g.name from signal_subjects g where g.workspace_id = ws and g.contact_id = any (people)
      union all select m.from_name from inbound_mails m where m.workspace_id = ws and m.contact_id = any (people)
      union all select x.v ->> 'name' from customer_merges m cross join lateral (values (m.filled), (m.before)) as x (v)
        where m.workspace_id = ws and m.kind = 'contact' and (m.survivor_id = any (people) or m.loser_id = any (people))
    ) as found (n) where btrim(n) ~ '\S\s+\S');
  texts := array(
    select distinct btrim(x) from (
      select f.verbatim from feedback_items f where f.workspace_id = ws and f.id = any (s.items)
      union all select f.title from feedback_items f where f.workspace_id = ws and f.id = any (s.items)
      union all select a.words from answers a join responses r on r.workspace_id = ws and r.id = a.response_id
        where a.workspace_id = ws and r.contact_id = any (people)
      union all select p.text from portal_comments p where p.workspace_id = ws and p.contact_id = any (people)
      union all select p.text from portal_ideas p where p.workspace_id = ws and p.contact_id = any (people)
      union all select m.words from inbound_mails m where m.workspace_id = ws and (m.contact_id = any (people) or m.from_address = any (s.addresses))
      union all select m.words from sms_replies m where m.workspace_id = ws and m.contact_id = any (people)
    ) as found (x) where char_length(btrim(x)) >= 20);
  sayings := array(
    select distinct btrim(left(one, 1000)) from unnest(texts) as x, regexp_split_to_table(x, '[\r\n]+|(?<=[.!?])\s+') as one
    where char_length(btrim(one)) >= 20);
  called := array(
    select a from unnest(s.addresses) as a union select n from unnest(names) as n union select unaccent(n) from unnest(names) as n
    union select c.phone from contacts c where c.workspace_id = ws and c.id = any (people) and char_length(btrim(c.phone)) >= 7
    union select n from unnest(s.numbers) as n);
  s.patterns := array(
    select string_agg(p, '|') from (
      select p, (row_number() over (order by char_length(p) desc, p) - 1) / 40 as part from (
        select '\m' || text_pattern(c) || '\M' as p from unnest(called) as c where c !~ '^[+(]'
        union select text_pattern(c) from unnest(called) as c where c ~ '^[+(]'
        union select text_pattern(one) from unnest(sayings) as one
        union select text_pattern(left(x, 24)) || '[^\n"”»]*' from unnest(texts) as x
      ) as each (p)
    ) as parts group by part order by part);
  s.rough := array(select rough_pattern(x) from unnest(called || sayings || texts) as x union select '%' || lower(regexp_replace(c, '\s+', '%', 'g')) || '%' from unnest(called) as c);
  s.rough_now := array(
    select '%' || lower(regexp_replace(c, '\s+', '%', 'g')) || '%' from unnest(called) as c
    union select rough_pattern(f.verbatim) from feedback_items f
      where f.workspace_id = ws and f.id = any (s.items) and char_length(btrim(f.verbatim)) >= 20
        and f.received_at > (select min(k.created_at) - interval '1 day' from idempotency_keys k where k.workspace_id = ws));
  return s;
end $$;
revoke all on function scope_of(uuid[], boolean) from public;

-- The condition for a row of the map: what is theirs, or what the patterns find in it.
create function personal_condition(m personal_data) returns text language sql stable set search_path = pg_catalog, public, pg_temp
  as $$
    select case when m.mine is not null then '(' || m.mine || ')' else '(' || (
      select string_agg(format('public.mentions(' || case format_type(a.atttypid, a.atttypmod)
          when 'text[]' then 'array_to_string(t.%I, chr(10))' else 't.%I::text' end || ', $10, $8)', a.attname), ' or ')
      from pg_attribute a where a.attrelid = ('public.' || quote_ident(m.name))::regclass and a.attname = any (m.scrubs)) || ')' end
  $$;

-- How many rows of each table hold something of these contacts.
create function count_personal_data(people uuid[], files uuid[]) returns table (kind text, name text, act text, n bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  s person_scope := scope_of(people, true);
  m personal_data;
begin
  for m in select * from personal_data d order by d.place loop
    kind := m.kind; name := m.name; act := case when m.mine is null then 'scrub' else m.act end;
    execute format('select count(*) from public.%I t where t.workspace_id = $1 and %s', m.name, personal_condition(m))
      into n using ws, people, s.items, s.cases, s.addresses, s.numbers, s.files || files, s.patterns, null::timestamptz, s.rough, s.rough_now;
    if n > 0 then return next; end if;
  end loop;
end $$;

-- A page of the rows of one table that are theirs, in the order of its primary key, after a row of the page before.
create function page_personal_data(wanted text, people uuid[], files uuid[], after jsonb, most integer) returns setof jsonb
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  s person_scope := scope_of(people, false);
  m personal_data;
  keys text;
begin
  select * into m from personal_data d where d.name = wanted and d.is_exported;
  if not found then return; end if;
  select string_agg(format('%%1$s.%I', a.attname), ', ' order by k.n) into keys
    from pg_constraint c cross join lateral unnest(c.conkey) with ordinality as k (attnum, n)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
    where c.conrelid = ('public.' || quote_ident(wanted))::regclass and c.contype = 'p';
  return query execute format(
    'select to_jsonb(t) from public.%I t where t.workspace_id = $1 and (%s) and ($12::jsonb is null or (%s) > (select %s from jsonb_populate_record(null::public.%I, $12) as x)) order by %s limit $13',
    wanted, m.mine, format(keys, 't'), format(keys, 'x'), wanted, format(keys, 't'))
    using ws, people, s.items, s.cases, s.addresses, s.numbers, s.files || files, s.patterns, null::timestamptz, s.rough, s.rough_now, after, most;
end $$;

-- Erases some contacts, which are one person, everywhere. Refuses under a legal hold. Answers how many rows of each table changed.
create function erase_person(people uuid[], files uuid[], at timestamptz) returns table (kind text, name text, act text, n bigint)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  ws uuid := current_setting('app.workspace_id')::uuid;
  s person_scope;
  m personal_data;
  change text;
begin
  perform 1 from contacts c where c.workspace_id = ws and c.id = any (people) order by c.id for update;
  if holds_everything() or exists (select from held_contacts() as h (id) where h.id = any (people)) then
    raise exception 'a legal hold keeps this person' using errcode = 'HB002';
  end if;
  s := scope_of(people, true);
  perform uncount_words(s.items);
  for m in select * from personal_data d where d.act <> 'keep' or cardinality(d.scrubs) > 0 order by d.place loop
    kind := m.kind; name := m.name; act := case when m.mine is null then 'scrub' else m.act end;
    if m.act = 'delete' then
      change := format('delete from public.%I t', m.name);
    else
      select format('update public.%I t set %s', m.name, concat_ws(', ', m.sets, string_agg(
          format(case format_type(a.atttypid, a.atttypmod) when 'jsonb' then '%1$I = public.erased_json(t.%1$I, $8)'
            when 'text[]' then '%1$I = public.erased_texts(t.%1$I, $8)' else '%1$I = public.erased_text(t.%1$I, $8)' end, a.attname), ', ')))
        into change
        from pg_attribute a where a.attrelid = ('public.' || quote_ident(m.name))::regclass and a.attname = any (m.scrubs);
    end if;
    execute format('%s where t.workspace_id = $1 and %s', change, personal_condition(m))
      using ws, people, s.items, s.cases, s.addresses, s.numbers, s.files || files, s.patterns, at, s.rough, s.rough_now;
    get diagnostics n = row_count;
    if n > 0 then return next; end if;
  end loop;
end $$;

revoke all on function count_personal_data(uuid[], uuid[]), page_personal_data(text, uuid[], uuid[], jsonb, integer), erase_person(uuid[], uuid[], timestamptz)
  from public;
grant execute on function scope_of(uuid[], boolean), count_personal_data(uuid[], uuid[]), page_personal_data(text, uuid[], uuid[], jsonb, integer),
  erase_person(uuid[], uuid[], timestamptz) to hearback_app;

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
