-- The health page reads the facts of the metrics: what it kept for itself goes.
drop table measure_daily;
drop table measure_items;
delete from consumer_cursors where consumer = 'measure/items';
