import { type Subject, subjectOf } from '#close/announcements/audience.ts'
import type * as contract from '#close/announcements/contract.ts'
import type { AnnouncementDraft } from '#close/announcements/contract.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId, newId } from '#platform/ids.ts'

type About = Pick<Subject, 'requestId' | 'releaseId'>

const ofSubject = ({ requestId, releaseId }: About) =>
  requestId ? sql`request_id = ${requestId}` : sql`release_id = ${releaseId}`

/** What is being written about it, by whom last; null where nothing is. */
export async function findDraft(ctx: Ctx, subject: About): Promise<AnnouncementDraft | null> {
  const ws = ctx.workspaceId
  const row = await ctx.db.maybe<{
    written: AnnouncementDraft['written']
    version: number
    writer_id: string | null
    writer: string | null
    updated_at: Date
  }>(sql`
    select d.written, d.version, m.id as writer_id, m.name as writer, d.updated_at
    from (select * from announcement_drafts where workspace_id = ${ws} and ${ofSubject(subject)}) d
    left join members m on m.workspace_id = ${ws} and m.id = d.updated_by_member_id`)
  if (!row) return null
  return {
    written: row.written,
    version: row.version,
    by: row.writer_id ? { id: encodeId('mem', row.writer_id), name: row.writer ?? '' } : null,
    at: row.updated_at.toISOString(),
  }
}

/** Keeps what is written so far. Refused when somebody else wrote on since the version that it grew from. */
export async function putAnnouncementDraft(
  ctx: Ctx,
  input: Input<typeof contract.putAnnouncementDraft>,
): Promise<Answer<typeof contract.putAnnouncementDraft>> {
  const subject = await subjectOf(ctx, input)
  const { requestId: _, releaseId: __, version, contactId, ...rest } = input
  const written = JSON.stringify({ ...rest, ...(contactId && { contactId: encodeId('ct', contactId) }) })
  const row =
    version === null
      ? await ctx.db.maybe<{ version: number }>(sql`
          insert into announcement_drafts (workspace_id, id, request_id, release_id, written, updated_by_member_id, updated_at)
          values (${ctx.workspaceId}, ${newId()}, ${subject.requestId}, ${subject.releaseId}, ${written}, ${actorMember(ctx)}, ${ctx.now()})
          on conflict do nothing returning version`)
      : await ctx.db.maybe<{ version: number }>(sql`
          update announcement_drafts set written = ${written}, version = version + 1, updated_by_member_id = ${actorMember(ctx)},
            updated_at = ${ctx.now()}
          where workspace_id = ${ctx.workspaceId} and ${ofSubject(subject)} and version = ${version} returning version`)
  if (!row)
    throw new AppError(
      'conflict',
      'announcement.draft_changed',
      'Somebody else wrote on this draft, sent it or threw it away meanwhile. Nothing of theirs was overwritten.',
    )
  return row
}

/** Throws a draft away. */
export async function dropAnnouncementDraft(
  ctx: Ctx,
  input: Input<typeof contract.dropAnnouncementDraft>,
): Promise<undefined> {
  await dropDraft(ctx, await subjectOf(ctx, input))
}

/** What was written is sent, or thrown away. */
export function dropDraft(ctx: Ctx, subject: About): Promise<number> {
  return ctx.db.run(
    sql`delete from announcement_drafts where workspace_id = ${ctx.workspaceId} and ${ofSubject(subject)}`,
  )
}
