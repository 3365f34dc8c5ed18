import type * as contract from '#close/follow-ups/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'

interface Row {
  survey_key: string
  survey: string | null
  due_at: Date
  state: 'waiting' | 'sent' | 'not_sent' | 'cancelled'
  why: string | null
  settled_at: Date | null
}

/** The follow-ups of a case. Throws `case.not_found`. */
export async function listFollowUps(
  ctx: Ctx,
  { caseId }: Input<typeof contract.listFollowUps>,
): Promise<Answer<typeof contract.listFollowUps>> {
  const ws = ctx.workspaceId
  if (!(await ctx.db.maybe(sql`select id from cases where workspace_id = ${ws} and id = ${caseId}`)))
    throw new AppError('not_found', 'case.not_found', 'There is no such case. Check the id.')
  const rows = await ctx.db.many<Row>(sql`
    select f.survey_key, s.name as survey, f.due_at, f.state, f.why, f.settled_at from follow_ups f
    left join surveys s on s.workspace_id = ${ws} and s.key = f.survey_key
    where f.workspace_id = ${ws} and f.case_id = ${caseId} order by f.created_at desc, f.id desc limit 20`)
  return {
    data: rows.map((row) => ({
      survey: row.survey ?? row.survey_key,
      dueAt: row.due_at.toISOString(),
      state: row.state,
      why: row.why,
      settledAt: row.settled_at?.toISOString() ?? null,
    })),
  }
}
