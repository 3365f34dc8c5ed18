import { type Sql, sql } from '#platform/db/sql.ts'

/**
 * Transitions of cases that are half there, one row each in words (`what`). Every transition writes several rows: the
 * step or case itself, its event, a line on the case, a notice. They are all there, or none is.
 */
export function halfTransitions(workspaceId: string): Sql {
  const ofCase = (type: string) => sql`
    select count(*) from events e where e.workspace_id = ${workspaceId} and e.subject_id = k.id and e.type = ${type}`
  const notes = (beginning: string) => sql`
    select count(*) from touchpoints t where t.workspace_id = ${workspaceId} and t.case_id = k.id
      and t.kind = 'note' and t.summary like ${`${beginning}%`}`
  const notices = (kind: string) => sql`
    select count(*) from notices n where n.workspace_id = ${workspaceId} and n.subject_id = k.id and n.kind = ${kind}`
  return sql`
    select 'step ' || s.step_key || ' is ' || s.state || ' with ' || x.done || ' ends, ' || x.skipped || ' skips and '
        || x.calls || ' calls' as what
      from case_steps s
      cross join lateral (
        select
          (select count(*) from events e where e.workspace_id = ${workspaceId} and e.subject_id = s.case_id
            and e.type = 'case.step_done' and e.payload->>'stepId' = s.id::text) as done,
          (select count(*) from events e where e.workspace_id = ${workspaceId} and e.subject_id = s.case_id
            and e.type = 'case.step_skipped' and e.payload->>'stepId' = s.id::text) as skipped,
          (select count(*) from touchpoints t where t.workspace_id = ${workspaceId} and t.step_id = s.id
            and t.kind = 'call') as calls
      ) x
      where s.workspace_id = ${workspaceId} and (x.done <> (s.state = 'done')::int or x.calls <> x.done
        or x.skipped <> (s.state = 'skipped')::int)
    union all
    select 'a case was escalated ' || x.events || ' times with ' || x.notes || ' notes and ' || x.notices || ' notices'
      from cases k
      cross join lateral (select (${ofCase('case.escalated')} and e.payload->>'by' = 'person') as events,
        (${notes('Escalated: ')}) as notes, (${notices('case.escalated')}) as notices) x
      where k.workspace_id = ${workspaceId} and (x.events <> x.notes or x.events <> x.notices
        or x.events > 0 and k.escalated_at is null)
    union all
    select 'a case was handed over ' || x.events || ' times with ' || x.notes || ' notes and ' || x.notices || ' notices'
      from cases k
      cross join lateral (select (${ofCase('case.handed_over')}) as events, (${notes('Handed over')}) as notes,
        (${notices('case.handed_over')}) as notices) x
      where k.workspace_id = ${workspaceId} and (x.events <> x.notes or x.events <> x.notices)
    union all
    select 'a case is led by another than it was given to' from cases k
      cross join lateral (select e.payload->>'toMemberId' as id from events e
        where e.workspace_id = ${workspaceId} and e.subject_id = k.id and e.type = 'case.handed_over'
        order by e.xid desc, e.id desc limit 1) given
      where k.workspace_id = ${workspaceId} and k.lead_member_id::text is distinct from given.id
    union all
    select 'the clock of ' || s.step_key || ' fired ' || x.rungs || ' times with ' || x.events || ' events'
      from case_steps s
      cross join lateral (
        select (select count(*) from case_step_rungs r where r.workspace_id = ${workspaceId} and r.step_id = s.id) as rungs,
          (select count(*) from events e where e.workspace_id = ${workspaceId} and e.subject_id = s.case_id
            and (e.type in ('case.step_warned', 'case.overdue')
              or e.type = 'case.escalated' and e.payload->>'by' = 'clock')
            and e.payload->>'stepId' = s.id::text) as events
      ) x
      where s.workspace_id = ${workspaceId} and x.rungs <> x.events`
}
