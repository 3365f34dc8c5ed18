import { writeCalendar } from '#act/meetings/calendar.ts'
import type { MeetingRow } from '#act/meetings/load.ts'
import { replyAddress } from '#collect/mailbox/address.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import { offsetAt } from '#platform/calendar/zones.ts'
import { baseUrl } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { type Block, mailHtml, mailText } from '#platform/mail/blocks.ts'
import { type OutgoingMail, queueMails } from '#platform/mail/queue.ts'

/** The name of a meeting in every calendar, for good. */
export function meetingUid(ctx: Ctx, meetingId: string): string {
  return `${encodeId('meet', meetingId)}@${new URL(baseUrl(ctx.config)).hostname}`
}

/** Sends everybody invited what is new about a meeting: the time, or that it is off. One mail a person and change. */
export async function sendInvitations(
  ctx: Ctx,
  meeting: MeetingRow,
  what: 'planned' | 'moved' | 'cancelled',
): Promise<void> {
  const { name: workspace } = await ctx.db.one<{ name: string }>(
    sql`select name from workspaces where id = ${ctx.workspaceId}`,
  )
  const { zone } = await workingCalendar(ctx)
  const method = what === 'cancelled' ? 'CANCEL' : 'REQUEST'
  const text = writeCalendar(method, {
    uid: meetingUid(ctx, meeting.id),
    sequence: meeting.sequence,
    title: meeting.title,
    text: meeting.note,
    place: meeting.place,
    startsAt: meeting.starts_at,
    endsAt: meeting.ends_at,
    madeAt: ctx.now(),
    organizer: { name: meeting.organizer_name, address: meeting.organizer_address },
    invitees: meeting.invitees,
  })
  const subject = `${subjectWords[what]}${meeting.title}, ${whenText(meeting, zone)}`
  const bounceTo = await replyAddress(ctx, meeting.case_id)
  await queueMails(
    ctx,
    meeting.invitees.map((invitee): OutgoingMail => {
      const page = { brand: workspace, blocks: blocksOf(meeting, zone, what) }
      return {
        to: { name: invitee.name, address: invitee.address },
        subject,
        text: mailText(page),
        html: mailHtml(page),
        topic: 'case',
        contactId: invitee.contact_id,
        aboutId: meeting.case_id,
        bounceTo,
        fromName: meeting.organizer_name,
        replyTo: { name: meeting.organizer_name, address: meeting.organizer_address },
        calendar: { method, text },
        dedupeKey: `meeting ${meeting.id} ${meeting.sequence} ${invitee.id}`,
      }
    }),
  )
}

const subjectWords = { planned: 'Invitation: ', moved: 'New time: ', cancelled: 'Called off: ' }

function blocksOf(meeting: MeetingRow, zone: string, what: keyof typeof subjectWords): Block[] {
  const opening = {
    planned: `${meeting.organizer_name} invites you: ${meeting.title}.`,
    moved: `${meeting.title} has a new time.`,
    cancelled: `${meeting.title} will not take place.`,
  }[what]
  const isLink = /^https:\/\/\S+$/.test(meeting.place)
  return [
    { kind: 'text', text: opening },
    {
      kind: 'text',
      text: `When: ${whenText(meeting, zone)}${meeting.place ? `\nWhere: ${meeting.place}` : ''}`,
    },
    ...(meeting.note && what !== 'cancelled' ? [{ kind: 'text' as const, text: meeting.note }] : []),
    ...(isLink && what !== 'cancelled'
      ? [{ kind: 'button' as const, label: 'Join the meeting', url: meeting.place }]
      : []),
    ...(what === 'cancelled'
      ? []
      : [{ kind: 'small' as const, text: 'Answer with the buttons of your calendar, or answer this mail.' }]),
  ]
}

/** "Thu 19 Nov 2026, 15:00 to 15:30 (Berlin, UTC+1)" */
export function whenText(meeting: { starts_at: Date; ends_at: Date }, zone: string): string {
  const at = (date: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(date)
  const day = at(meeting.starts_at, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
  const clock = (date: Date) => at(date, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const hours = offsetAt(zone, meeting.starts_at.getTime()).offset / 3_600_000
  const place = zone.split('/').at(-1)!.replaceAll('_', ' ')
  const sign = hours < 0 ? '−' : '+'
  const offset = hours === 0 ? 'UTC' : `${place}, UTC${sign}${Math.abs(hours)}`
  return `${day}, ${clock(meeting.starts_at)} to ${clock(meeting.ends_at)} (${offset})`
}
