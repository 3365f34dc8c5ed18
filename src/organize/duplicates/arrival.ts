import { keepTogether } from '#organize/duplicates/commands.ts'
import { duplicatesFound } from '#organize/duplicates/events.ts'
import type { Said } from '#organize/duplicates/indexing.ts'
import { findNearest, type Held, type Near } from '#organize/duplicates/nearest.ts'
import { askFrom, nearestThree, pairOf, sameWithinDays } from '#organize/duplicates/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'

/** What happens to new items, after the commit that received them. */

/**
 * The same item from two channels is stored once: of these new items, each that repeats an earlier one of another
 * channel word for word (from the same contact, or, where nobody is known, the same account) becomes a voice of it.
 * A pair that was taken apart stays apart.
 */
export async function mergeSameWords(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const ws = ctx.workspaceId
  const same = await ctx.db.many<{ kept: string; merged: string }>(sql`
    with same as materialized (
      select n.id, n.number, e.id as earlier_id, e.number as earlier
      from unnest(${ids}::uuid[]) as given (id)
      cross join lateral (
        select id, number, words_key from duplicate_items where workspace_id = ${ws} and id = given.id offset 0) n
      cross join lateral (
        select id, number from duplicate_items
        where workspace_id = ${ws} and words_key = n.words_key and number < n.number order by number desc limit 20) e
    )
    select distinct on (s.number) g.id as kept, f.id as merged
    from same s
    cross join lateral (select * from feedback_items where workspace_id = ${ws} and id = s.id offset 0) f
    cross join lateral (select * from feedback_items where workspace_id = ${ws} and id = s.earlier_id offset 0) g
    left join contacts fc on fc.workspace_id = ${ws} and fc.id = f.contact_id
    left join contacts gc on gc.workspace_id = ${ws} and gc.id = g.contact_id
    left join accounts fa on fa.workspace_id = ${ws} and fa.id = f.account_id
    left join accounts ga on ga.workspace_id = ${ws} and ga.id = g.account_id
    where g.channel <> f.channel
      and abs(extract(epoch from f.occurred_at - g.occurred_at)) <= ${sameWithinDays * 86_400}
      and (root_id(fc.merged_into_id, fc.id) = root_id(gc.merged_into_id, gc.id)
        or (fc.id is null and gc.id is null and root_id(fa.merged_into_id, fa.id) = root_id(ga.merged_into_id, ga.id)))
      and not exists (select 1 from duplicate_pairs p where p.workspace_id = ${ws} and p.state = 'dismissed'
        and p.a_id = least(f.id, g.id) and p.b_id = greatest(f.id, g.id))
    order by s.number, s.earlier`)
  for (const { kept, merged } of same) await keepTogether(ctx, kept, merged)
}

/** History is compared while the index is no larger: beyond it, hours of work would propose what nobody reviews. */
const historyMost = 2_000

/** Leaves these items of the past without pairs of their own where there are too many; others are compared with them. */
export async function passOver(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await ctx.db.run(sql`
    update duplicate_items set is_compared = true
    where workspace_id = ${ctx.workspaceId} and id = any (${ids}::uuid[]) and number >= ${historyMost}`)
}

/** Puts the pairs of the next `most` items up for review, the newest first. Answers how many were compared. */
export async function proposePairs(ctx: Ctx, most: number): Promise<number> {
  const ws = ctx.workspaceId
  const waiting = await ctx.db.many<{ id: string }>(sql`
    select id from duplicate_items where workspace_id = ${ws} and not is_compared
    order by number desc limit ${most} for update skip locked`)
  const ids = waiting.map((row) => row.id)
  if (ids.length === 0) return 0
  const rows = await ctx.db.many<Said & { id: string }>(sql`
    select f.id, f.title, f.verbatim from inbox_items i
    cross join lateral (select id, title, verbatim from feedback_items where workspace_id = ${ws} and id = i.id offset 0) f
    where i.workspace_id = ${ws} and i.id = any (${ids}::uuid[]) and i.status not in ('merged', 'spam')`)
  const found: string[] = []
  const held: Held = new Map()
  for (const row of rows) {
    const near = await findNearest(ctx, row, 5, { except: row.id, held })
    if (near.length === 0) continue
    keepCrowding(ctx, row.id, near)
    // Only the surest: what else is like it was asked about with that one.
    const worth = near.find((one) => one.rootId !== row.id && one.score >= askFrom && one.isMoreThanChance)
    if (worth) found.push(...(await keepPair(ctx, row.id, worth)))
  }
  ctx.db.later(sql`
    update duplicate_items set is_compared = true where workspace_id = ${ws} and id = any (${ids}::uuid[])`)
  if (found.length > 0) await ctx.emit(duplicatesFound, { subjectId: found[0]!, payload: { pairIds: found } })
  return ids.length
}

/** How alike each of these is to what is nearest to it, now that the new item is there. */
function keepCrowding(ctx: Ctx, id: string, near: readonly Near[]): void {
  const changed = near
    .filter((one) => one.nearest.length < 3 || one.nearest.some((value) => value < one.likeness))
    .map((one) => ({ id: one.id, nearest: nearestThree(one.nearest, [one.likeness]) }))
  changed.push({
    id,
    nearest: nearestThree(
      [],
      near.map((one) => one.likeness),
    ),
  })
  ctx.db.later(sql`
    update duplicate_items d set nearest = r.nearest
    from json_to_recordset(${JSON.stringify(changed)}::json) as r (id uuid, nearest real[])
    where d.workspace_id = ${ctx.workspaceId} and d.id = r.id`)
}

/** The id of the pair where it was not known before, dismissed ones among them. */
async function keepPair(ctx: Ctx, id: string, { rootId, score, words }: Near): Promise<string[]> {
  const [a, b] = pairOf(id, rootId)
  const rows = await ctx.db.many<{ id: string }>(sql`
    insert into duplicate_pairs (workspace_id, id, a_id, b_id, score, words, state, found_at)
    values (${ctx.workspaceId}, ${newId()}, ${a}, ${b}, ${Math.floor(score * 100)}, ${words}, 'open', ${ctx.now()})
    on conflict (workspace_id, a_id, b_id) do nothing returning id`)
  return rows.map((row) => row.id)
}
