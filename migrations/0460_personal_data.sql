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
    $m$state = case when t.state = 'held' then 'dismissed' else t.state end, envelope_from = '', envelope_to = '{}', file_id = null, message_id = null, in_reply_to = null, thread_references = null, from_name = '',
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
  (440, 'case_steps', 'Cases', 'blank', 't.case_id = any($4)', $m$evidence = '{}', advice = null$m$,
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
