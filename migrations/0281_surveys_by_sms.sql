-- Surveys go by mail, by text message, or by whichever reaches the person, mail first.
alter table programmes add column channel text not null default 'mail';
alter table programmes add constraint programmes_channel_known check (channel in ('mail', 'sms', 'either'));
-- of a wave it stands in its terms; without one it is mail
alter table waves add constraint waves_channel_known check (terms ->> 'channel' in ('mail', 'sms', 'either', 'in_app', 'phone'));

alter table invitations add column channel text not null default 'mail';
alter table invitations add column sms_id uuid;
alter table invitations add column reminder_sms_id uuid;
alter table invitations add constraint invitations_channel_known check (channel in ('mail', 'sms'));
alter table invitations add constraint invitations_one_way check ((channel = 'sms') = (sms_id is not null) and (channel = 'mail' or mail_id is null));
alter table invitations add constraint invitations_sms_fkey foreign key (workspace_id, sms_id) references sms_messages (workspace_id, id);
alter table invitations add constraint invitations_reminder_sms_fkey foreign key (workspace_id, reminder_sms_id)
  references sms_messages (workspace_id, id);
create index invitations_of_sms on invitations (workspace_id, sms_id) where sms_id is not null;
create index invitations_of_reminder_sms on invitations (workspace_id, reminder_sms_id) where reminder_sms_id is not null;

alter table responses drop constraint responses_entry_known;
alter table responses add constraint responses_entry_known check (entry in ('mail', 'sms', 'phone', 'interview', 'in_person', 'import'));
