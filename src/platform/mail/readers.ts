import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { queueMails } from '#platform/mail/queue.ts'

/** A digest to members of a workspace: one mail each, to whoever has one of the roles that a setting names. */

export interface Reader {
  id: string
  name: string
  email: string
  /** in which they read reports; null: they chose none */
  language: string | null
}

/** Members with one of these roles. */
export function readersOf(ctx: Ctx, roles: readonly string[]): Promise<Reader[]> {
  return ctx.db.many<Reader>(sql`
    select id, name, email, language from members
    where workspace_id = ${ctx.workspaceId} and removed_at is null and role = any(${[...roles]}) order by id`)
}

/** Queues the same mail for each of them; `key` says which digest it is, so that nobody gets one twice. */
export async function mailReaders(
  ctx: Ctx,
  readers: readonly Reader[],
  mail: { subject: string; text: string; html: string },
  key: string,
): Promise<void> {
  await queueMails(
    ctx,
    readers.map(({ id, name, email }) => ({
      to: { name, address: email },
      ...mail,
      topic: 'digest',
      dedupeKey: `${key} ${id}`,
    })),
  )
}
