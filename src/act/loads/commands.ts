import { checkReceiver, giveSteps, openSteps } from '#act/cases/give.ts'
import type * as contract from '#act/loads/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'

/** Gives open steps to somebody who is here, or to nobody; they are told once. Throws `member.not_found`, `member.away`. */
export async function giveTeamSteps(
  ctx: Ctx,
  { stepIds, toId }: Input<typeof contract.giveTeamSteps>,
): Promise<Answer<typeof contract.giveTeamSteps>> {
  if (toId) await checkReceiver(ctx, toId)
  const steps = await openSteps(
    ctx,
    sql`and s.id = any(${stepIds}::uuid[]) and s.assignee_member_id is distinct from ${toId}::uuid`,
  )
  const rule = 'given by hand'
  await giveSteps(
    ctx,
    steps.map((step) => ({ step, to: { memberId: toId, rule, why: `${rule}.` } })),
  )
  const [first] = steps
  if (toId && first && !(ctx.actor.kind === 'member' && ctx.actor.id === toId))
    await notify(ctx, {
      memberId: toId,
      kind: 'step.given',
      subjectId: first.case_id,
      text: steps.length === 1 ? `Yours: ${first.title}.` : `${steps.length} steps are yours now.`,
      link: steps.length === 1 ? linkTo('cases', 'case', first.case_id) : '/today',
      urgency: 'urgent',
      dedupeKey: `steps given ${first.id} ${ctx.now().toISOString()}`,
    })
  return {
    given: steps.map((step) => ({
      stepId: encodeId('step', step.id),
      fromId: step.assignee_member_id ? encodeId('mem', step.assignee_member_id) : null,
    })),
  }
}
