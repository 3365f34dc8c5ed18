import type { InviteeAnswer, Meeting } from '#act/meetings/contract.ts'
import { isInHours } from '#act/meetings/rules.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'
import { localDate, localMinute } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

export interface InviteeRow {
  id: string
  member_id: string | null
  contact_id: string | null
  name: string
  address: string
  answer: InviteeAnswer
  answered_at: string | null
  comment: string
  proposed_starts_at: string | null
  proposed_ends_at: string | null
}

export interface MeetingRow {
  id: string
  case_id: string
  step_id: string
  kind: 'internal' | 'customer'
  title: string
  case_title: string
  lead_member_id: string | null
  contact_id: string | null
  account_id: string | null
  feedback_id: string | null
  starts_at: Date
  ends_at: Date
  place: string
  note: string
  state: 'planned' | 'held' | 'cancelled'
  sequence: number
  organizer_name: string
  organizer_address: string
  created_by_member_id: string | null
  invitees: InviteeRow[]
}

/** Meetings that fit a condition on `m`, in the order of their time. */
export async function meetingRows(ctx: Ctx, condition: Sql, limit: number): Promise<MeetingRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<MeetingRow>(sql`
    select m.id, m.case_id, m.step_id, m.kind, m.title, k.title as case_title, k.lead_member_id, k.contact_id, k.account_id,
      k.feedback_id, m.starts_at, m.ends_at, m.place, m.note, m.state, m.sequence, m.organizer_name, m.organizer_address,
      m.created_by_member_id,
      (select coalesce(jsonb_agg(to_jsonb(i) order by i.contact_id nulls last, i.name, i.id), '[]') from (
        select id, member_id, contact_id, name, address, answer, answered_at, comment, proposed_starts_at, proposed_ends_at from meeting_invitees
        where workspace_id = ${ws} and meeting_id = m.id) i) as invitees
    from meetings m join cases k on k.workspace_id = ${ws} and k.id = m.case_id
    where m.workspace_id = ${ws} ${condition} order by m.starts_at, m.id limit ${limit}`)
}

/** One meeting. Throws `meeting.not_found`. */
export async function meetingRow(ctx: Ctx, meetingId: string): Promise<MeetingRow> {
  const [row] = await meetingRows(ctx, sql`and m.id = ${meetingId}`, 1)
  if (row) return row
  throw new AppError('not_found', 'meeting.not_found', 'There is no such meeting. Check the id.')
}

/** Meetings as they are answered. */
export async function showMeetings(ctx: Ctx, rows: readonly MeetingRow[]): Promise<Meeting[]> {
  if (rows.length === 0) return []
  const calendar = await workingCalendar(ctx)
  return rows.map((row) => show(calendar, row))
}

/** The time on the clocks of a zone, such as 2026-11-19T09:30. */
export function localTime(zone: string, at: Date): string {
  const minute = localMinute(zone, at.getTime())
  const two = (value: number) => String(value).padStart(2, '0')
  return `${localDate(zone, at.getTime())}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

function show(calendar: WorkingCalendar, row: MeetingRow): Meeting {
  return {
    id: encodeId('meet', row.id),
    caseId: encodeId('case', row.case_id),
    stepId: encodeId('step', row.step_id),
    kind: row.kind,
    title: row.title,
    caseTitle: row.case_title,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    localStart: localTime(calendar.zone, row.starts_at),
    zone: calendar.zone,
    place: row.place,
    note: row.note,
    state: row.state,
    sequence: row.sequence,
    isOutsideHours: !isInHours(calendar, row.starts_at, row.ends_at),
    invitees: row.invitees.map((one) => ({
      name: one.name,
      address: one.address,
      memberId: one.member_id ? encodeId('mem', one.member_id) : null,
      contactId: one.contact_id ? encodeId('ct', one.contact_id) : null,
      answer: one.answer,
      answeredAt: one.answered_at && new Date(one.answered_at).toISOString(),
      comment: one.comment,
      proposed:
        one.proposed_starts_at && one.proposed_ends_at
          ? {
              startsAt: new Date(one.proposed_starts_at).toISOString(),
              endsAt: new Date(one.proposed_ends_at).toISOString(),
            }
          : null,
    })),
  }
}
