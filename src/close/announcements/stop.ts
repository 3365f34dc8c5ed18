import type * as contract from '#close/announcements/contract.ts'
import type { Announcement } from '#close/announcements/contract.ts'
import { announcementStopped } from '#close/announcements/events.ts'
import { getAnnouncement, mustMayTell } from '#close/announcements/queries.ts'
import { sendAnnouncementTask } from '#close/announcements/send-task.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { cancelMails } from '#platform/mail/commands.ts'

const batchSize = 1000

/** Stops an announcement under way: what was handed over stays sent, whoever is left gets nothing. */
export async function stopAnnouncement(
  ctx: Ctx,
  { announcementId }: Input<typeof contract.stopAnnouncement>,
): Promise<Announcement> {
  const now = await getAnnouncement(ctx, { announcementId })
  mustMayTell(ctx, now)
  const row =
    now.state === 'sending' || now.mails.waiting > 0
      ? await ctx.db.maybe(sql`
          update announcements set state = 'stopping', stopped_at = ${ctx.now()}, stopped_by_member_id = ${actorMember(ctx)},
            updated_at = ${ctx.now()}
          where workspace_id = ${ctx.workspaceId} and id = ${announcementId} and state in ('sending', 'sent') returning id`)
      : undefined
  if (!row)
    throw new AppError(
      'conflict',
      'announcement.not_under_way',
      now.state === 'held'
        ? 'It has not left yet. Recall it.'
        : 'It is not under way: nothing of it is waiting to leave.',
    )
  if (await stopBatch(ctx, announcementId))
    await ctx.enqueue(
      sendAnnouncementTask,
      { workspaceId: ctx.workspaceId, announcementId },
      { key: `announcement ${announcementId}` },
    )
  return getAnnouncement(ctx, { announcementId })
}

/**
 * Takes some of what waits back, and writes why at whoever was not reached. False once that is done, or where only mails
 * are left that are being handed over: those the clock looks at again, since a server may put them off.
 */
export async function stopBatch(ctx: Ctx, announcementId: string): Promise<boolean> {
  const ws = ctx.workspaceId
  const row = await ctx.db.maybe<{ filled_to: string | null; sent_at: Date | null }>(sql`
    select filled_to, sent_at from announcements
    where workspace_id = ${ws} and id = ${announcementId} and state = 'stopping' for update`)
  if (!row) return false
  const waiting = await ctx.db.many<{ mail_id: string }>(sql`
    select u.mail_id from updates u join mails m on m.workspace_id = ${ws} and m.id = u.mail_id
    where u.workspace_id = ${ws} and u.announcement_id = ${announcementId} and not u.is_also
      and m.state in ('queued', 'deferred') limit ${batchSize}`)
  await cancelMails(
    ctx,
    waiting.map((one) => one.mail_id),
    'announcement_stopped',
  )
  // whom it had not come to
  const rest = row.sent_at
    ? []
    : await ctx.db.many<{ contact_id: string }>(sql`
        update announcement_people p set reason = 'stopped'
        from (select contact_id from announcement_people
          where workspace_id = ${ws} and announcement_id = ${announcementId}
            ${row.filled_to === null ? sql.empty : sql`and contact_id > ${row.filled_to}`}
          order by contact_id limit ${batchSize}) next
        where p.workspace_id = ${ws} and p.announcement_id = ${announcementId} and p.contact_id = next.contact_id
        returning p.contact_id`)
  const to = rest
    .map((one) => one.contact_id)
    .sort()
    .at(-1)
  if (to)
    await ctx.db.run(sql`
      update announcements set filled_to = ${to}, excluded_count = excluded_count + ${rest.length}
      where workspace_id = ${ws} and id = ${announcementId}`)
  if (waiting.length === batchSize || rest.length === batchSize) return true
  const done = await ctx.db.maybe<{
    kind: string
    request_id: string | null
    release_id: string | null
    sent_count: number
    excluded_count: number
  }>(sql`
    update announcements a set state = 'stopped', updated_at = ${ctx.now()}
    where a.workspace_id = ${ws} and a.id = ${announcementId} and not exists (
      select 1 from updates u join mails m on m.workspace_id = ${ws} and m.id = u.mail_id
      where u.workspace_id = ${ws} and u.announcement_id = a.id and not u.is_also
        and m.state in ('queued', 'deferred', 'claimed', 'handing_over'))
    returning kind, request_id, release_id, sent_count, excluded_count`)
  if (done)
    await ctx.emit(announcementStopped, {
      subjectId: announcementId,
      payload: {
        announcementId,
        kind: done.kind,
        requestId: done.request_id,
        releaseId: done.release_id,
        people: done.sent_count,
        excluded: done.excluded_count,
      },
    })
  return false
}
