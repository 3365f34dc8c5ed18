import { type Subject, subjectOf } from '#close/announcements/audience.ts'
import type * as contract from '#close/announcements/contract.ts'
import { dueNews } from '#close/announcements/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'

/**
 * Whether those behind it are to be told: it was decided on, or its target date moved, since everybody was last written
 * to. What was recalled or stopped told not all of them, and so did what went to one person.
 */
export async function newsOf(ctx: Ctx, subject: Subject) {
  const ws = ctx.workspaceId
  const { requestId, releaseId, status } = subject
  const ids = subject.family.map((one) => one.id)
  const news = requestId
    ? sql`
        (select m.at from request_moves m
          where m.workspace_id = ${ws} and m.request_id = ${requestId} order by m.number desc limit 1) as decided_at,
        (select d.at from request_target_dates d
          where d.workspace_id = ${ws} and d.request_id = ${requestId} order by d.number desc limit 1) as dated_at`
    : // what ships with it later is news again
      sql`
        (select greatest(l.shipped_at, max(m.at)) from releases l
          left join release_requests x on x.workspace_id = ${ws} and x.release_id = l.id
          left join requests r on r.workspace_id = ${ws} and r.id = x.request_id
          left join request_moves m on m.workspace_id = ${ws} and m.request_id = root_id(r.merged_into_id, r.id) and m.number = x.shipped_move
          where l.workspace_id = ${ws} and l.id = ${releaseId} group by l.shipped_at) as decided_at,
        null::timestamptz as dated_at`
  const about = requestId
    ? sql`(a.request_id = any(${ids}::uuid[]) or a.release_id in (
        select x.release_id from release_requests x where x.workspace_id = ${ws} and x.request_id = any(${ids}::uuid[])))`
    : sql`a.release_id = ${releaseId}`
  const row = await ctx.db.one<{ decided_at: Date | null; dated_at: Date | null; told_at: Date | null }>(sql`
    select ${news}, (select max(a.created_at) from announcements a
      where a.workspace_id = ${ws} and ${about} and a.contact_id is null and a.state in ('held', 'sending', 'sent')) as told_at`)
  const due = dueNews({
    status,
    decidedAt: row.decided_at?.getTime() ?? null,
    datedAt: row.dated_at?.getTime() ?? null,
    toldAt: row.told_at?.getTime() ?? null,
  })
  return { due, toldAt: row.told_at }
}

/** Whether those behind a request or a release are to be told of something, since when. */
export async function getAnnouncementDue(
  ctx: Ctx,
  input: Input<typeof contract.getAnnouncementDue>,
): Promise<Answer<typeof contract.getAnnouncementDue>> {
  const { due, toldAt } = await newsOf(ctx, await subjectOf(ctx, input))
  return {
    since: due && new Date(due.since).toISOString(),
    because: due?.because ?? null,
    toldAt: toldAt?.toISOString() ?? null,
  }
}
