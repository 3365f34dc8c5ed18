import { caseCancelled } from '#act/cases/events.ts'
import type { Loaded } from '#act/cases/load.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** Why steps are cancelled that the end of their case cut off; reopening takes just these up again. */
export const ended = 'the case ended'

/** Cuts off every step of a case that is not over. */
export async function endSteps(ctx: Ctx, caseId: string): Promise<void> {
  await ctx.db.run(sql`
    update case_steps set state = 'cancelled', reason = ${ended}, next_rung = null, next_rung_at = null, needs_decision = false
    where workspace_id = ${ctx.workspaceId} and case_id = ${caseId} and state in ('open', 'ahead')`)
}

/** Cancels an open case with the reason; its clocks stop. */
export async function dropCase(ctx: Ctx, loaded: Loaded, reason: string): Promise<void> {
  const { record } = loaded
  record.status = 'cancelled'
  await ctx.db.run(sql`
    update cases set status = 'cancelled', cancelled_at = ${ctx.now()}, cancel_reason = ${reason}, next_due_at = null,
      paused_at = null, pause_reason = null, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${record.id}`)
  await endSteps(ctx, record.id)
  await ctx.emit(caseCancelled, {
    subjectId: record.id,
    payload: { caseId: record.id, playbook: record.playbook_key },
  })
}
