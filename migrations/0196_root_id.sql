-- The record a merged one stands behind, or itself. Not coalesce(): to the planner that might leak what row-level security
-- hides, so it would read every row before it compared, where this one is looked up in the index.
create function root_id(merged_into uuid, id uuid) returns uuid language sql immutable parallel safe
  return case when merged_into is null then id else merged_into end;
