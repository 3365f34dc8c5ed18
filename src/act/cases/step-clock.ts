import { wakeAt } from '#act/cases/clock-task.ts'
import { calendarOf, type Loaded, type StepRecord } from '#act/cases/load.ts'
import { dueText } from '#act/cases/rules.ts'
import type { Step } from '#act/playbooks/language.ts'
import { type Rung, rungsOf } from '#act/playbooks/rules.ts'
import { addOpenTime, isBusiness, openTime, parseDuration } from '#platform/calendar/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** The warnings and escalations of a step that has dates, earliest first. */
export function rungsOfRow(loaded: Loaded, row: StepRecord, step: Step): Rung[] {
  const { playbook } = loaded
  const calendar = calendarOf(loaded, row)
  const from = row.counted_from_at!
  // Shares of a window are counted later by the working time of all pauses.
  const countedFrom =
    row.moved_ms === 0 ? from : new Date(addOpenTime(calendar, from.getTime(), row.moved_ms))
  const rungs = rungsOf(calendar, playbook, step, { countedFrom, latest: row.latest_at! })
  return rungs.map((rung) => ({ ...rung, index: rung.index + row.window_no * windowRungs }))
}

/** More than a window has rungs, so that each window counts its own. */
const windowRungs = 100

/** Sets the next warning of a step, or none, and has its clock looked at then. */
export async function setRung(ctx: Ctx, row: StepRecord, rung: Rung | undefined): Promise<void> {
  row.next_rung = rung?.index ?? null
  row.next_rung_at = rung?.at ?? null
  ctx.db.later(sql`
    update case_steps set next_rung = ${row.next_rung}, next_rung_at = ${row.next_rung_at}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  if (rung) await wakeAt(ctx, rung.at)
}

/** Sets the first warning of a step that lies ahead. */
export async function setNextRung(ctx: Ctx, loaded: Loaded, row: StepRecord, step: Step): Promise<void> {
  const rungs = rungsOfRow(loaded, row, step)
  await setRung(
    ctx,
    row,
    rungs.find((rung) => rung.at > ctx.now()),
  )
}

/** Whether a pause stops the clock of a step: it runs in working time and has not run out. Late stays late. */
export function mayStop(row: StepRecord, step: Step, now: Date): boolean {
  return row.latest_at !== null && row.latest_at > now && isBusiness(parseDuration(step.due.latest)!.unit)
}

/** During a pause: the clock of a step stands, and keeps how much working time it has left. */
export async function stopClock(ctx: Ctx, loaded: Loaded, row: StepRecord): Promise<void> {
  const calendar = calendarOf(loaded, row)
  const now = ctx.now()
  const left = (until: Date | null) =>
    until && until > now ? openTime(calendar, now.getTime(), until.getTime()) : null
  row.stopped_at = now
  row.left_ms = left(row.latest_at)
  row.aim_left_ms = left(row.aim_at)
  row.latest_at = null
  row.no_clock = `The clock stands since ${dueText(now, row.zone)}: ${loaded.record.pause_reason}.`
  await ctx.db.run(sql`
    update case_steps set stopped_at = ${now}, left_ms = ${row.left_ms}, aim_left_ms = ${row.aim_left_ms},
      latest_at = null, no_clock = ${row.no_clock}, next_rung = null, next_rung_at = null
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
}

/** After a pause: the clock of a step has as much working time left as when it stopped. */
export async function restartClock(ctx: Ctx, loaded: Loaded, row: StepRecord, step: Step): Promise<void> {
  const calendar = calendarOf(loaded, row)
  const now = ctx.now()
  const until = (left: number | null) =>
    left === null ? null : new Date(addOpenTime(calendar, now.getTime(), left))
  row.latest_at = until(row.left_ms)
  row.aim_at = until(row.aim_left_ms) ?? row.aim_at
  row.moved_ms += openTime(calendar, row.stopped_at!.getTime(), now.getTime())
  row.no_clock = null
  row.stopped_at = null
  row.left_ms = null
  row.aim_left_ms = null
  await ctx.db.run(sql`
    update case_steps set stopped_at = null, left_ms = null, aim_left_ms = null, latest_at = ${row.latest_at},
      aim_at = ${row.aim_at}, moved_ms = ${row.moved_ms}, no_clock = null
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  await setNextRung(ctx, loaded, row, step)
}
