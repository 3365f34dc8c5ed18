import { advance, latestRound, repeatStep } from '#act/cases/advance.ts'
import { sendBefore, tellWhoever } from '#act/cases/brought-in.ts'
import { closeCase } from '#act/cases/commands/end.ts'
import type * as contract from '#act/cases/contract.ts'
import { approvalAsked, stepDone } from '#act/cases/events.ts'
import { giveByHand, namesOf } from '#act/cases/give.ts'
import { type Loaded, loadCase, type StepRecord } from '#act/cases/load.ts'
import { getCase } from '#act/cases/queries.ts'
import { dueText, stepOf } from '#act/cases/rules.ts'
import { recordedEvidence } from '#act/evidence/queries.ts'
import { evidenceOf, isWritten, missingEvidence, missingWords } from '#act/evidence/rules.ts'
import { approversOf } from '#act/playbooks/holders.ts'
import type { Step } from '#act/playbooks/language.ts'
import { isLate, needsWord } from '#act/playbooks/rules.ts'
import { recordTouchpoint } from '#act/touchpoints/commands.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

/** A case and one of its steps, locked. Throws when the case has ended or the step is of another case. */
export async function loadStep(
  ctx: Ctx,
  caseId: string,
  stepId: string,
): Promise<{ loaded: Loaded; row: StepRecord; step: Step }> {
  const loaded = await loadCase(ctx, caseId)
  const row = loaded.steps.find((one) => one.id === stepId)
  const step = row && stepOf(loaded.playbook, row.step_key)
  if (!row || !step)
    throw new AppError('not_found', 'step.not_found', 'This case has no such step. Load the case again.')
  if (loaded.record.status !== 'open') {
    throw new AppError('conflict', 'case.ended', `This case is ${loaded.record.status}. Reopen it first.`)
  }
  return { loaded, row, step }
}

/**
 * Marks an open step as done, opens its next round and what follows; ends the case when the playbook says so.
 * Whoever calls has seen to the evidence: a sent update, a logged touchpoint, notes.
 */
export async function finishStep(
  ctx: Ctx,
  loaded: Loaded,
  row: StepRecord,
  step: Step,
  given: {
    evidence?: Record<string, string>
    results?: Record<string, boolean>
    at?: Date
    byMemberId?: string | null
  },
): Promise<void> {
  const { record } = loaded
  row.state = 'done'
  row.done_at = given.at ?? ctx.now()
  row.done_by_member_id = given.byMemberId ?? actorMember(ctx)
  row.evidence = { ...row.evidence, ...given.evidence }
  row.results = { ...row.results, ...given.results }
  await ctx.db.run(sql`
    update case_steps set state = 'done', done_at = ${row.done_at}, done_by_member_id = ${row.done_by_member_id},
      evidence = ${JSON.stringify(row.evidence)}, results = ${JSON.stringify(row.results)}, next_rung = null, next_rung_at = null,
      stopped_at = null, left_ms = null, aim_left_ms = null, approved_at = ${row.approved_at},
      approved_by_member_id = ${row.approved_by_member_id}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  await ctx.emit(stepDone, {
    subjectId: record.id,
    payload: {
      caseId: record.id,
      playbook: record.playbook_key,
      stepId: row.id,
      step: row.step_key,
      inTime: !isLate(row.latest_at, row.done_at),
    },
  })
  await keepTold(ctx, loaded, row, step)
  if (loaded.playbook.ends === `${step.id}.done`) {
    await closeCase(ctx, loaded, row.evidence.resolution ?? step.title)
    return
  }
  await repeatStep(ctx, loaded, row, step)
  await advance(ctx, loaded)
}

/** Once the customer was told of an escalation, they are told of every further step: the lead is reminded of it. */
async function keepTold(ctx: Ctx, loaded: Loaded, row: StepRecord, step: Step): Promise<void> {
  if (needsWord(step) || loaded.record.unreachable) return
  const isTold = loaded.playbook.steps.some(
    (one) => one.tells && latestRound(loaded, one.id)?.state === 'done',
  )
  if (!isTold) return
  await tellWhoever(ctx, loaded, loaded.record.lead_member_id, {
    kind: 'case.to_tell',
    text: `Tell the customer: “${row.title}” is done (${loaded.record.title}).`,
    dedupeKey: `to tell ${row.id}`,
  })
}

/** Completes a step by hand. Steps that reach the customer need the touchpoint, others their named evidence. */
export async function completeStep(
  ctx: Ctx,
  input: Input<typeof contract.completeStep>,
): Promise<Answer<typeof contract.completeStep>> {
  const { loaded, row, step } = await loadStep(ctx, input.caseId, input.stepId)
  if (row.state !== 'open') {
    if (row.state === 'done') throw await doneAlready(ctx, row)
    const why =
      row.state === 'ahead' ? 'It has not opened yet; open it first.' : `It is ${row.state} already.`
    throw new AppError('conflict', 'step.not_open', `“${row.title}” cannot be completed. ${why}`)
  }
  onlyWritten(row.title, step, input.evidence)
  const evidence = { ...row.evidence, ...(await recordedEvidence(ctx, row, step)), ...input.evidence }
  const isCall = input.touchpoint?.kind === 'call' || input.touchpoint?.kind === 'meeting'
  // The call that completes the step is logged with it.
  const missing = missingEvidence(step, evidence).filter(({ kind }) => !(isCall && kind === 'call'))
  if (missing.length > 0) {
    throw new AppError(
      'invalid',
      'step.evidence_missing',
      `“${row.title}” cannot be completed without: ${missingWords(missing)}.`,
      { missing: missing.map(({ name }) => name) },
    )
  }
  const unknown = Object.keys(input.results).find((key) => !Object.hasOwn(step.asks, key))
  if (unknown) {
    throw new AppError(
      'invalid',
      'step.unknown_result',
      `“${row.title}” does not ask “${unknown}”. It asks ${Object.keys(step.asks).join(', ') || 'nothing'}.`,
    )
  }
  if (step.do === 'corrective-actions') await actionsDone(ctx, input.caseId, row.title)
  if (step.approve && !row.approved_at) {
    const approvers = await approversOf(ctx, step.approve, loaded.record)
    const me = actorMember(ctx)
    if (!me || !approvers.includes(me)) {
      if (input.touchpoint) throw notApproved(row.title, step.approve)
      await askApproval(ctx, loaded, row, input, approvers)
      return getCase(ctx, { caseId: input.caseId })
    }
    row.approved_at = ctx.now()
    row.approved_by_member_id = me
  }
  if (needsWord(step) && !loaded.record.unreachable && !input.touchpoint) {
    const how = step.do === 'call' ? 'Log the call.' : 'Send the update, or log how you reached them.'
    throw new AppError('invalid', 'step.touchpoint_missing', `“${row.title}” reaches the customer. ${how}`)
  }
  if (input.touchpoint) {
    const at = input.touchpoint.at ?? ctx.now()
    if (at.getTime() > ctx.now().getTime() + 60_000) {
      throw new AppError(
        'invalid',
        'touchpoint.in_future',
        'This time has not come yet. Log what has happened.',
      )
    }
    await recordTouchpoint(ctx, {
      kind: input.touchpoint.kind,
      direction: 'out',
      at,
      summary: input.touchpoint.summary.trim(),
      durationMinutes: input.touchpoint.durationMinutes ?? null,
      caseId: loaded.record.id,
      stepId: row.id,
      contactId: loaded.record.contact_id,
      accountId: loaded.record.account_id,
      feedbackId: loaded.record.feedback_id,
    })
    // The touchpoint set the first contact; what follows may be counted from it.
    loaded.record.first_contact_at ??= at
  }
  const summary = step['sends-before'] && input.evidence[step['sends-before']]
  if (summary && summary !== row.evidence[step['sends-before']!]) await sendBefore(ctx, loaded, row, summary)
  const recorded = await recordedEvidence(ctx, row, step)
  await finishStep(ctx, loaded, row, step, {
    evidence: { ...recorded, ...input.evidence },
    results: input.results,
  })
  return getCase(ctx, { caseId: input.caseId })
}

/** Word goes out after agreement. */
export function notApproved(title: string, approver: string): AppError {
  return new AppError(
    'conflict',
    'step.not_approved',
    `“${title}” needs the agreement of ${approver} first. Ask for it, then tell the customer.`,
  )
}

/** Somebody was quicker: who, and when. */
async function doneAlready(ctx: Ctx, row: StepRecord): Promise<AppError> {
  const by = row.done_by_member_id
  const name = by ? (await namesOf(ctx, [by])).get(by) : undefined
  return new AppError(
    'conflict',
    'step.done_already',
    `${name ?? 'Somebody'} completed “${row.title}” ${dueText(row.done_at!, row.zone)}. What you wrote was not kept with it; write it as a note.`,
    { doneById: by ? encodeId('mem', by) : null, doneAt: row.done_at!.toISOString() },
  )
}

/** Refuses to complete “put it right” before every corrective action of the case is done. */
async function actionsDone(ctx: Ctx, caseId: string, title: string): Promise<void> {
  const { logged, open } = await ctx.db.one<{ logged: number; open: number }>(sql`
    select count(*) as logged, count(*) filter (where state = 'open') as open
    from corrective_actions where workspace_id = ${ctx.workspaceId} and case_id = ${caseId}`)
  if (logged > 0 && open === 0) return
  const what =
    open > 0
      ? `${open === 1 ? 'A corrective action' : `${open} corrective actions`} of this case ${open === 1 ? 'is' : 'are'} open. Complete or drop ${open === 1 ? 'it' : 'them'} first.`
      : 'No corrective action was logged for this case. Log one and complete it, or skip the step with the reason.'
  throw new AppError('conflict', 'step.actions_open', `“${title}” cannot be completed. ${what}`)
}

/** Keeps what was written and asks those who have to agree; the step stays open until one of them does. */
async function askApproval(
  ctx: Ctx,
  loaded: Loaded,
  row: StepRecord,
  given: { evidence: Record<string, string>; results: Record<string, boolean> },
  approvers: readonly string[],
): Promise<void> {
  await ctx.db.run(sql`
    update case_steps set approval_asked_at = ${ctx.now()}, evidence = evidence || ${JSON.stringify(given.evidence)}::jsonb,
      results = results || ${JSON.stringify(given.results)}::jsonb
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  await ctx.emit(approvalAsked, {
    subjectId: loaded.record.id,
    payload: {
      caseId: loaded.record.id,
      playbook: loaded.record.playbook_key,
      stepId: row.id,
      step: row.step_key,
    },
  })
  for (const memberId of approvers)
    await tellWhoever(ctx, loaded, memberId, {
      kind: 'step.to_approve',
      text: `Your agreement is asked for: ${row.title} (${loaded.record.title}).`,
      dedupeKey: `to approve ${row.id} ${ctx.now().toISOString()}`,
    })
}

function unknownLine(title: string, line: string): AppError {
  return new AppError(
    'invalid',
    'step.unknown_line',
    `“${title}” has no line “${line}”. Load the case again.`,
  )
}

/** Refuses words where the step asks for none: a file is attached, a call is logged. */
function onlyWritten(title: string, step: Step, given: Readonly<Record<string, string>>): void {
  const asked = evidenceOf(step)
  for (const name of Object.keys(given)) {
    const one = asked.find((each) => each.name === name)
    if (!one || !isWritten(one)) throw unknownLine(title, name)
  }
}

/** Writes down evidence and ticks before a step is done, or gives it to somebody else. */
export async function tickChecklist(
  ctx: Ctx,
  input: Input<typeof contract.tickChecklist>,
): Promise<Answer<typeof contract.tickChecklist>> {
  const { loaded, row, step } = await loadStep(ctx, input.caseId, input.stepId)
  const strange = Object.keys(input.checklist ?? {}).find((line) => !step.checklist.includes(line))
  if (strange) throw unknownLine(row.title, strange)
  onlyWritten(row.title, step, input.evidence ?? {})
  await ctx.db.run(sql`
    update case_steps set checklist = checklist || ${JSON.stringify(input.checklist ?? {})}::jsonb,
      evidence = evidence || ${JSON.stringify(input.evidence ?? {})}::jsonb
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  if (input.assigneeId !== undefined && input.assigneeId !== row.assignee_member_id)
    await giveByHand(ctx, loaded, row, input.assigneeId)
  const summary = step['sends-before'] && input.evidence?.[step['sends-before']]
  if (summary?.trim()) await sendBefore(ctx, loaded, row, summary)
  return getCase(ctx, { caseId: input.caseId })
}
