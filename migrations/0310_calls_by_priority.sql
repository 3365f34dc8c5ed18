-- A programme asks by phone about tickets of a priority: from this one on; null: about none.
alter table programmes add column phone_from text;
alter table programmes add constraint programmes_phone_from_known check (phone_from in ('critical', 'high'));
-- the priority of the ticket, as it was told or as its item has it
alter table programme_occasions add column priority text;
alter table programme_occasions add constraint programme_occasions_priority_known check (priority in ('critical', 'high', 'medium', 'low'));
