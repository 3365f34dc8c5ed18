import { type Loaded, loadCase, type StepRecord } from '#act/cases/load.ts'
import type * as contract from '#act/meetings/contract.ts'
import { meetingCancelled, meetingHeld, meetingMoved, meetingPlanned } from '#act/meetings/events.ts'
import { sendInvitations } from '#act/meetings/invite.ts'
import { type MeetingRow, meetingRow, meetingRows, showMeetings } from '#act/meetings/load.ts'
import { meetingKind } from '#act/meetings/rules.ts'
import { recordTouchpoint } from '#act/touchpoints/commands.ts'
import { replyAddress } from '#collect/mailbox/address.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import { readInstant } from '#platform/calendar/zones.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { violatedConstraint } from '#platform/db/pool.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'

/** Plans the meeting of a step and sends the invitations. */
export async function planMeeting(
  ctx: Ctx,
  input: Input<typeof contract.planMeeting>,
): Promise<Answer<typeof contract.planMeeting>> {
  const { loaded, step, kind } = await meetingStep(ctx, input.caseId, input.stepId)
  const startsAt = await timeOf(ctx, input.startsAt)
  const people = [
    ...(await membersOf(ctx, input.memberIds)),
    ...(input.invitesContact ? [await contactOf(ctx, loaded)] : []),
  ]
  if (people.length === 0)
    throw new AppError('invalid', 'meeting.nobody', 'Nobody is invited. Choose who should come.')
  const organizer = await organizerOf(ctx, loaded)
  const id = newId()
  const endsAt = new Date(startsAt.getTime() + input.minutes * 60_000)
  try {
    await ctx.db.savepoint(() =>
      ctx.db.run(sql`
        insert into meetings (workspace_id, id, case_id, step_id, kind, title, starts_at, ends_at, place, note,
          organizer_name, organizer_address, created_by_member_id, created_at, updated_at)
        values (${ctx.workspaceId}, ${id}, ${input.caseId}, ${input.stepId}, ${kind}, ${titleOf(loaded, step, kind)},
          ${startsAt}, ${endsAt}, ${input.place}, ${input.note}, ${organizer.name}, ${organizer.address},
          ${actorMember(ctx)}, ${ctx.now()}, ${ctx.now()})`),
    )
  } catch (error) {
    if (violatedConstraint(error) !== 'meetings_one_planned') throw error
    throw new AppError(
      'conflict',
      'meeting.planned',
      'This step has a meeting already. Move it, or call it off first.',
    )
  }
  const rows = people.map((one) => ({ ...one, id: newId() }))
  await ctx.db.run(sql`
    insert into meeting_invitees (workspace_id, meeting_id, id, member_id, contact_id, name, address)
    select ${ctx.workspaceId}, ${id}, r.id, r.member_id, r.contact_id, r.name, r.address
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, member_id uuid, contact_id uuid, name text, address text)
    on conflict (workspace_id, meeting_id, address) do nothing`)
  const meeting = await meetingRow(ctx, id)
  await sendInvitations(ctx, meeting, 'planned')
  await ctx.emit(meetingPlanned, {
    subjectId: meeting.case_id,
    payload: { ...about(meeting), startsAt: meeting.starts_at.toISOString() },
  })
  return (await showMeetings(ctx, [meeting]))[0]!
}

/** What every event of a meeting says. */
export const about = (meeting: MeetingRow) => ({
  meetingId: meeting.id,
  caseId: meeting.case_id,
  stepId: meeting.step_id,
})

/** An open step that is done in a meeting. */
export async function meetingStep(ctx: Ctx, caseId: string, stepId: string) {
  const loaded = await loadCase(ctx, caseId)
  const step = loaded.steps.find((one) => one.id === stepId)
  if (!step)
    throw new AppError('not_found', 'step.not_found', 'This case has no such step. Load the case again.')
  const kind = meetingKind(step.action)
  if (!kind || (step.state !== 'open' && step.state !== 'ahead') || loaded.record.status !== 'open')
    throw new AppError(
      'conflict',
      'meeting.no_step',
      `“${step.title}” is not a call or meeting that is ahead. Choose another step.`,
    )
  return { loaded, step, kind }
}

/** The instant that is meant; a time without offset is one of the workspace's zone. */
async function timeOf(ctx: Ctx, text: string): Promise<Date> {
  const startsAt = readInstant(text, (await workingCalendar(ctx)).zone)
  if (!startsAt)
    throw new AppError('invalid', 'meeting.no_time', `There is no time ${text}. Check date and clock.`)
  if (startsAt <= ctx.now())
    throw new AppError('invalid', 'meeting.past', 'This time is over. Choose one that is ahead.')
  if (startsAt.getTime() > ctx.now().getTime() + 366 * 86_400_000)
    throw new AppError('invalid', 'meeting.far', 'This is more than a year ahead. Check the date.')
  return startsAt
}

/** The customer reads the title too: it says who meets, and nothing of ours. */
function titleOf({ record }: Loaded, step: StepRecord, kind: 'internal' | 'customer'): string {
  if (kind === 'internal') return `${step.title}: ${record.title}`.slice(0, 200)
  return `Call with ${record.contact_name ?? 'you'}`.slice(0, 200)
}

interface Person {
  member_id: string | null
  contact_id: string | null
  name: string
  address: string
}

async function membersOf(ctx: Ctx, ids: readonly string[]): Promise<Person[]> {
  if (ids.length === 0) return []
  const rows = await ctx.db.many<{ id: string; name: string; email: string }>(sql`
    select id, name, email from members where workspace_id = ${ctx.workspaceId} and id = any(${ids}) and removed_at is null`)
  if (rows.length < new Set(ids).size)
    throw new AppError(
      'not_found',
      'member.not_found',
      'One of the invited members is not here. Choose again.',
    )
  return rows.map((row) => ({
    member_id: row.id,
    contact_id: null,
    name: row.name,
    address: row.email.toLowerCase(),
  }))
}

async function contactOf(ctx: Ctx, { record }: Loaded): Promise<Person> {
  const row = await ctx.db.maybe<{ id: string; name: string | null; email: string | null }>(sql`
    select r.id, r.name, r.email from contacts c
    join contacts r on r.workspace_id = ${ctx.workspaceId} and r.id = root_id(c.merged_into_id, c.id)
    where c.workspace_id = ${ctx.workspaceId} and c.id = ${record.contact_id}`)
  if (!row?.email)
    throw new AppError(
      'conflict',
      'meeting.no_address',
      'The customer has no mail address to invite. Add one to the contact, or call without an invitation.',
    )
  return { member_id: null, contact_id: row.id, name: row.name ?? '', address: row.email }
}

/** Answers go to the case where mail comes in, else to whoever plans it. */
async function organizerOf(ctx: Ctx, { record }: Loaded): Promise<{ name: string; address: string }> {
  const memberId = ctx.actor.kind === 'member' ? ctx.actor.id : record.lead_member_id
  const member = await ctx.db.maybe<{ name: string; email: string }>(sql`
    select name, email from members where workspace_id = ${ctx.workspaceId} and id = ${memberId}`)
  const address = (await replyAddress(ctx, record.id)) ?? member?.email
  if (!address)
    throw new AppError(
      'conflict',
      'meeting.no_organizer',
      'Nobody can get the answers: set a mailbox in the settings, or give the case a lead.',
    )
  return { name: member?.name ?? '', address }
}

async function plannedMeeting(ctx: Ctx, meetingId: string): Promise<MeetingRow> {
  await ctx.db.maybe(sql`
    select id from meetings where workspace_id = ${ctx.workspaceId} and id = ${meetingId} for update`)
  const row = await meetingRow(ctx, meetingId)
  if (row.state === 'planned') return row
  const what = row.state === 'held' ? 'was held' : 'was called off'
  throw new AppError('conflict', 'meeting.over', `This meeting ${what} already. Plan another one.`)
}

/** Moves a planned meeting: everybody is asked again. */
export async function moveMeeting(
  ctx: Ctx,
  input: Input<typeof contract.moveMeeting>,
): Promise<Answer<typeof contract.moveMeeting>> {
  const before = await plannedMeeting(ctx, input.meetingId)
  const startsAt = await timeOf(ctx, input.startsAt)
  await ctx.db.run(sql`
    update meetings set starts_at = ${startsAt}, ends_at = ${new Date(startsAt.getTime() + input.minutes * 60_000)},
      place = ${input.place}, sequence = sequence + 1, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${before.id}`)
  await ctx.db.run(sql`
    update meeting_invitees set answer = 'none', answered_at = null, comment = '', proposed_starts_at = null, proposed_ends_at = null
    where workspace_id = ${ctx.workspaceId} and meeting_id = ${before.id}`)
  const meeting = await meetingRow(ctx, before.id)
  await sendInvitations(ctx, meeting, 'moved')
  await ctx.emit(meetingMoved, {
    subjectId: meeting.case_id,
    payload: { ...about(meeting), startsAt: meeting.starts_at.toISOString() },
  })
  return (await showMeetings(ctx, [meeting]))[0]!
}

/** Calls a planned meeting off. */
export async function cancelMeeting(
  ctx: Ctx,
  { meetingId }: { meetingId: string },
): Promise<Answer<typeof contract.cancelMeeting>> {
  await callOff(ctx, await plannedMeeting(ctx, meetingId))
  return (await showMeetings(ctx, [await meetingRow(ctx, meetingId)]))[0]!
}

async function callOff(ctx: Ctx, { id }: MeetingRow): Promise<void> {
  await ctx.db.run(sql`
    update meetings set state = 'cancelled', sequence = sequence + 1, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${id} and state = 'planned'`)
  const meeting = await meetingRow(ctx, id)
  await sendInvitations(ctx, meeting, 'cancelled')
  await ctx.emit(meetingCancelled, { subjectId: meeting.case_id, payload: about(meeting) })
}

/**
 * A step was done: its meeting was held, and one among ourselves is a touchpoint of its own. A meeting still ahead is
 * called off: the step was done another way.
 */
export async function hearStepDone(ctx: Ctx, stepId: string): Promise<void> {
  const [meeting] = await meetingRows(ctx, sql`and m.step_id = ${stepId} and m.state = 'planned'`, 1)
  if (!meeting) return
  if (meeting.starts_at > ctx.now()) return callOff(ctx, meeting)
  await ctx.db.run(sql`
    update meetings set state = 'held', updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${meeting.id}`)
  if (meeting.kind === 'internal')
    await recordTouchpoint(ctx, {
      kind: 'meeting',
      direction: 'inside',
      at: meeting.starts_at,
      summary: `${meeting.title}, with ${meeting.invitees.map((one) => one.name || one.address).join(', ')}`,
      durationMinutes: Math.round((meeting.ends_at.getTime() - meeting.starts_at.getTime()) / 60_000),
      caseId: meeting.case_id,
      stepId: meeting.step_id,
      contactId: meeting.contact_id,
      accountId: meeting.account_id,
    })
  await ctx.emit(meetingHeld, { subjectId: meeting.case_id, payload: about(meeting) })
}

/** Whatever was planned for a case or step that ended is called off. */
export async function callOffOf(ctx: Ctx, of: { caseId: string } | { stepId: string }): Promise<void> {
  const which = 'caseId' in of ? sql`and m.case_id = ${of.caseId}` : sql`and m.step_id = ${of.stepId}`
  for (const meeting of await meetingRows(ctx, sql`${which} and m.state = 'planned'`, 100))
    await callOff(ctx, meeting)
}
