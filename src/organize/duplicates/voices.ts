import { z } from 'zod'
import type { Voice, Voiced } from '#organize/duplicates/contract.ts'
import { showRows } from '#organize/inbox/rows.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Page } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

/** Who stands behind an item: what was merged into it, and whose words these are. */

/** The item itself, or the one it was merged into. */
export async function rootOf(ctx: Ctx, feedbackId: string): Promise<string> {
  const row = await ctx.db.maybe<{ root: string }>(sql`
    select coalesce(merged_into_id, id) as root from inbox_items where workspace_id = ${ctx.workspaceId} and id = ${feedbackId}`)
  if (row) return row.root
  throw new AppError(
    'not_found',
    'feedback.not_found',
    'There is no feedback item with this id. Check the id.',
  )
}

/** How many voices each of these items has; items of one voice are not among the answers. */
export async function countVoices(ctx: Ctx, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await ctx.db.many<{ id: string; n: number }>(sql`
    select merged_into_id as id, count(*) + 1 as n from inbox_items
    where workspace_id = ${ctx.workspaceId} and merged_into_id = any (${ids}::uuid[]) group by merged_into_id`)
  return new Map(rows.map((row) => [row.id, row.n]))
}

/** Every voice of these items; each contact and each account once, with its MRR, also after customers were merged. */
async function voicedBy(ctx: Ctx, roots: readonly string[]): Promise<Voiced> {
  const ws = ctx.workspaceId
  const { mrr, ...counts } = await ctx.db.one<Voiced>(sql`
    with v as (
      select root_id(c.merged_into_id, c.id) as contact, root_id(a.merged_into_id, a.id) as account
      from inbox_items i
      left join contacts c on c.workspace_id = ${ws} and c.id = i.contact_id
      left join accounts a on a.workspace_id = ${ws} and a.id = i.account_id
      where i.workspace_id = ${ws} and (i.id = any (${roots}::uuid[]) or i.merged_into_id = any (${roots}::uuid[]))
    ), paid as (
      select a.currency, sum(a.mrr_cents)::int8 as cents from accounts a
      where a.workspace_id = ${ws} and a.id in (select account from v) and a.mrr_cents > 0 group by a.currency
    )
    select count(*) as voices, count(distinct contact) as contacts, count(distinct account) as accounts,
      coalesce((select json_agg(json_build_object('currency', coalesce(currency, 'USD'), 'cents', cents) order by cents desc) from paid), '[]') as mrr
    from v`)
  return { ...counts, mrr }
}

/** Who stands behind the kept item now and after the merge. */
export async function previewItemMerge(
  ctx: Ctx,
  { keptId, mergedId }: { keptId: string; mergedId: string },
): Promise<{ before: Voiced; after: Voiced }> {
  const { n } = await ctx.db.one<{ n: number }>(sql`
    select count(*) as n from inbox_items where workspace_id = ${ctx.workspaceId} and id = any (${[keptId, mergedId]}::uuid[])`)
  if (n < 2)
    throw new AppError(
      'not_found',
      'feedback.not_found',
      'There is no feedback item with one of these ids. Check both.',
    )
  const [before, after] = await Promise.all([voicedBy(ctx, [keptId]), voicedBy(ctx, [keptId, mergedId])])
  return { before, after }
}

/** What was merged into an item, in the order it was said, and who stands behind all of it. */
export async function listVoices(
  ctx: Ctx,
  { feedbackId, limit, cursor }: { feedbackId: string; limit: number; cursor?: string | undefined },
): Promise<Page<Voice> & { total: Voiced }> {
  const ws = ctx.workspaceId
  const rootId = await rootOf(ctx, feedbackId)
  const place = cursor ? decodeCursor(cursor, z.tuple([z.string(), z.uuid()])) : undefined
  const after = place
    ? sql`and (i.occurred_at, i.id) > (${place[0]}::timestamptz, ${place[1]}::uuid)`
    : sql.empty
  const rows = await ctx.db.many<{
    id: string
    at: string
    merge_id: string
    merged_at: Date
    reason: Voice['reason']
  }>(sql`
    select i.id, i.occurred_at::text as at, m.id as merge_id, m.merged_at, m.reason from inbox_items i
    join item_merges m on m.workspace_id = ${ws} and m.merged_id = i.id and m.undone_at is null
    where i.workspace_id = ${ws} and i.merged_into_id = ${rootId} ${after}
    order by i.occurred_at, i.id limit ${limit + 1}`)
  const [items, total] = await Promise.all([
    showRows(
      ctx,
      rows.map((row) => row.id),
    ),
    voicedBy(ctx, [rootId]),
  ])
  const byId = new Map(items.map((item) => [item.id, item]))
  return {
    ...toPage(
      rows,
      limit,
      (row) => ({
        ...byId.get(encodeId('fb', row.id))!,
        mergeId: encodeId('merge', row.merge_id),
        mergedAt: row.merged_at.toISOString(),
        reason: row.reason,
      }),
      (row) => [row.at, row.id],
    ),
    total,
  }
}
