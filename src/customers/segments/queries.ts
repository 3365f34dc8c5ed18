import type { Segment } from '#customers/segments/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

export interface SegmentRow {
  id: string
  key: string
  name: string
  position: number
  account_count: number
}

export function showSegment(row: SegmentRow): Segment {
  return {
    id: encodeId('seg', row.id),
    key: row.key,
    name: row.name,
    position: row.position,
    accountCount: row.account_count,
  }
}

const counted = sql`(select count(*) from accounts a
  where a.workspace_id = s.workspace_id and a.segment = s.key and a.merged_into_id is null) as account_count`

/** Segments in their order, each with how many accounts are in it. */
export async function listSegments(ctx: Ctx): Promise<{ data: Segment[] }> {
  const rows = await ctx.db.many<SegmentRow>(sql`
    select s.id, s.key, s.name, s.position, ${counted} from segments s
    where s.workspace_id = ${ctx.workspaceId} order by s.position, s.name, s.id`)
  return { data: rows.map(showSegment) }
}

export async function segmentById(ctx: Ctx, id: string): Promise<Segment> {
  const row = await ctx.db.maybe<SegmentRow>(sql`
    select s.id, s.key, s.name, s.position, ${counted} from segments s
    where s.workspace_id = ${ctx.workspaceId} and s.id = ${id}`)
  if (!row)
    throw new AppError(
      'not_found',
      'segment.not_found',
      'There is no such segment. It may have been deleted.',
    )
  return showSegment(row)
}
