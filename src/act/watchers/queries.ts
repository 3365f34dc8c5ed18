import type { Watchers } from '#act/watchers/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

/** What a note, a watcher or a notice needs of a case. Throws `case.not_found`. */
export async function caseNamed(ctx: Ctx, caseId: string) {
  const row = await ctx.db.maybe<{
    id: string
    title: string
    contact_id: string | null
    account_id: string | null
  }>(sql`
    select id, title, contact_id, account_id from cases where workspace_id = ${ctx.workspaceId} and id = ${caseId}`)
  if (row) return row
  throw new AppError('not_found', 'case.not_found', 'There is no such case. Check the id.')
}

/** Who follows a case, by name. */
export async function listWatchers(ctx: Ctx, { caseId }: { caseId: string }): Promise<Watchers> {
  await caseNamed(ctx, caseId)
  const rows = await ctx.db.many<{ id: string; name: string }>(sql`
    select m.id, m.name from case_watchers w
    join members m on m.workspace_id = ${ctx.workspaceId} and m.id = w.member_id and m.removed_at is null
    where w.workspace_id = ${ctx.workspaceId} and w.case_id = ${caseId} order by m.name, m.id limit 200`)
  return {
    data: rows.map((row) => ({ id: encodeId('mem', row.id), name: row.name })),
    isMine: rows.some((row) => ctx.actor.kind === 'member' && row.id === ctx.actor.id),
  }
}
