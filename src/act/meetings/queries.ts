import { meetingStep } from '#act/meetings/commands.ts'
import type * as contract from '#act/meetings/contract.ts'
import { localTime, meetingRows, showMeetings } from '#act/meetings/load.ts'
import { proposedStart } from '#act/meetings/rules.ts'
import { mailboxSetting } from '#collect/mailbox/settings.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import { hoursOn } from '#platform/calendar/openings.ts'
import { localDate } from '#platform/calendar/zones.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

const usualMinutes = 30

/** What a meeting of a step would be. */
export async function proposeMeeting(
  ctx: Ctx,
  input: Input<typeof contract.proposeMeeting>,
): Promise<Answer<typeof contract.proposeMeeting>> {
  const { loaded, step, kind } = await meetingStep(ctx, input.caseId, input.stepId)
  const { record } = loaded
  const calendar = await workingCalendar(ctx)
  const startsAt =
    proposedStart(calendar, ctx.now(), step.earliest_at, usualMinutes) ??
    new Date(Math.ceil(ctx.now().getTime() / 3_600_000 + 1) * 3_600_000)
  const hours = hoursOn(calendar, localDate(calendar.zone, startsAt.getTime()))
  const contact = await ctx.db.maybe<{ id: string; name: string | null; email: string | null }>(sql`
    select r.id, r.name, r.email from contacts c
    join contacts r on r.workspace_id = ${ctx.workspaceId} and r.id = root_id(c.merged_into_id, c.id)
    where c.workspace_id = ${ctx.workspaceId} and c.id = ${record.contact_id}`)
  const members = new Set(
    [
      step.assignee_member_id ?? record.lead_member_id,
      ...(kind === 'internal' ? [record.lead_member_id] : []),
      ...step.invited.map((one) => one.memberId),
    ].filter((id) => id !== null),
  )
  const { address } = await getSetting(ctx, mailboxSetting)
  return {
    kind,
    startsAt: startsAt.toISOString(),
    localStart: localTime(calendar.zone, startsAt),
    minutes: usualMinutes,
    zone: calendar.zone,
    hours: hours.length > 0 ? hours.map(([from, to]) => `${clock(from)} to ${clock(to)}`).join(', ') : null,
    latestAt: step.latest_at?.toISOString() ?? null,
    members: [...members].map((id) => encodeId('mem', id)),
    contact: contact
      ? { id: encodeId('ct', contact.id), name: contact.name ?? contact.email ?? '', address: contact.email }
      : null,
    readsAnswers: address !== null,
  }
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Meetings of a case, or those ahead. */
export async function listMeetings(ctx: Ctx, input: Input<typeof contract.listMeetings>) {
  if (input.case) {
    return { data: await showMeetings(ctx, await meetingRows(ctx, sql`and m.case_id = ${input.case}`, 100)) }
  }
  const now = ctx.now()
  const me = actorMember(ctx)
  const mine =
    input.who === 'me'
      ? sql`and exists (select 1 from meeting_invitees i
          where i.workspace_id = ${ctx.workspaceId} and i.meeting_id = m.id and i.member_id = ${me})`
      : sql.empty
  const rows = await meetingRows(
    ctx,
    sql`and m.state = 'planned' and m.starts_at > ${new Date(now.getTime() - 8 * 3_600_000)} and m.ends_at > ${now}
      and m.starts_at < ${new Date(now.getTime() + input.days * 86_400_000)} ${mine}`,
    100,
  )
  return { data: await showMeetings(ctx, rows) }
}
