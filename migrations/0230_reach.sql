-- What may reach a person is decided for each channel. For mail the columns of the contact hold what stands now; for the
-- others the newest row of this log does.
alter table contact_consents add column channel text not null default 'mail';
alter table contact_consents add constraint contact_consents_channel_known
  check (channel in ('mail', 'in_app', 'sms', 'phone'));

-- The story of what reached somebody is read newest first, table by table, by the id.
create index wave_exclusions_by_contact on wave_exclusions (workspace_id, contact_id, id desc);
