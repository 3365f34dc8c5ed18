import { z } from 'zod'
import { markerOf } from '#collect/search/excerpt.ts'
import { parseQuery } from '#collect/search/query.ts'
import type { ItemMerge, Pair, PairState, Side, SimilarItem } from '#organize/duplicates/contract.ts'
import type { Said } from '#organize/duplicates/indexing.ts'
import { findNearest } from '#organize/duplicates/nearest.ts'
import { isKeptFirst, showFrom } from '#organize/duplicates/rules.ts'
import { countVoices, rootOf } from '#organize/duplicates/voices.ts'
import type { InboxRow } from '#organize/inbox/contract.ts'
import { showRows } from '#organize/inbox/rows.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Page } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

interface MergeRow {
  id: string
  kept_id: string
  merged_id: string
  reason: ItemMerge['reason']
  merged_at: Date
  undone_at: Date | null
}

export function showMerge(row: MergeRow): ItemMerge {
  return {
    id: encodeId('merge', row.id),
    keptId: encodeId('fb', row.kept_id),
    mergedId: encodeId('fb', row.merged_id),
    reason: row.reason,
    mergedAt: row.merged_at.toISOString(),
    undoneAt: row.undone_at?.toISOString() ?? null,
  }
}

/** A merge with where the merged item and the pair stood before. */
export async function mergeById(
  ctx: Ctx,
  id: string,
): Promise<MergeRow & { snoozed_until: Date | null; pair_state: string | null }> {
  const row = await ctx.db.maybe<MergeRow & { snoozed_until: Date | null; pair_state: string | null }>(sql`
    select id, kept_id, merged_id, reason, merged_at, undone_at, snoozed_until, pair_state from item_merges
    where workspace_id = ${ctx.workspaceId} and id = ${id}`)
  if (!row) throw new AppError('not_found', 'merge.not_found', 'There is no such merge. Check the id.')
  return row
}

interface PairRow {
  id: string
  a_id: string
  b_id: string
  score: number
  words: string[]
  state: PairState
  found_at: Date
  decided_at: Date | null
  decided_place: string | null
  merge_id: string | null
  kept_id: string | null
}

/** Pairs whose items can be decided on: both still stand for themselves, or the merge of the two stands. */
function pairsSql(ctx: Ctx, state: PairState, where: Sql, end: Sql): Sql {
  const ws = ctx.workspaceId
  const both =
    state === 'merged'
      ? sql`join item_merges m on m.workspace_id = ${ws} and m.undone_at is null
          and ((m.kept_id = p.a_id and m.merged_id = p.b_id) or (m.kept_id = p.b_id and m.merged_id = p.a_id))`
      : sql`join inbox_items a on a.workspace_id = ${ws} and a.id = p.a_id and a.status not in ('merged', 'spam')
          join inbox_items b on b.workspace_id = ${ws} and b.id = p.b_id and b.status not in ('merged', 'spam')`
  const merge = state === 'merged' ? sql`m.id as merge_id, m.kept_id` : sql`null as merge_id, null as kept_id`
  return sql`
    select p.id, p.a_id, p.b_id, p.score, p.words, p.state, p.found_at, p.decided_at, p.decided_at::text as decided_place, ${merge}
    from duplicate_pairs p ${both}
    where p.workspace_id = ${ws} and p.state = ${state} ${where} ${end}`
}

/** Pairs to be decided with the surest first; decided ones with the latest first. */
export async function listPairs(
  ctx: Ctx,
  { state, limit, cursor }: { state: PairState; limit: number; cursor?: string | undefined },
): Promise<Page<Pair>> {
  const isOpen = state === 'open'
  let after = sql.empty
  if (cursor && isOpen) {
    const [score, id] = decodeCursor(cursor, z.tuple([z.number().int(), z.uuid()]))
    after = sql`and (p.score, p.id) < (${score}::smallint, ${id}::uuid)`
  } else if (cursor) {
    const [at, id] = decodeCursor(cursor, z.tuple([z.string(), z.uuid()]))
    after = sql`and (p.decided_at, p.id) < (${at}::timestamptz, ${id}::uuid)`
  }
  const order = isOpen ? sql`p.score desc` : sql`p.decided_at desc`
  const rows = await ctx.db.many<PairRow>(
    pairsSql(ctx, state, after, sql`order by ${order}, p.id desc limit ${limit + 1}`),
  )
  const shown = await showPairs(ctx, rows.slice(0, limit))
  const { nextCursor } = toPage(
    rows,
    limit,
    (row) => row,
    (row) => [isOpen ? row.score : row.decided_place, row.id],
  )
  return { data: shown, nextCursor }
}

/** Open pairs of one item, the surest first. */
export async function listPairsOf(
  ctx: Ctx,
  { feedbackId }: { feedbackId: string },
): Promise<{ data: Pair[] }> {
  const rootId = await rootOf(ctx, feedbackId)
  const rows = await ctx.db.many<PairRow>(
    pairsSql(
      ctx,
      'open',
      sql`and (p.a_id = ${rootId} or p.b_id = ${rootId})`,
      sql`order by p.score desc, p.id desc limit 10`,
    ),
  )
  return { data: await showPairs(ctx, rows) }
}

const countMost = 1000

export async function countPairs(ctx: Ctx) {
  const count = async (state: PairState) => {
    const { n } = await ctx.db.one<{ n: number }>(
      sql`select count(*) as n from (${pairsSql(ctx, state, sql.empty, sql`limit ${countMost + 1}`)}) x`,
    )
    return { count: Math.min(n, countMost), isMore: n > countMost }
  }
  const [open, merged, dismissed] = await Promise.all([count('open'), count('merged'), count('dismissed')])
  return { open, merged, dismissed }
}

async function showPairs(ctx: Ctx, rows: readonly PairRow[]): Promise<Pair[]> {
  const ids = [...new Set(rows.flatMap((row) => [row.a_id, row.b_id]))]
  const [items, voices] = await Promise.all([showRows(ctx, ids), countVoices(ctx, ids)])
  const byId = new Map(ids.map((id, i) => [id, items[i]!]))
  return rows.map((row) => {
    const mark = markerOf(parseQuery(row.words.map((word) => `"${word}"`).join(' or ')))
    const side = (id: string): Side => {
      const item = byId.get(id)!
      return { ...item, voices: voices.get(id) ?? 1, marks: mark(item.verbatim) }
    }
    const place = (id: string) => ({
      id,
      voices: voices.get(id) ?? 1,
      occurredAt: new Date(byId.get(id)!.occurredAt),
    })
    const isFirst = row.kept_id ? row.kept_id === row.a_id : isKeptFirst(place(row.a_id), place(row.b_id))
    const [kept, other] = isFirst ? [side(row.a_id), side(row.b_id)] : [side(row.b_id), side(row.a_id)]
    const apart = Math.abs(Date.parse(kept.occurredAt) - Date.parse(other.occurredAt))
    return {
      id: encodeId('pair', row.id),
      state: row.state,
      score: row.score / 100,
      words: row.words,
      isSameContact: kept.contact !== null && kept.contact.id === other.contact?.id,
      isSameAccount: kept.account !== null && kept.account.id === other.account?.id,
      daysApart: Math.floor(apart / 86_400_000),
      foundAt: row.found_at.toISOString(),
      decidedAt: row.decided_at?.toISOString() ?? null,
      mergeId: row.merge_id && encodeId('merge', row.merge_id),
      sides: [kept, other],
    }
  })
}

/** Items that are looked at for those to show: several may be voices of one, or too unsure. */
export const nearestWhileTyping = 20

/** Items that say what a text says. */
export async function findSimilar(
  ctx: Ctx,
  { limit, ...said }: { verbatim: string; title?: string | null | undefined; limit: number },
): Promise<{ data: SimilarItem[] }> {
  const asked: Said = { title: said.title || null, verbatim: said.verbatim }
  const near = (await findNearest(ctx, asked, nearestWhileTyping)).filter(
    (one) => one.score >= showFrom && one.isMoreThanChance,
  )
  // A voice speaks for the item it was merged into.
  const roots = new Map([...near].reverse().map((one) => [one.rootId, one]))
  const best = [...roots.values()].sort((a, b) => b.score - a.score).slice(0, limit)
  const ids = best.map((one) => one.rootId)
  const [items, voices] = await Promise.all([showRows(ctx, ids), countVoices(ctx, ids)])
  const byId = new Map<string, InboxRow>(items.map((item) => [item.id, item]))
  return {
    data: best.map((one) => ({
      ...byId.get(encodeId('fb', one.rootId))!,
      score: Math.floor(one.score * 100) / 100,
      words: one.words,
      voices: voices.get(one.rootId) ?? 1,
    })),
  }
}
