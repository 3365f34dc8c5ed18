-- Steps that wait for somebody to decide: few of all, and asked for with every day.
create index case_steps_to_decide on case_steps (workspace_id, latest_at, id) where needs_decision;
