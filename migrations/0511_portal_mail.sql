-- A mail whose unsubscribe link stops one thing alone (that of about_id), by its name; null: mail of its topic.
alter table mails add column stops text;

-- Who wants no more mail about one idea: a request, or the item of an idea that was not published.
create table portal_silences (
  workspace_id uuid not null,
  about_id uuid not null,
  contact_id uuid not null,
  since timestamptz not null,
  constraint portal_silences_pkey primary key (workspace_id, about_id, contact_id),
  constraint portal_silences_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade
);
create index portal_silences_by_contact on portal_silences (workspace_id, contact_id);
select tenant_table('portal_silences', 'select, insert, delete');
insert into personal_data (place, name, kind, act, mine, is_exported) values
  (85, 'portal_silences', 'Requests and portal', 'delete', 't.contact_id = any($2)', true);
-- an idea is named as its author named it
update personal_data set sets = sets || ', stops = null' where name = 'mails' and place = 330;
