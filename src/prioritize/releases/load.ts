import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { releaseMissing } from '#prioritize/releases/queries.ts'

/** What a change of a release begins with: the release, for this transaction alone. */

export interface HeldRelease {
  id: string
  name: string
  shipped_at: Date | null
  is_public: boolean
}

/** A release, for this transaction alone; throws not-found. */
export async function holdRelease(ctx: Ctx, releaseId: string): Promise<HeldRelease> {
  const row = await ctx.db.maybe<HeldRelease>(sql`
    select id, name, shipped_at, is_public from releases
    where workspace_id = ${ctx.workspaceId} and id = ${releaseId} for update`)
  if (row) return row
  throw releaseMissing()
}
