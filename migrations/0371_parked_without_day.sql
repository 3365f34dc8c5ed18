-- A request may be parked without a day: it comes back at each quarterly review of trends.
alter table requests drop constraint requests_parked_until;
alter table requests add constraint requests_parked_until check (parked_until is null or status = 'parked');
alter table request_moves drop constraint request_moves_parked_until;
alter table request_moves add constraint request_moves_parked_until check (parked_until is null or status = 'parked');
create index requests_parked_without_day on requests (workspace_id, demand_cents desc, accounts desc, id desc)
  where status = 'parked' and parked_until is null and merged_into_id is null;
