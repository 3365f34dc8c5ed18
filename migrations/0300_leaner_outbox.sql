-- A mail changes its state three times while it leaves, so each change is kept cheap.

-- The primary key is read backwards for the same.
drop index mails_newest;
-- What is on its way stands in mails_leases.
drop index mails_by_state;
create index mails_by_state on mails (workspace_id, state, id desc) where state not in ('claimed', 'handing_over');
-- Words live outside the row, so that a change of state does not copy them.
alter table mails set (toast_tuple_target = 128);

-- "accepted" follows "handing_over", which was asked already: only what is written so at once is asked again.
drop trigger mails_demo_stays on mails;
create trigger mails_demo_stays before update of state on mails
  for each row when (new.state = 'handing_over' or new.state = 'accepted' and old.state not in ('handing_over', 'uncertain'))
  execute function demo_mail_stays();
create trigger mails_demo_stays_new before insert on mails
  for each row when (new.state in ('handing_over', 'accepted')) execute function demo_mail_stays();
