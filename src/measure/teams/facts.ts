import type { Span } from '#measure/dashboards/rules.ts'
import { metricOf } from '#measure/metrics/definitions.ts'
import { readLabels } from '#measure/metrics/labels.ts'
import { liveRows } from '#measure/metrics/live.ts'
import { narrowed } from '#measure/metrics/rows.ts'
import type { TeamWhat } from '#measure/teams/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/**
 * What a number is counted from, with whose it is: the assignee of a step, the lead of a case (null: nobody's). Columns id
 * (of the step or case), at, value, flag, segment, member; the facts are those of the metric itself.
 */
export async function factsOf(ctx: Ctx, what: TeamWhat, span: Span, zone: string): Promise<Sql> {
  const ws = ctx.workspaceId
  const ofSteps = (facts: Sql) => sql`
    select l.id, l.at, l.value, l.flag, l.segment, s.assignee_member_id as member
    from (${facts}) l join case_steps s on s.workspace_id = ${ws} and s.id = l.id`
  const ofCases = (facts: Sql) => sql`
    select l.id, l.at, l.value, l.flag, l.segment, k.lead_member_id as member
    from (${facts}) l join cases k on k.workspace_id = ${ws} and k.id = l.id`
  switch (what) {
    case 'open_cases':
      return sql`select id, opened_at as at, 0 as value, next_due_at < ${ctx.now()} as flag, '' as segment, lead_member_id as member
        from cases where workspace_id = ${ws} and status = 'open'`
    case 'open_steps':
      return sql`select id, coalesce(latest_at, opened_at, ${ctx.now()}) as at, 0 as value, coalesce(latest_at < ${ctx.now()}, false) as flag,
        '' as segment, assignee_member_id as member
        from case_steps where workspace_id = ${ws} and state = 'open'`
    case 'late_steps':
      return ofSteps(liveRows(ctx, 'step', span, zone))
    case 'cases_on_time':
      return ofCases(liveRows(ctx, 'resolved', span, zone))
    case 'score_change':
      return ofCases(liveRows(ctx, 'pair', span, zone))
    case 'handling_satisfaction': {
      const metric = metricOf(what)
      const where = await narrowed(ctx, metric, await readLabels(ctx, metric), {})
      return ofCases(sql`
        select f.case_id as id, a.at, a.value, a.flag, a.segment from (
          select id, at, value, flag, segment from metric_facts
          where workspace_id = ${ws} and fact = 'answer' and day between ${span.from}::date and ${span.to}::date ${where}
        ) a join case_confirmations f on f.workspace_id = ${ws} and f.response_id = a.id`)
    }
  }
}
