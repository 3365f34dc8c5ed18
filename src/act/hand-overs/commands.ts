import { tellWhoever } from '#act/cases/brought-in.ts'
import { caseReassigned } from '#act/cases/events.ts'
import { checkReceiver, giveSteps, namesOf } from '#act/cases/give.ts'
import { loadCase } from '#act/cases/load.ts'
import { getCase } from '#act/cases/queries.ts'
import type * as contract from '#act/hand-overs/contract.ts'
import { caseHandedOver } from '#act/hand-overs/events.ts'
import { recordNote } from '#act/touchpoints/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'

/** Gives a case to somebody who is here: lead, chosen open steps, and a note which they are told. */
export async function handOver(
  ctx: Ctx,
  input: Input<typeof contract.handOver>,
): Promise<Answer<typeof contract.handOver>> {
  const loaded = await loadCase(ctx, input.caseId)
  const { record } = loaded
  if (record.status !== 'open')
    throw new AppError('conflict', 'case.ended', `This case is ${record.status}. Reopen it first.`)
  await checkReceiver(ctx, input.toId)
  const from = record.lead_member_id
  const open = loaded.steps.filter((row) => row.state === 'open')
  const strange = input.stepIds?.find((stepId) => !open.some((row) => row.id === stepId))
  if (strange)
    throw new AppError(
      'conflict',
      'step.not_open',
      'One of these steps is no longer open. Load the case again and choose anew.',
    )
  const chosen = open.filter((row) =>
    input.stepIds
      ? input.stepIds.includes(row.id)
      : row.assignee_member_id === from || row.assignee_member_id === null,
  )
  const gifts = chosen
    .filter((row) => row.assignee_member_id !== input.toId)
    .map((row) => ({
      step: {
        ...row,
        playbook_key: record.playbook_key,
        contact_id: record.contact_id,
        account_id: record.account_id,
        areas: record.areas,
      },
      to: { memberId: input.toId, rule: 'handed over', why: null },
    }))
  if (from === input.toId && gifts.length === 0)
    throw new AppError(
      'conflict',
      'case.theirs_already',
      'They lead this case and have these steps already. Choose somebody else.',
    )
  await giveSteps(ctx, gifts)
  if (from !== input.toId) {
    await ctx.db.run(sql`
      update cases set lead_member_id = ${input.toId}, lead_rule = 'handed over', updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${record.id}`)
    await ctx.emit(caseReassigned, {
      subjectId: record.id,
      payload: { caseId: record.id, playbook: record.playbook_key, leadMemberId: input.toId },
    })
  }
  const names = await namesOf(ctx, [input.toId, ...(from ? [from] : [])])
  const note = input.note.trim()
  const titles = chosen.map((row) => `“${row.title}”`).join(', ')
  const along = titles ? ` with ${titles}` : ''
  const former = from && from !== input.toId ? ` from ${names.get(from)}` : ''
  await recordNote(ctx, record, `Handed over${former} to ${names.get(input.toId)}${along}: ${note}`)
  await ctx.emit(caseHandedOver, {
    subjectId: record.id,
    payload: {
      caseId: record.id,
      playbook: record.playbook_key,
      fromMemberId: from,
      toMemberId: input.toId,
      stepIds: chosen.map(({ id }) => id),
    },
  })
  await tellWhoever(ctx, loaded, input.toId, {
    kind: 'case.handed_over',
    text: `Handed over to you: ${record.title}. ${note}`,
    dedupeKey: `handed over ${record.id} ${ctx.now().toISOString()}`,
  })
  return getCase(ctx, { caseId: input.caseId })
}
