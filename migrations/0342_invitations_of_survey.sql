-- Whom a survey asked, by the way it went, over all its waves.
create index invitations_of_survey on invitations (workspace_id, survey_id, channel, id);
