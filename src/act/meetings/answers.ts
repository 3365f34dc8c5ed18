import { readAnswers } from '#act/meetings/calendar.ts'
import { about } from '#act/meetings/commands.ts'
import { meetingAnswered } from '#act/meetings/events.ts'
import { meetingUid } from '#act/meetings/invite.ts'
import { localTime, type MeetingRow, meetingRows } from '#act/meetings/load.ts'
import { hushInboundMail } from '#collect/mailbox/commands.ts'
import { inboundRow } from '#collect/mailbox/queries.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'

/**
 * Reads the answers to invitations out of a mail that came in; true when it was one of ours. Answers to an older time
 * than the one that stands are passed over.
 */
export async function takeAnswers(ctx: Ctx, inboundId: string): Promise<boolean> {
  const mail = await inboundRow(ctx, inboundId)
  let caseId: string | undefined
  for (const said of readAnswers(mail.calendar ?? '')) {
    const id = decodeId('meet', said.uid.split('@')[0] ?? '')
    const [meeting] = id ? await meetingRows(ctx, sql`and m.id = ${id}`, 1) : []
    if (!meeting || meetingUid(ctx, meeting.id) !== said.uid) continue
    const isAsked = (address: string) => meeting.invitees.find((one) => one.address === address)
    const invitee = isAsked(said.address) ?? isAsked(mail.from_address)
    if (!invitee) continue
    caseId = meeting.case_id
    if (said.sequence < meeting.sequence || meeting.state !== 'planned') continue
    const length = meeting.ends_at.getTime() - meeting.starts_at.getTime()
    const startsAt = said.proposed?.startsAt ?? null
    const end = said.proposed?.endsAt
    const endsAt = startsAt && (end && end > startsAt ? end : new Date(startsAt.getTime() + length))
    await ctx.db.run(sql`
      update meeting_invitees set answer = ${said.answer}, answered_at = ${ctx.now()}, comment = ${said.comment},
        proposed_starts_at = ${startsAt}, proposed_ends_at = ${endsAt}
      where workspace_id = ${ctx.workspaceId} and id = ${invitee.id}`)
    await ctx.emit(meetingAnswered, {
      subjectId: meeting.case_id,
      payload: { ...about(meeting), inviteeId: invitee.id, answer: said.answer },
    })
    const who = invitee.name || invitee.address
    const words = said.comment ? `, “${said.comment.slice(0, 140)}”` : ''
    if (said.answer === 'declined')
      await tell(
        ctx,
        meeting,
        'declined',
        inboundId,
        `${who} declined: ${meeting.title}${words}. Choose another time.`,
      )
    if (startsAt) {
      const { zone } = await workingCalendar(ctx)
      const time = localTime(zone, startsAt).replace('T', ' ')
      await tell(
        ctx,
        meeting,
        'proposed',
        inboundId,
        `${who} proposes ${time} (${zone}) instead: ${meeting.title}${words}. Move it there on the case.`,
      )
    }
  }
  if (caseId) await hushInboundMail(ctx, inboundId, { reason: 'answer', aboutId: caseId })
  return caseId !== undefined
}

/** Tells the lead and whoever planned it that the time does not suit somebody. */
async function tell(
  ctx: Ctx,
  meeting: MeetingRow,
  what: 'declined' | 'proposed',
  inboundId: string,
  text: string,
): Promise<void> {
  const told = new Set([meeting.lead_member_id, meeting.created_by_member_id].filter((one) => one !== null))
  for (const memberId of told)
    await notify(ctx, {
      memberId,
      kind: `meeting.${what}`,
      subjectId: meeting.id,
      text,
      link: linkTo('cases', 'case', meeting.case_id),
      urgency: 'urgent',
      dedupeKey: `${what} ${inboundId}`,
    })
}
