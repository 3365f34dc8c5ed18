import type * as contract from '#collect/programmes/contract.ts'
import type { Programme } from '#collect/programmes/contract.ts'
import { programmeChanged } from '#collect/programmes/events.ts'
import { programmesTask } from '#collect/programmes/jobs.ts'
import { getProgramme, storedProgramme } from '#collect/programmes/queries.ts'
import { quarterWindow, type Trigger, waveTriggers } from '#collect/programmes/rules.ts'
import { storedSurvey } from '#collect/surveys/queries.ts'
import { callerOf, checkReady } from '#collect/surveys/waves/commands.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import { localDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'

/** What the documents say of each, until somebody changes it: post-implementation two weeks after go-live, with a reminder. */
const usual: Record<
  Trigger,
  { delayHours: number; timing: 'at_once' | 'mornings'; reminderDays: number | null }
> = {
  quarterly: { delayHours: 0, timing: 'mornings', reminderDays: null },
  ticket_resolved: { delayHours: 0, timing: 'at_once', reminderDays: null },
  go_live: { delayHours: 14 * 24, timing: 'mornings', reminderDays: 7 },
  follow_up: { delayHours: 0, timing: 'mornings', reminderDays: null },
  event: { delayHours: 0, timing: 'mornings', reminderDays: null },
  by_hand: { delayHours: 0, timing: 'mornings', reminderDays: null },
}

/** Makes a programme that is off. Throws `survey.not_found`, `programme.delay`. */
export async function createProgramme(
  ctx: Ctx,
  input: Input<typeof contract.createProgramme>,
): Promise<Programme> {
  const survey = await storedSurvey(ctx, input.surveyId)
  const defaults = usual[input.trigger]
  const delayHours = input.delayHours ?? defaults.delayHours
  checkDelay(input.trigger, delayHours)
  const callerId = await callerFor(ctx, input.channel === 'phone' || input.phoneFrom != null, input.callerId)
  const id = newId()
  const reminderDays = input.reminderDays === undefined ? defaults.reminderDays : input.reminderDays
  await ctx.db.run(sql`
    insert into programmes (workspace_id, id, survey_id, name, trigger, audience, delay_hours, timing, channel, caller_member_id, phone_from, sample_percent,
      reminder_days, created_at, updated_at)
    values (${ctx.workspaceId}, ${id}, ${survey.id}, ${input.name}, ${input.trigger}, ${JSON.stringify(input.audience)},
      ${delayHours}, ${input.timing ?? defaults.timing}, ${input.channel ?? 'mail'}, ${callerId}, ${input.phoneFrom ?? null}, ${input.samplePercent}, ${reminderDays}, ${ctx.now()}, ${ctx.now()})`)
  await ctx.emit(programmeChanged, {
    subjectId: id,
    payload: { programmeId: id, fields: ['created'], isOn: false },
  })
  return getProgramme(ctx, { programmeId: id })
}

/** The member who calls: the one named now, else before, else whoever sets up a programme that calls. */
async function callerFor(
  ctx: Ctx,
  calls: boolean,
  named: string | undefined,
  before: string | null = null,
): Promise<string | null> {
  return named || (calls && !before) ? callerOf(ctx, named) : before
}

/** Programmes whose calls somebody who leaves makes go to whom `next` names. Answers who got how many. */
export async function passProgrammesOn(
  ctx: Ctx,
  goneId: string,
  next: () => Promise<string | null>,
): Promise<Map<string, number>> {
  const rows = await ctx.db.many<{ id: string; is_on: boolean }>(sql`
    select id, is_on from programmes
    where workspace_id = ${ctx.workspaceId} and caller_member_id = ${goneId} order by id for update`)
  const counts = new Map<string, number>()
  for (const { id, is_on } of rows) {
    const memberId = await next()
    if (!memberId) continue
    await ctx.db.run(sql`
      update programmes set caller_member_id = ${memberId}, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${id}`)
    await ctx.emit(programmeChanged, {
      subjectId: id,
      payload: { programmeId: id, fields: ['callerId'], isOn: is_on },
    })
    counts.set(memberId, (counts.get(memberId) ?? 0) + 1)
  }
  return counts
}

/** A support survey goes within 24 hours of the resolution (post-support SOP, "Timing"); an audience is asked without delay. */
function checkDelay(trigger: Trigger, hours: number): void {
  const most = trigger === 'ticket_resolved' ? 24 : waveTriggers.includes(trigger) ? 0 : 2160
  if (hours <= most) return
  const message =
    most === 0
      ? 'A programme that asks an audience has no delay. Leave it at 0.'
      : 'A survey about a ticket is sent within 24 hours of its resolution. Give 0 to 24 hours.'
  throw new AppError('invalid', 'programme.delay', message, { fields: [{ field: 'delayHours', message }] })
}

/**
 * Changes a programme. Turned on, it asks about what happens from now on; turned off, nobody further. Throws
 * `programme.delay`, and `survey.not_ready` where it is turned on.
 */
export async function changeProgramme(
  ctx: Ctx,
  input: Input<typeof contract.changeProgramme>,
): Promise<Programme> {
  const before = await storedProgramme(ctx, input.programmeId)
  const { programmeId, ...fields } = input
  const survey = await storedSurvey(ctx, input.surveyId ?? before.survey_id)
  const delayHours = input.delayHours ?? before.delay_hours
  checkDelay(before.trigger, delayHours)
  const isOn = input.isOn ?? before.is_on
  const turnsOn = isOn && !before.is_on
  if (turnsOn) checkReady(survey)
  const channel = input.channel ?? before.channel
  const phoneFrom = input.phoneFrom === undefined ? before.phone_from : input.phoneFrom
  const caller = await callerFor(
    ctx,
    channel === 'phone' || phoneFrom !== null,
    input.callerId,
    before.caller_member_id,
  )
  const next = turnsOn && before.trigger === 'quarterly' ? await nextQuarter(ctx, programmeId) : null
  await ctx.db.run(sql`
    update programmes set name = ${input.name ?? before.name}, survey_id = ${survey.id},
      audience = ${JSON.stringify(input.audience ?? before.audience)}, delay_hours = ${delayHours},
      timing = ${input.timing ?? before.timing}, channel = ${channel}, caller_member_id = ${caller}, phone_from = ${phoneFrom}, sample_percent = ${input.samplePercent ?? before.sample_percent},
      reminder_days = ${input.reminderDays === undefined ? before.reminder_days : input.reminderDays},
      is_on = ${isOn}, on_since = ${turnsOn ? ctx.now() : before.on_since}, updated_at = ${ctx.now()},
      next_key = ${!isOn ? null : turnsOn ? (next?.key ?? null) : sql`next_key`},
      next_at = ${!isOn ? null : turnsOn ? (next?.from ?? null) : sql`next_at`}
    where workspace_id = ${ctx.workspaceId} and id = ${programmeId}`)
  await ctx.emit(programmeChanged, {
    subjectId: programmeId,
    payload: { programmeId, fields: Object.keys(fields), isOn },
  })
  if (turnsOn)
    await ctx.enqueue(
      programmesTask,
      { workspaceId: ctx.workspaceId },
      { key: `programmes ${ctx.workspaceId}` },
    )
  return getProgramme(ctx, { programmeId })
}

/** The quarter that ends next and was not asked yet by this programme, with its window. */
export async function nextQuarter(ctx: Ctx, programmeId: string) {
  const calendar = await workingCalendar(ctx)
  let window = quarterWindow(calendar, localDate(calendar.zone, ctx.now().getTime()))
  while (await wasAsked(ctx, programmeId, window.key)) window = quarterWindow(calendar, window.nextDay)
  return window
}

async function wasAsked(ctx: Ctx, programmeId: string, key: string): Promise<boolean> {
  const row = await ctx.db.maybe(sql`
    select 1 from programme_occasions where workspace_id = ${ctx.workspaceId} and programme_id = ${programmeId} and key = ${key}`)
  return row !== undefined
}
