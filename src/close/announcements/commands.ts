import { subjectOf } from '#close/announcements/audience.ts'
import type * as contract from '#close/announcements/contract.ts'
import type { Announcement } from '#close/announcements/contract.ts'
import { dropDraft } from '#close/announcements/drafts.ts'
import { announcementHeld, announcementRecalled } from '#close/announcements/events.ts'
import { countPeople, writtenOf } from '#close/announcements/preview.ts'
import { getAnnouncement, mustMayTell } from '#close/announcements/queries.ts'
import { slotFaults } from '#close/announcements/rules.ts'
import { sendAnnouncementTask } from '#close/announcements/send-task.ts'
import { announcementSettings } from '#close/announcements/settings.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'
import { todayOf } from '#prioritize/requests/load.ts'

/**
 * Tells everybody behind a request or a release, or one of them. It is held for the recall window, then prepared by
 * batches. With `people` given it is refused when the number is another by now: what a person saw is what goes out.
 */
export async function sendAnnouncement(
  ctx: Ctx,
  input: Input<typeof contract.sendAnnouncement>,
): Promise<Announcement> {
  mustMayTell(ctx, { contactId: input.contactId ?? null })
  const subject = await subjectOf(ctx, input)
  const written = writtenOf(input)
  const faults = slotFaults(written.kind, written, await todayOf(ctx))
  if (faults.length > 0)
    throw new AppError(
      'invalid',
      faults.some((fault) => fault.message === 'is empty')
        ? 'template.slot_empty'
        : 'announcement.slot_wrong',
      `${faults.map(({ label, message }) => `${label} ${message}`).join('. ')}. Nothing was sent.`,
      { fields: faults.map(({ field, message }) => ({ field, message })) },
    )
  const { people } = await countPeople(ctx, subject, written, input.contactId)
  if (input.people !== undefined && input.people !== people)
    throw new AppError(
      'conflict',
      'announcement.people_changed',
      `It would go to ${people} people now, not ${input.people}. Look again, then send.`,
      { people },
    )
  if (people === 0)
    throw new AppError(
      'invalid',
      'announcement.nobody',
      'Nobody would get it: everyone is left out for a reason the preview shows. Nothing was sent.',
    )
  const settings = await getSetting(ctx, announcementSettings)
  const minutes = input.contactId ? settings.recallOneMinutes : settings.recallManyMinutes
  const sendAt = new Date(ctx.now().getTime() + minutes * 60_000)
  const id = newId()
  await ctx.db.run(sql`
    insert into announcements (workspace_id, id, kind, request_id, release_id, contact_id, language, texts, slots, state, send_at,
      people_count, makes_promise, created_by_member_id, created_at, updated_at)
    values (${ctx.workspaceId}, ${id}, ${written.kind}, ${subject.requestId}, ${subject.releaseId}, ${input.contactId ?? null},
      ${written.language}, ${JSON.stringify(written.texts)}, ${JSON.stringify(written.slots)}, 'held', ${sendAt}, ${people}, ${input.makesPromise ?? true},
      ${actorMember(ctx)}, ${ctx.now()}, ${ctx.now()})`)
  await dropDraft(ctx, subject)
  await ctx.emit(announcementHeld, {
    subjectId: id,
    payload: {
      announcementId: id,
      kind: written.kind,
      requestId: subject.requestId,
      releaseId: subject.releaseId,
      sendAt: sendAt.toISOString(),
    },
  })
  await ctx.enqueue(
    sendAnnouncementTask,
    { workspaceId: ctx.workspaceId, announcementId: id },
    { key: `announcement ${id}`, runAt: sendAt },
  )
  return getAnnouncement(ctx, { announcementId: id })
}

/** Takes an announcement back while it is held; nobody gets anything. */
export async function recallAnnouncement(
  ctx: Ctx,
  { announcementId }: { announcementId: string },
): Promise<Announcement> {
  const now = await getAnnouncement(ctx, { announcementId })
  mustMayTell(ctx, now)
  const row = await ctx.db.maybe<{ kind: string; request_id: string | null; release_id: string | null }>(sql`
    update announcements set state = 'recalled', recalled_at = ${ctx.now()}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${announcementId} and state = 'held'
    returning kind, request_id, release_id`)
  if (!row)
    throw new AppError(
      'conflict',
      'announcement.not_held',
      now.state === 'recalled'
        ? 'It was recalled already.'
        : `It has left already: ${now.told} of ${now.people} people were told. It can only be stopped.`,
    )
  await ctx.emit(announcementRecalled, {
    subjectId: announcementId,
    payload: { announcementId, kind: row.kind, requestId: row.request_id, releaseId: row.release_id },
  })
  return getAnnouncement(ctx, { announcementId })
}

/** Sets how long announcements are held. */
export function putAnnouncementSettings(ctx: Ctx, input: Input<typeof contract.putAnnouncementSettings>) {
  return putSetting(ctx, announcementSettings, input)
}
