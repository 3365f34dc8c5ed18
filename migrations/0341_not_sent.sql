-- Whom a wave invited and what was sent never reached, by reason.
create index invitations_not_sent on invitations (workspace_id, wave_id, channel, not_sent_reason, id) where not_sent_reason is not null;
