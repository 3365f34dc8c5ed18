import { callsPassedOn } from '#collect/surveys/calls/events.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** Gives the calls that somebody who is away is to make until then to who stands in for them. Answers how many went. */
export async function coverCalls(
  ctx: Ctx,
  { memberId, coverId, until }: { memberId: string; coverId: string; until: Date },
): Promise<number> {
  const calls = await ctx.db.run(sql`
    update survey_calls set assignee_member_id = ${coverId}, stands_in_for_member_id = coalesce(stands_in_for_member_id, ${memberId})
    where workspace_id = ${ctx.workspaceId} and assignee_member_id = ${memberId} and state = 'open' and try_at < ${until}`)
  if (calls > 0) await passed(ctx, { fromMemberId: memberId, toMemberId: coverId, calls })
  return calls
}

/** Gives back the calls that others still have of somebody who is here again. Answers how many came. */
export async function returnCalls(ctx: Ctx, memberId: string): Promise<number> {
  const back = await ctx.db.many<{ from_id: string; calls: number }>(sql`
    with open as (
      select id, assignee_member_id as from_id from survey_calls
      where workspace_id = ${ctx.workspaceId} and stands_in_for_member_id = ${memberId} and state = 'open' for update
    ), given as (
      update survey_calls q set assignee_member_id = ${memberId}, stands_in_for_member_id = null from open
      where q.workspace_id = ${ctx.workspaceId} and q.id = open.id
    )
    select from_id, count(*) as calls from open group by from_id`)
  for (const { from_id, calls } of back)
    await passed(ctx, { fromMemberId: from_id, toMemberId: memberId, calls })
  return back.reduce((sum, { calls }) => sum + calls, 0)
}

const passed = (ctx: Ctx, payload: { fromMemberId: string; toMemberId: string; calls: number }) =>
  ctx.emit(callsPassedOn, { subjectId: payload.fromMemberId, payload })
