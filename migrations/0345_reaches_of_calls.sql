-- What reached a person lists their cards and calls by key, beside their mails and text messages.
create index invitations_reaches on invitations (workspace_id, contact_id, id) where channel in ('in_app', 'phone');
