-- Links of a survey that anybody can answer without an invitation: as a page, at a kiosk, in a frame of another site.

create table survey_links (
  workspace_id uuid not null,
  id uuid not null,
  survey_id uuid not null,
  -- names the workspace too, so that a visitor's page finds it; proves nothing
  public_id text not null,
  name text not null,
  is_open boolean not null default true,
  -- no answers from then on; null: until it is closed
  closes_at timestamptz,
  -- no more new answers than these; null: any number
  most_answers integer,
  is_once_per_browser boolean not null default true,
  -- asks strangers for name and address at the end
  asks_contact boolean not null default true,
  has_kiosk boolean not null default false,
  -- sites that may show it in a frame: https://www.example.com
  frame_origins text[] not null default '{}',
  -- whose secret signs who a known person is; null: nobody is known
  widget_key_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint survey_links_pkey primary key (workspace_id, id),
  constraint survey_links_public_once unique (workspace_id, public_id),
  constraint survey_links_name_length check (char_length(name) between 1 and 80),
  constraint survey_links_most check (most_answers > 0),
  constraint survey_links_survey_fkey foreign key (workspace_id, survey_id) references surveys (workspace_id, id),
  constraint survey_links_widget_key_fkey foreign key (workspace_id, widget_key_id) references widget_keys (workspace_id, id)
);
create index survey_links_of_survey on survey_links (workspace_id, survey_id, id);
select tenant_table('survey_links', 'select, insert, update');

-- The way by which a survey reached whoever answered; entry says who wrote the answer down. The list can be extended.
alter table responses add column channel text not null default 'mail';
update responses set channel = entry where entry <> 'mail';
alter table responses add constraint responses_channel_known check (channel in
  ('mail', 'sms', 'in_app', 'link', 'kiosk', 'embed', 'phone', 'interview', 'in_person', 'import'));
-- link: the person's own, without an invitation; in_app: on a page of the product
alter table responses drop constraint responses_entry_known;
alter table responses add constraint responses_entry_known check (entry in
  ('mail', 'sms', 'in_app', 'link', 'phone', 'interview', 'in_person', 'import'));
alter table responses add column link_id uuid;
-- made with the page: the same page sent twice is one answer
alter table responses add column link_once text;
alter table responses add constraint responses_link_fkey foreign key (workspace_id, link_id)
  references survey_links (workspace_id, id);
alter table responses add constraint responses_link check ((link_id is null) = (link_once is null));
create unique index responses_link_once on responses (workspace_id, link_id, link_once) where link_id is not null;
create index responses_of_link on responses (workspace_id, link_id, channel, submitted_at desc) where link_id is not null;
