-- A wave and a programme may ask by a card in the product or by calls, as they do by mail and text message.
alter table programmes drop constraint programmes_channel_known;
alter table programmes add constraint programmes_channel_known check (channel in ('mail', 'sms', 'either', 'in_app', 'phone'));
-- who calls where it asks by phone
alter table programmes add column caller_member_id uuid;
alter table programmes add constraint programmes_caller_fkey foreign key (workspace_id, caller_member_id) references members (workspace_id, id);

-- A wave that is stopped ends the calls that were not made.
alter table survey_calls drop constraint survey_calls_state_known;
alter table survey_calls add constraint survey_calls_state_known check (state in ('open', 'answered', 'refused', 'wrong_number', 'stopped'));
