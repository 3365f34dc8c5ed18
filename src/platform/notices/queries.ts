import { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import type * as contract from '#platform/notices/contract.ts'

interface Row {
  id: string
  kind: string
  text: string
  link: string
  urgency: 'urgent' | 'normal'
  created_at: Date
  read_at: Date | null
}

function me(ctx: Ctx): string {
  if (ctx.actor.kind !== 'member')
    throw new AppError('forbidden', 'notice.member_only', 'Only a signed-in member has notices.')
  return ctx.actor.id
}

/** The notices of the asking member, newest first. */
export async function listNotices(
  ctx: Ctx,
  input: Input<typeof contract.listNotices>,
): Promise<Answer<typeof contract.listNotices>> {
  const after = input.cursor ? decodeCursor(input.cursor, z.object({ id: z.uuid() })) : undefined
  const rows = await ctx.db.many<Row>(sql`
    select id, kind, text, link, urgency, created_at, read_at from notices
    where workspace_id = ${ctx.workspaceId} and member_id = ${me(ctx)}
      ${input.unread ? sql`and read_at is null` : sql.empty} ${after ? sql`and id < ${after.id}` : sql.empty}
    order by id desc limit ${input.limit + 1}`)
  return toPage(
    rows,
    input.limit,
    (row) => ({
      id: encodeId('ntc', row.id),
      kind: row.kind,
      text: row.text,
      link: row.link.slice(1),
      urgency: row.urgency,
      createdAt: row.created_at.toISOString(),
      readAt: row.read_at?.toISOString() ?? null,
    }),
    (row) => ({ id: row.id }),
  )
}

/** How many of them are unread, at most 100. */
export async function countNotices(ctx: Ctx): Promise<Answer<typeof contract.countNotices>> {
  return ctx.db.one<{ unread: number; urgent: number }>(sql`
    select count(*) as unread, count(*) filter (where urgency = 'urgent') as urgent
    from (select urgency from notices
      where workspace_id = ${ctx.workspaceId} and member_id = ${me(ctx)} and read_at is null limit 100) as few`)
}
