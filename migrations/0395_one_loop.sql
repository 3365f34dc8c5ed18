-- How far a loop came is said by the ledger alone (loop_positions): the figures of items keep no stage of their own.

drop index measure_items_by_day;
alter table measure_items drop column stage;
create index measure_items_by_day on measure_items (workspace_id, day desc, id desc) include (channel, segment);

create table measure_daily_before as
  select workspace_id, day, channel, segment, sum(items)::integer as items from measure_daily
  group by workspace_id, day, channel, segment having sum(items) <> 0;
delete from measure_daily;
alter table measure_daily drop constraint measure_daily_pkey, drop column stage,
  add constraint measure_daily_pkey primary key (workspace_id, day, channel, segment);
insert into measure_daily (workspace_id, day, channel, segment, items)
  select workspace_id, day, channel, segment, items from measure_daily_before;
drop table measure_daily_before;
