import { advance, keepDue } from '#act/cases/advance.ts'
import type * as contract from '#act/cases/contract.ts'
import { casePaused, caseResumed } from '#act/cases/events.ts'
import { loadCase } from '#act/cases/load.ts'
import { getCase } from '#act/cases/queries.ts'
import { stepOf } from '#act/cases/rules.ts'
import { mayStop, restartClock, stopClock } from '#act/cases/step-clock.ts'
import { recordNote } from '#act/touchpoints/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'

/** Waits for the customer: clocks in working time stand still until `resumeCase`. */
export async function pauseCase(
  ctx: Ctx,
  input: Input<typeof contract.pauseCase>,
): Promise<Answer<typeof contract.pauseCase>> {
  const loaded = await loadCase(ctx, input.caseId)
  const { record } = loaded
  const now = ctx.now()
  if (record.status !== 'open')
    throw new AppError('conflict', 'case.ended', `This case is ${record.status}. Reopen it first.`)
  if (record.paused_at)
    throw new AppError('conflict', 'case.paused', 'This case is paused already. Go on with it first.')
  const reason = input.reason.trim()
  await ctx.db.run(sql`
    update cases set paused_at = ${now}, pause_reason = ${reason}, updated_at = ${now}
    where workspace_id = ${ctx.workspaceId} and id = ${record.id}`)
  record.paused_at = now
  record.pause_reason = reason
  for (const row of loaded.steps) {
    const step = stepOf(loaded.playbook, row.step_key)
    if (row.state === 'open' && step && mayStop(row, step, now)) await stopClock(ctx, loaded, row)
  }
  await recordNote(ctx, record, `Paused: ${reason}`)
  await keepDue(ctx, loaded)
  await ctx.emit(casePaused, {
    subjectId: record.id,
    payload: { caseId: record.id, playbook: record.playbook_key },
  })
  return getCase(ctx, { caseId: input.caseId })
}

/** Goes on after a pause: every clock that stood has as much working time left as when it stopped. */
export async function resumeCase(
  ctx: Ctx,
  input: Input<typeof contract.resumeCase>,
): Promise<Answer<typeof contract.resumeCase>> {
  const loaded = await loadCase(ctx, input.caseId)
  const { record } = loaded
  if (!record.paused_at) throw new AppError('conflict', 'case.not_paused', 'This case is not paused.')
  const now = ctx.now()
  await ctx.db.run(sql`
    update cases set paused_at = null, pause_reason = null, updated_at = ${now}
    where workspace_id = ${ctx.workspaceId} and id = ${record.id}`)
  record.paused_at = null
  for (const row of loaded.steps) {
    const step = stepOf(loaded.playbook, row.step_key)
    if (row.state === 'open' && row.stopped_at && step) await restartClock(ctx, loaded, row, step)
  }
  await recordNote(ctx, record, 'The pause is over.')
  await advance(ctx, loaded)
  await ctx.emit(caseResumed, {
    subjectId: record.id,
    payload: { caseId: record.id, playbook: record.playbook_key },
  })
  return getCase(ctx, { caseId: input.caseId })
}
