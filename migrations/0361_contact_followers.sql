-- Customers who want to hear of a request without having said anything for it: they count in no demand, and are told.
create table request_contact_followers (
  workspace_id uuid not null,
  request_id uuid not null,
  contact_id uuid not null,
  -- where they asked for it: on the portal, or a member noted it
  via text not null,
  since timestamptz not null,
  constraint request_contact_followers_pkey primary key (workspace_id, request_id, contact_id),
  constraint request_contact_followers_via_known check (via in ('portal', 'member')),
  constraint request_contact_followers_request_fkey foreign key (workspace_id, request_id) references requests (workspace_id, id) on delete cascade,
  constraint request_contact_followers_contact_fkey foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade
);
create index request_contact_followers_by_contact on request_contact_followers (workspace_id, contact_id, request_id);
select tenant_table('request_contact_followers', 'select, insert, delete');
