import { z } from 'zod'
import type { Open } from '#close/portal/open.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { imagePurpose } from '#prioritize/releases/rules.ts'

/** What leaves of a release: its name, its notes for customers, its day, and the public ideas that came with it. */
export interface Change {
  uuid: string
  id: string
  name: string
  notes: string | null
  areaId: string | null
  at: Date
  ideas: { id: string; title: string; voters: number }[]
}

export const changesAPage = 10
const Place = z.tuple([z.string(), z.uuid()])

/** The changelog: releases that were published, the newest first, with nothing of boards the viewer may not see. */
export async function listChanges(
  open: Open,
  cursor?: string,
  most = changesAPage,
): Promise<{ data: Change[]; nextCursor: string | null }> {
  const { ctx, hiddenAreaIds } = open
  const ws = ctx.workspaceId
  const place = cursor ? decodeCursor(cursor, Place) : undefined
  const rows = await ctx.db.many<{
    id: string
    place: string
    name: string
    notes: string | null
    area_id: string | null
    at: Date
    ideas: { id: string; title: string; voters: number }[] | null
  }>(sql`
    select l.id, l.published_at::text as place, l.name, l.notes, l.product_area_id as area_id, l.published_at as at, i.ideas
    from releases l
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', r.id, 'title', r.public_title, 'voters', r.voters) order by r.voters desc, r.id) as ideas
      from (select distinct root_id(q.merged_into_id, q.id) as id from release_requests x join requests q on q.workspace_id = ${ws} and q.id = x.request_id
        where x.workspace_id = ${ws} and x.release_id = l.id) x
      join requests r on r.workspace_id = ${ws} and r.id = x.id and r.is_public and r.merged_into_id is null
        and (r.product_area_id is null or not r.product_area_id = any(${hiddenAreaIds}::uuid[]))
    ) i on true
    where l.workspace_id = ${ws} and l.published_at is not null
      and (l.product_area_id is null or not l.product_area_id = any(${hiddenAreaIds}::uuid[]))
      ${place ? sql`and (l.published_at, l.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql.empty}
    order by l.published_at desc, l.id desc limit ${most + 1}`)
  return toPage(
    rows,
    most,
    (row) => ({
      uuid: row.id,
      id: encodeId('rel', row.id),
      name: row.name,
      notes: row.notes,
      areaId: row.area_id,
      at: row.at,
      ideas: (row.ideas ?? []).map((idea) => ({ ...idea, id: encodeId('req', idea.id) })),
    }),
    (row) => [row.place, row.id],
  )
}

/** Whether a file is an image that a published release shows to this viewer: only those leave. */
export async function isShownImage(open: Open, fileId: string): Promise<boolean> {
  const { ctx, hiddenAreaIds } = open
  const uuid = decodeId('file', fileId)
  if (!uuid) return false
  const found = await ctx.db.run(sql`
    select 1 from releases l where l.workspace_id = ${ctx.workspaceId} and l.published_at is not null
      and exists (select 1 from files f where f.workspace_id = ${ctx.workspaceId} and f.id = ${uuid} and f.purpose = ${imagePurpose})
      and position(${`](${fileId})`} in l.notes) > 0
      and (l.product_area_id is null or not l.product_area_id = any(${hiddenAreaIds}::uuid[])) limit 1`)
  return found > 0
}
