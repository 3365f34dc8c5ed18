-- Surveys shown by the widget on a page of the product, to people it knows. Whoever is shown one was invited.
alter table survey_links add column is_in_app boolean not null default false;
-- on pages whose path begins so; empty: on every page
alter table survey_links add column in_app_paths text[] not null default '{}';
alter table survey_links add column in_app_percent integer not null default 100;
-- not again to somebody who was shown the survey within so many days
alter table survey_links add column in_app_rest_days integer not null default 90;
alter table survey_links add constraint survey_links_in_app check
  (in_app_percent between 1 and 100 and in_app_rest_days between 30 and 365);
create index survey_links_in_app on survey_links (workspace_id, id) where is_in_app and is_open;

-- A link that is shown has a wave for each month, whose invitations are those who saw it.
alter table waves add column link_id uuid;
alter table waves add constraint waves_link_fkey foreign key (workspace_id, link_id) references survey_links (workspace_id, id);
create unique index waves_of_link on waves (workspace_id, link_id, period) where link_id is not null;

alter table invitations add column if not exists channel text not null default 'mail';
alter table invitations drop constraint if exists invitations_channel_known;
alter table invitations add constraint invitations_channel_known check (channel in ('mail', 'sms', 'in_app', 'phone'));
alter table invitations add column dismissed_at timestamptz;
create index invitations_in_app on invitations (workspace_id, contact_id) where channel = 'in_app' and answered_at is null and dismissed_at is null;
