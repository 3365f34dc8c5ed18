import { advance, isOwed, keepDue } from '#act/cases/advance.ts'
import type * as contract from '#act/cases/contract.ts'
import { rehome } from '#act/cases/departed.ts'
import { dropCase, ended, endSteps } from '#act/cases/drop.ts'
import { caseReopened, caseResolved } from '#act/cases/events.ts'
import { type Loaded, loadCase } from '#act/cases/load.ts'
import { getCase } from '#act/cases/queries.ts'
import { stepOf } from '#act/cases/rules.ts'
import { restartClock, setNextRung } from '#act/cases/step-clock.ts'
import { withdrawConfirmation, writeOutcome } from '#act/outcomes/commands.ts'
import { recordNote } from '#act/touchpoints/commands.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { violatedConstraint } from '#platform/db/pool.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'

function mustBeOpen(loaded: Loaded): void {
  if (loaded.record.status === 'open') return
  throw new AppError('conflict', 'case.ended', `This case is ${loaded.record.status} already.`)
}

/** Resolves a loaded case: open steps end, clocks stop, and whether it kept all its times is written down. */
export async function closeCase(ctx: Ctx, loaded: Loaded, resolution: string): Promise<void> {
  const { record } = loaded
  record.status = 'resolved'
  await ctx.db.run(sql`
    update cases set status = 'resolved', resolved_at = ${ctx.now()}, resolution = ${resolution},
      resolved_by_member_id = ${actorMember(ctx)}, next_due_at = null,
      is_on_time = not exists (
        select 1 from case_steps s where s.workspace_id = ${ctx.workspaceId} and s.case_id = ${record.id}
          and coalesce(s.done_at, case when s.state = 'open' then ${ctx.now()}::timestamptz end) > s.latest_at),
      paused_at = null, pause_reason = null, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${record.id}`)
  await endSteps(ctx, record.id)
  await ctx.emit(caseResolved, {
    subjectId: record.id,
    payload: {
      caseId: record.id,
      playbook: record.playbook_key,
      ...(record.feedback_id && { feedbackId: record.feedback_id }),
    },
  })
}

/** Resolves a case by hand: what was done, and how it ended. */
export async function resolveCase(
  ctx: Ctx,
  input: Input<typeof contract.resolveCase>,
): Promise<Answer<typeof contract.resolveCase>> {
  const loaded = await loadCase(ctx, input.caseId)
  mustBeOpen(loaded)
  const { caseId: _, resolution, ...outcome } = input
  await writeOutcome(ctx, loaded, outcome)
  await closeCase(ctx, loaded, resolution.trim())
  return getCase(ctx, { caseId: input.caseId })
}

/** Drops a case that should not have been opened. */
export async function cancelCase(
  ctx: Ctx,
  input: Input<typeof contract.cancelCase>,
): Promise<Answer<typeof contract.cancelCase>> {
  const loaded = await loadCase(ctx, input.caseId)
  mustBeOpen(loaded)
  await dropCase(ctx, loaded, input.reason.trim())
  return getCase(ctx, { caseId: input.caseId })
}

/**
 * Takes an ended case up again: the steps that its end cut off go on with the due times they had; where it cut off
 * none, the step that ended it is owed once more.
 */
export async function reopenCase(
  ctx: Ctx,
  input: Input<typeof contract.reopenCase>,
): Promise<Answer<typeof contract.reopenCase>> {
  const loaded = await loadCase(ctx, input.caseId)
  const { record } = loaded
  if (record.status === 'open') throw new AppError('conflict', 'case.open', 'This case is open already.')
  try {
    await ctx.db.savepoint(() =>
      ctx.db.run(sql`
        update cases set status = 'open', resolved_at = null, resolved_by_member_id = null, resolution = null, is_on_time = null,
          cancelled_at = null, cancel_reason = null, updated_at = ${ctx.now()}
        where workspace_id = ${ctx.workspaceId} and id = ${record.id}`),
    )
  } catch (error) {
    if (violatedConstraint(error) !== 'cases_one_open') throw error
    throw new AppError(
      'conflict',
      'case.another_open',
      'Another case of this person is open. Go on in that one.',
    )
  }
  record.status = 'open'
  await ctx.db.run(sql`
    update case_steps set state = case when opened_at is null then 'ahead' else 'open' end, reason = null
    where workspace_id = ${ctx.workspaceId} and case_id = ${record.id} and state = 'cancelled' and reason = ${ended}`)
  for (const row of loaded.steps) {
    if (row.state !== 'cancelled' || row.reason !== ended) continue
    row.state = row.opened_at ? 'open' : 'ahead'
    const step = stepOf(loaded.playbook, row.step_key)
    if (row.state !== 'open' || !step) continue
    // The pause it ended in is over.
    if (row.stopped_at) await restartClock(ctx, loaded, row, step)
    else if (row.latest_at) await setNextRung(ctx, loaded, row, step)
  }
  await rehome(ctx, loaded)
  const again = await loadCase(ctx, record.id)
  if (!isOwed(again)) await advance(ctx, again)
  await withdrawConfirmation(ctx, record.id)
  await recordNote(ctx, record, `Reopened: ${input.reason.trim()}`)
  await ctx.emit(caseReopened, {
    subjectId: record.id,
    payload: { caseId: record.id, playbook: record.playbook_key },
  })
  await keepDue(ctx, again)
  return getCase(ctx, { caseId: input.caseId })
}
