import { callsPassedOn } from '#collect/surveys/calls/events.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/**
 * Open calls of somebody who leaves go to whom `next` names, one after another, and so do those that a wave is still
 * writing for them. Answers who got how many.
 */
export async function passCallsOn(
  ctx: Ctx,
  goneId: string,
  next: () => Promise<string | null>,
): Promise<Map<string, number>> {
  const ws = ctx.workspaceId
  const calls = await ctx.db.many<{ id: string }>(sql`
    select id from survey_calls
    where workspace_id = ${ws} and assignee_member_id = ${goneId} and state = 'open' order by try_at, id for update`)
  const gifts: { id: string; member: string }[] = []
  for (const { id } of calls) {
    const member = await next()
    if (member) gifts.push({ id, member })
  }
  if (gifts.length > 0)
    await ctx.db.run(sql`
      update survey_calls q set assignee_member_id = r.member, stands_in_for_member_id = null
      from jsonb_to_recordset(${JSON.stringify(gifts)}::jsonb) as r (id uuid, member uuid)
      where q.workspace_id = ${ws} and q.id = r.id`)
  const counts = new Map<string, number>()
  for (const { member } of gifts) counts.set(member, (counts.get(member) ?? 0) + 1)
  await ctx.emitAll(
    callsPassedOn,
    [...counts].map(([toMemberId, count]) => ({
      subjectId: goneId,
      payload: { fromMemberId: goneId, toMemberId, calls: count },
    })),
  )
  const filling = await ctx.db.many<{ id: string }>(sql`
    select id from waves
    where workspace_id = ${ws} and state = 'filling' and terms ->> 'callerId' = ${goneId} order by id for update`)
  for (const { id } of filling) {
    const callerId = await next()
    if (callerId)
      await ctx.db.run(sql`
        update waves set terms = terms || jsonb_build_object('callerId', ${callerId}::text)
        where workspace_id = ${ws} and id = ${id}`)
  }
  return counts
}
