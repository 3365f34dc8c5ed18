import { tellWhoever } from '#act/cases/brought-in.ts'
import { finishStep, loadStep } from '#act/cases/commands/steps.ts'
import type * as contract from '#act/cases/contract.ts'
import { stepApproved } from '#act/cases/events.ts'
import { getCase } from '#act/cases/queries.ts'
import { approversOf } from '#act/playbooks/holders.ts'
import { needsWord } from '#act/playbooks/rules.ts'
import { recordNote } from '#act/touchpoints/commands.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'

/** Agrees to a step, or sends it back with the reason. What was asked for is done by that, unless the customer is still to be told. */
export async function approveStep(
  ctx: Ctx,
  input: Input<typeof contract.approveStep>,
): Promise<Answer<typeof contract.approveStep>> {
  const { loaded, row, step } = await loadStep(ctx, input.caseId, input.stepId)
  const { record } = loaded
  if (!step.approve || row.state !== 'open')
    throw new AppError('conflict', 'step.no_approval', `“${row.title}” needs nobody’s agreement now.`)
  const me = actorMember(ctx)
  if (!me || !(await approversOf(ctx, step.approve, record)).includes(me))
    throw new AppError(
      'forbidden',
      'step.not_approver',
      `Only ${step.approve} can agree to “${row.title}”. Ask them.`,
    )
  const isYes = input.decision === 'approve'
  const reason = input.reason?.trim()
  row.approved_at = isYes ? ctx.now() : null
  row.approved_by_member_id = isYes ? me : null
  const wasAsked = row.approval_asked_at !== null
  if (!isYes) row.approval_asked_at = null
  await ctx.db.run(sql`
    update case_steps set approved_at = ${row.approved_at}, approved_by_member_id = ${row.approved_by_member_id},
      approval_asked_at = ${row.approval_asked_at}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  await recordNote(
    ctx,
    record,
    `${isYes ? 'Agreed to' : 'Sent back'} “${row.title}”${reason ? `: ${reason}` : ''}.`,
  )
  await ctx.emit(stepApproved, {
    subjectId: record.id,
    payload: {
      caseId: record.id,
      playbook: record.playbook_key,
      stepId: row.id,
      step: row.step_key,
      isApproved: isYes,
    },
  })
  const owesWord = needsWord(step) && !record.unreachable
  if (isYes && wasAsked && !owesWord) await finishStep(ctx, loaded, row, step, {})
  else
    await tellWhoever(ctx, loaded, row.assignee_member_id, {
      kind: isYes ? 'step.approved' : 'step.returned',
      text: isYes
        ? `Agreed: ${row.title} (${record.title}).${owesWord ? ' Tell the customer now.' : ''}`
        : `Sent back: ${row.title} (${record.title}). ${reason}`,
      dedupeKey: `approval ${row.id} ${ctx.now().toISOString()}`,
    })
  return getCase(ctx, { caseId: input.caseId })
}
