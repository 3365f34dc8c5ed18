-- In which language a member reads reports; null: in that of the workspace.
alter table members
  add column language text,
  add constraint members_language_form check (language ~ '^[a-z]{2,3}$');

-- Headline and lead are written from the figures in the language of whoever reads.
alter table reports drop column headline, drop column lead;
update personal_data set scrubs = '{figures}' where name = 'reports';
