-- Which move of a request its release made: taking the release back takes back just that.
alter table release_requests add column shipped_move integer;
grant update (shipped_move) on release_requests to hearback_app;
