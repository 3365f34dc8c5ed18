import { noteStandIn } from '#act/absences/stand-in.ts'
import { adviceFor, invitedTo, tellPeopleOf, waitsForAreas } from '#act/cases/brought-in.ts'
import { keepCalendar } from '#act/cases/calendars.ts'
import { dropCase } from '#act/cases/drop.ts'
import { stepOpened, stepSkipped } from '#act/cases/events.ts'
import { calendarOf, type Loaded, momentsOf, type StepRecord, valuesOf } from '#act/cases/load.ts'
import { chooseWho } from '#act/cases/people.ts'
import { noClockText, stepOf } from '#act/cases/rules.ts'
import { mayStop, rungsOfRow, setNextRung, setRung, stopClock } from '#act/cases/step-clock.ts'
import { needsOf, type Playbook, type Step } from '#act/playbooks/language.ts'
import { keepsCaseOpen, nextRound, reachesCustomer, ruleText, windowOf } from '#act/playbooks/rules.ts'
import { addOpenTime, isBusiness, parseDuration } from '#platform/calendar/rules.ts'
import { askCondition, valuesIn } from '#platform/conditions/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'

/** A step row that lies ahead, as a playbook gives it. */
export function stepAhead(
  { caseId, playbook, zone }: { caseId: string; playbook: Playbook; zone: string },
  step: Step,
  round = 1,
): StepRecord {
  return {
    id: newId(),
    case_id: caseId,
    step_key: step.id,
    round,
    position: playbook.steps.indexOf(step),
    title: step.title,
    action: step.do,
    state: 'ahead',
    assignee_member_id: null,
    assignee_rule: step.who,
    assignee_because: null,
    opened_at: null,
    counted_from_at: null,
    earliest_at: null,
    aim_at: null,
    latest_at: null,
    rule: ruleText(step, playbook.steps),
    zone,
    no_clock: null,
    done_at: null,
    done_by_member_id: null,
    reason: null,
    needs_decision: false,
    evidence: {},
    checklist: {},
    results: {},
    next_rung: null,
    next_rung_at: null,
    advice: null,
    invited: [],
    stopped_at: null,
    left_ms: null,
    aim_left_ms: null,
    moved_ms: 0,
    window_no: 0,
    approval_asked_at: null,
    approved_at: null,
    approved_by_member_id: null,
    calendar_digest: null,
    calendar_from: null,
  }
}

/** Writes new step rows. */
export async function insertSteps(ctx: Ctx, steps: readonly StepRecord[]): Promise<void> {
  const rows = steps.map(({ evidence: _e, checklist: _c, results: _r, ...row }) => row)
  await ctx.db.run(sql`
    insert into case_steps (workspace_id, id, case_id, step_key, round, position, title, action, state,
      assignee_member_id, assignee_rule, rule, zone)
    select ${ctx.workspaceId}, id, case_id, step_key, round, position, title, action, state, assignee_member_id,
      assignee_rule, rule, zone
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, case_id uuid, step_key text, round integer,
      position integer, title text, action text, state text, assignee_member_id uuid, assignee_rule text, rule text,
      zone text)`)
}

const over = (step: StepRecord | undefined) =>
  step !== undefined && step.state !== 'open' && step.state !== 'ahead'

/** The newest round of a step. */
export function latestRound(loaded: Loaded, key: string): StepRecord | undefined {
  return loaded.steps.filter((step) => step.step_key === key).at(-1)
}

/**
 * Moves a case on: opens every step whose needs are over and whose condition holds, skips those whose condition does
 * not, gives dates to windows whose moment has come. A condition that cannot be answered waits for a person. Somebody owes
 * something afterwards.
 */
export async function advance(ctx: Ctx, loaded: Loaded): Promise<void> {
  if (loaded.record.status !== 'open') return
  if (await stopIfSo(ctx, loaded)) return
  for (let moved = true; moved; ) {
    moved = false
    for (const [i, step] of loaded.playbook.steps.entries()) {
      const row = latestRound(loaded, step.id)
      if (row?.state !== 'ahead') continue
      if (!needsOf(loaded.playbook, i).every((need) => over(latestRound(loaded, need)))) continue
      const outcome = step.if ? askCondition(loaded.variables, step.if, valuesOf(loaded)) : { holds: true }
      const unsaid = waitsForAreas(loaded, step)
      // What waits for a person goes on by itself once its own condition can be answered.
      if (row.needs_decision && (!step.if || row.round > 1 || unsaid || 'failed' in outcome)) continue
      if ('failed' in outcome) await waitForDecision(ctx, row, outcome.failed)
      else if (outcome.holds && unsaid) await waitForDecision(ctx, row, unsaid)
      else if (outcome.holds) await openStep(ctx, loaded, row, step)
      else
        await skipStep(
          ctx,
          loaded,
          row,
          `${step.if} does not hold: ${valuesIn(loaded.variables, step.if!, valuesOf(loaded))}`,
          'rule',
        )
      moved = true
    }
  }
  if (!isOwed(loaded)) await oweLast(ctx, loaded)
  for (const row of loaded.steps) {
    const step = stepOf(loaded.playbook, row.step_key)
    if (row.state === 'open' && !row.latest_at && !row.no_clock && step)
      await giveDates(ctx, loaded, row, step)
  }
  await keepDue(ctx, loaded)
}

/** Whether somebody has something to do or to decide in a case. */
export const isOwed = ({ steps }: Loaded) => steps.some((row) => row.state === 'open' || row.needs_decision)

/** Taken up again after its last step was done, a case owes that step once more when nothing else is left. */
async function oweLast(ctx: Ctx, loaded: Loaded): Promise<void> {
  const { steps } = loaded.playbook
  const last = steps.find((step) => keepsCaseOpen(loaded.playbook, step)) ?? steps.at(-1)!
  const row = latestRound(loaded, last.id)
  if (row) await openStep(ctx, loaded, row, last)
}

/** Cancels a case whose stop condition holds, with the condition and its values as the reason. */
async function stopIfSo(ctx: Ctx, loaded: Loaded): Promise<boolean> {
  const { stops } = loaded.playbook
  if (!stops) return false
  const outcome = askCondition(loaded.variables, stops, valuesOf(loaded))
  if (!('holds' in outcome) || !outcome.holds) return false
  await dropCase(ctx, loaded, `${stops}: ${valuesIn(loaded.variables, stops, valuesOf(loaded))}`)
  return true
}

async function waitForDecision(ctx: Ctx, row: StepRecord, reason: string): Promise<void> {
  row.needs_decision = true
  row.reason = reason
  await ctx.db.run(sql`
    update case_steps set needs_decision = true, reason = ${reason}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
}

/** Opens a step: somebody does it from now on, and its clock runs. */
export async function openStep(ctx: Ctx, loaded: Loaded, row: StepRecord, step: Step): Promise<void> {
  const { record } = loaded
  const who = await chooseWho(ctx, step.who, record.lead_member_id, record.owner_member_id, record.areas)
  // Opened again, its warnings fire for the new window even where they fired for the former one.
  if (row.opened_at) row.window_no += 1
  row.state = 'open'
  row.opened_at = ctx.now()
  row.assignee_member_id = who.memberId
  row.assignee_rule = who.rule
  row.assignee_because = who.because ?? null
  row.needs_decision = false
  row.reason = null
  row.done_at = null
  row.no_clock = record.unreachable && reachesCustomer(step.do) ? noClockText(record.unreachable) : null
  row.advice = adviceFor(loaded, step)
  row.invited = await invitedTo(ctx, loaded, step)
  row.approval_asked_at = null
  row.approved_at = null
  row.approved_by_member_id = null
  row.stopped_at = null
  row.left_ms = null
  row.aim_left_ms = null
  row.moved_ms = 0
  row.calendar_digest = loaded.present.digest
  row.calendar_from = loaded.present.from
  await keepCalendar(ctx, loaded.present)
  await ctx.db.run(sql`
    update case_steps set state = 'open', opened_at = ${row.opened_at}, assignee_member_id = ${who.memberId},
      assignee_rule = ${who.rule}, assignee_because = ${row.assignee_because}, needs_decision = false, reason = null, done_at = null, no_clock = ${row.no_clock},
      advice = ${row.advice}, invited = ${JSON.stringify(row.invited)}::jsonb, approval_asked_at = null, approved_at = null,
      approved_by_member_id = null, stopped_at = null, left_ms = null, aim_left_ms = null, moved_ms = 0,
      window_no = ${row.window_no}, calendar_digest = ${row.calendar_digest}, calendar_from = ${row.calendar_from}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  if (who.instead) await noteStandIn(ctx, row.id, who.instead)
  if (!row.no_clock) await giveDates(ctx, loaded, row, step)
  await tellPeopleOf(ctx, loaded, row)
  await ctx.emit(stepOpened, {
    subjectId: record.id,
    payload: {
      caseId: record.id,
      playbook: record.playbook_key,
      stepId: row.id,
      step: row.step_key,
      action: row.action,
      latestAt: row.latest_at?.toISOString() ?? null,
    },
  })
}

/** Gives an open step its dates once the moment they are counted from has come, and sets its first warning. */
async function giveDates(ctx: Ctx, loaded: Loaded, row: StepRecord, step: Step): Promise<void> {
  const calendar = calendarOf(loaded, row)
  const window = windowOf(calendar, step, momentsOf(loaded), row.round)
  if (!window) return
  row.counted_from_at = window.countedFrom
  row.earliest_at = window.earliest
  row.aim_at = window.aim
  row.latest_at = window.latest
  row.zone = calendar.zone
  await ctx.db.run(sql`
    update case_steps set counted_from_at = ${window.countedFrom}, earliest_at = ${window.earliest}, aim_at = ${window.aim},
      latest_at = ${window.latest}, zone = ${row.zone}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  if (loaded.record.paused_at && mayStop(row, step, ctx.now())) await stopClock(ctx, loaded, row)
  else await setRung(ctx, row, rungsOfRow(loaded, row, step)[0])
}

/**
 * Counts the window of an open step anew, by another version or a corrected moment. Pauses moved it as they moved the
 * former one; warnings fire for the new window even where they fired for that.
 */
export async function redate(ctx: Ctx, loaded: Loaded, row: StepRecord, step: Step): Promise<void> {
  const before = row.latest_at?.getTime()
  const calendar = calendarOf(loaded, row)
  const window = windowOf(calendar, step, momentsOf(loaded), row.round)
  const later = (at: Date | null, rule: string | undefined) =>
    at && rule && row.moved_ms > 0 && isBusiness(parseDuration(rule)!.unit)
      ? new Date(addOpenTime(calendar, at.getTime(), row.moved_ms))
      : at
  row.counted_from_at = window?.countedFrom ?? null
  row.earliest_at = window?.earliest ?? null
  row.aim_at = later(window?.aim ?? null, step.due.aim)
  row.latest_at = later(window?.latest ?? null, step.due.latest)
  const isOther = row.latest_at?.getTime() !== before
  if (isOther) row.window_no += 1
  await ctx.db.run(sql`
    update case_steps set counted_from_at = ${row.counted_from_at}, earliest_at = ${row.earliest_at}, aim_at = ${row.aim_at},
      latest_at = ${row.latest_at}, window_no = ${row.window_no}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  if (!row.latest_at) await setRung(ctx, row, undefined)
  // Of another window that is over already, every escalation is due at once.
  else if (isOther) await setRung(ctx, row, rungsOfRow(loaded, row, step)[0])
  else await setNextRung(ctx, loaded, row, step)
}

/** Skips a step and says why on the case. */
export async function skipStep(
  ctx: Ctx,
  loaded: Loaded,
  row: StepRecord,
  reason: string,
  by: 'rule' | 'person',
): Promise<void> {
  row.state = 'skipped'
  row.done_at = ctx.now()
  row.reason = reason
  row.needs_decision = false
  await ctx.db.run(sql`
    update case_steps set state = 'skipped', done_at = ${row.done_at}, reason = ${reason}, needs_decision = false,
      next_rung = null, next_rung_at = null
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  await ctx.emit(stepSkipped, {
    subjectId: loaded.record.id,
    payload: {
      caseId: loaded.record.id,
      playbook: loaded.record.playbook_key,
      stepId: row.id,
      step: row.step_key,
      by,
    },
  })
}

/** After a repeated step is done: its next round, unless what it repeats for has come. */
export async function repeatStep(ctx: Ctx, loaded: Loaded, row: StepRecord, step: Step): Promise<void> {
  if (!step.repeat) return
  const outcome = askCondition(loaded.variables, step.repeat.until, valuesOf(loaded))
  if ('holds' in outcome && outcome.holds) return
  const round = nextRound(loaded.calendar, step, momentsOf(loaded), row.round, ctx.now())
  const next = stepAhead(
    { caseId: loaded.record.id, playbook: loaded.playbook, zone: loaded.calendar.zone },
    step,
    round,
  )
  if ('failed' in outcome) next.reason = outcome.failed
  loaded.steps.push(next)
  await insertSteps(ctx, [next])
  if ('failed' in outcome) await waitForDecision(ctx, next, outcome.failed)
  else await openStep(ctx, loaded, next, step)
}

/** Keeps the date by which the case is ordered: the earliest due time of its open steps. */
export async function keepDue(ctx: Ctx, loaded: Loaded): Promise<void> {
  const dues = loaded.steps.flatMap((step) =>
    step.state === 'open' && step.latest_at ? [step.latest_at.getTime()] : [],
  )
  const next = dues.length > 0 ? new Date(Math.min(...dues)) : null
  ctx.db.later(sql`
    update cases set next_due_at = ${next}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${loaded.record.id}`)
}
