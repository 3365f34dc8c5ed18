import { type Sql, sql } from '#platform/db/sql.ts'

/**
 * What must never be, one row a fault in words (`what`): a case that is open with nobody owing anything, one that has
 * ended with a clock running, and a clock that started and neither runs nor ended exactly once. `which` begins with
 * `and` and speaks of the case `k`.
 */
export function brokenCases(workspaceId: string, which: Sql): Sql {
  return sql`
    select 'nothing is owed' as what from cases k
      where k.workspace_id = ${workspaceId} and k.status = 'open' ${which} and not exists (
        select 1 from case_steps s where s.workspace_id = ${workspaceId} and s.case_id = k.id
          and (s.state = 'open' or s.state = 'ahead' and s.needs_decision))
    union all
    select 'a step whose moment has happened has neither a date nor a reason for none' from case_steps s
      join cases k on k.workspace_id = ${workspaceId} and k.id = s.case_id and k.status = 'open' ${which}
      where s.workspace_id = ${workspaceId} and s.state = 'open'
        and s.latest_at is null and s.no_clock is null and s.rule ~ 'after (opening|the answer)'
    union all
    select 'the case is not ordered by its earliest due time' from cases k
      where k.workspace_id = ${workspaceId} ${which} and k.next_due_at is distinct from (
        select min(s.latest_at) from case_steps s
        where s.workspace_id = ${workspaceId} and s.case_id = k.id and s.state = 'open' and k.status = 'open')
    union all
    select 'an ended case owes ' || s.step_key from case_steps s
      join cases k on k.workspace_id = ${workspaceId} and k.id = s.case_id and k.status <> 'open' ${which}
      where s.workspace_id = ${workspaceId} and (s.state in ('open', 'ahead') or s.next_rung_at is not null)
    union all
    select 'the clock of ' || s.step_key || ' (' || s.state || ') started ' || e.started || ' times and ended ' || e.ended
      from cases k join case_steps s on s.workspace_id = ${workspaceId} and s.case_id = k.id
      cross join lateral (
        select count(*) filter (where type = 'case.step_opened') as started,
          count(*) filter (where type in ('case.step_done', 'case.step_skipped')) as ended,
          count(*) filter (where type = 'case.step_done') as done
        from events where workspace_id = ${workspaceId} and subject_id = k.id and payload->>'stepId' = s.id::text
      ) e
      where k.workspace_id = ${workspaceId} ${which} and (
        e.done > e.started
        or (s.state = 'open' or s.state = 'cancelled' and s.opened_at is not null) and e.started <> e.ended + 1
          and not exists (select 1 from events x where x.workspace_id = ${workspaceId} and x.subject_id = k.id
            and x.type = 'case.step_skipped' and x.payload->>'stepId' = s.id::text)
        or s.state = 'done' and e.ended < e.started)`
}
