-- Web forms with a link of their own: a public page on which anybody can say something, one for each product or place.

create table feedback_forms (
  workspace_id uuid not null,
  id uuid not null,
  -- names the workspace too, so that a visitor's page finds it; proves nothing
  public_id text not null,
  -- what we call it
  name text not null,
  -- what stands on the page; empty: the words of the product in the language of the browser
  title text not null default '',
  intro text not null default '',
  thanks text not null default '',
  -- the product its items are about
  product text,
  asks_email text not null default 'optional',
  is_on boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint feedback_forms_pkey primary key (workspace_id, id),
  constraint feedback_forms_public_once unique (workspace_id, public_id),
  constraint feedback_forms_name_length check (char_length(name) between 1 and 80),
  constraint feedback_forms_lengths check (char_length(title) <= 120 and char_length(intro) <= 500 and char_length(thanks) <= 500),
  constraint feedback_forms_product_length check (char_length(product) between 1 and 60),
  constraint feedback_forms_email_known check (asks_email in ('no', 'optional', 'required'))
);
select tenant_table('feedback_forms', 'select, insert, update');

-- Which form an item came from, to count what each brings.
create table feedback_form_items (
  workspace_id uuid not null,
  feedback_id uuid not null,
  form_id uuid not null,
  sent_at timestamptz not null,
  constraint feedback_form_items_pkey primary key (workspace_id, feedback_id),
  constraint feedback_form_items_feedback_fkey foreign key (workspace_id, feedback_id) references feedback_items (workspace_id, id) on delete cascade,
  constraint feedback_form_items_form_fkey foreign key (workspace_id, form_id) references feedback_forms (workspace_id, id)
);
select tenant_table('feedback_form_items', 'select, insert');
create index feedback_form_items_of_form on feedback_form_items (workspace_id, form_id, sent_at desc);
