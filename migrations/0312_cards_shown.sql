-- A card of a survey counts for the limit of a month once it was shown.
create index invitations_shown on invitations (workspace_id, contact_id, delivered_at desc)
  where channel = 'in_app' and delivered_at is not null;
