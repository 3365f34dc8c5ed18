import { advance, clockStart, keepDue, stopClock, wakeAt } from '#act/cases/advance.ts'
import type * as contract from '#act/cases/contract.ts'
import { casePaused, caseResumed } from '#act/cases/events.ts'
import { type Loaded, loadCase, type StepRecord } from '#act/cases/load.ts'
import { getCase } from '#act/cases/queries.ts'
import { stepOf } from '#act/cases/rules.ts'
import { rungsOf } from '#act/playbooks/rules.ts'
import { recordTouchpoint } from '#act/touchpoints/commands.ts'
import { addOpenTime, isBusiness, openTime, parseDuration } from '#platform/calendar/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'

/** Open steps whose clock runs in working time and has not run out: a limit by the wall clock goes on, late stays late. */
function pausable(loaded: Loaded, now: Date): StepRecord[] {
  return loaded.steps.filter((row) => {
    const step = stepOf(loaded.playbook, row.step_key)
    const runs = row.state === 'open' && row.latest_at && row.latest_at > now
    return step && runs && isBusiness(parseDuration(step.due.latest)!.unit)
  })
}

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
  for (const row of pausable(loaded, now)) await stopClock(ctx, loaded, row)
  await note(ctx, loaded, `Paused: ${reason}`)
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
  const { record, calendar } = loaded
  if (!record.paused_at) throw new AppError('conflict', 'case.not_paused', 'This case is not paused.')
  const now = ctx.now()
  await ctx.db.run(sql`
    update cases set paused_at = null, pause_reason = null, updated_at = ${now}
    where workspace_id = ${ctx.workspaceId} and id = ${record.id}`)
  record.paused_at = null
  for (const row of loaded.steps) {
    const step = stepOf(loaded.playbook, row.step_key)
    if (row.state !== 'open' || !row.stopped_at || !step) continue
    const until = (left: number | null) =>
      left === null ? null : new Date(addOpenTime(calendar, now.getTime(), left))
    row.latest_at = until(row.left_ms)
    row.aim_at = until(row.aim_left_ms) ?? row.aim_at
    row.moved_ms += openTime(calendar, row.stopped_at.getTime(), now.getTime())
    row.no_clock = null
    row.stopped_at = null
    const next = rungsOf(calendar, loaded.playbook, step, {
      countedFrom: clockStart(loaded, row),
      latest: row.latest_at!,
    }).find((rung) => rung.at > now)
    await ctx.db.run(sql`
      update case_steps set stopped_at = null, left_ms = null, aim_left_ms = null, latest_at = ${row.latest_at},
        aim_at = ${row.aim_at}, moved_ms = ${row.moved_ms}, no_clock = null, next_rung = ${next?.index ?? null},
        next_rung_at = ${next?.at ?? null}
      where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
    if (next) await wakeAt(ctx, row.id, next.at)
  }
  await note(ctx, loaded, 'The pause is over.')
  await advance(ctx, loaded)
  await ctx.emit(caseResumed, {
    subjectId: record.id,
    payload: { caseId: record.id, playbook: record.playbook_key },
  })
  return getCase(ctx, { caseId: input.caseId })
}

async function note(ctx: Ctx, { record }: Loaded, summary: string): Promise<void> {
  await recordTouchpoint(ctx, {
    kind: 'note',
    direction: 'inside',
    at: ctx.now(),
    summary,
    caseId: record.id,
    contactId: record.contact_id,
    accountId: record.account_id,
  })
}
