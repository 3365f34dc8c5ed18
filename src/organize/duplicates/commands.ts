import type { ItemMerge } from '#organize/duplicates/contract.ts'
import { feedbackMerged, feedbackUnmerged, pairDecided } from '#organize/duplicates/events.ts'
import { mergeById, showMerge } from '#organize/duplicates/queries.ts'
import { pairOf } from '#organize/duplicates/rules.ts'
import { wakeLater } from '#organize/inbox/snooze.ts'
import { keepingPiles } from '#organize/inbox/standing.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { newId } from '#platform/ids.ts'

interface Standing {
  id: string
  status: string
  snoozed_until: Date | null
  merged_into_id: string | null
}

/** Both items, locked in the order of their ids, as every merge and undo locks them. */
function lockTwo(ctx: Ctx, ids: readonly [string, string]): Promise<Standing[]> {
  return ctx.db.many<Standing>(sql`
    select id, status, snoozed_until, merged_into_id from inbox_items
    where workspace_id = ${ctx.workspaceId} and id = any (${ids}::uuid[]) order by id for update`)
}

/**
 * Merges an item into another. Nothing is copied or deleted: the merged item keeps its words, triage, tags, notes and
 * cases, waits for nobody any more, and its id leads to the kept one.
 */
export async function mergeFeedback(
  ctx: Ctx,
  { keptId, mergedId }: { keptId: string; mergedId: string },
): Promise<ItemMerge> {
  if (keptId === mergedId) throw new AppError('invalid', 'merge.same', 'These are the same item. Choose two.')
  const rows = await lockTwo(ctx, [keptId, mergedId])
  if (rows.length < 2)
    throw new AppError(
      'not_found',
      'feedback.not_found',
      'There is no feedback item with one of these ids. Check both.',
    )
  if (rows.some((row) => row.merged_into_id !== null))
    throw new AppError(
      'conflict',
      'merge.already_merged',
      'One of the two is merged into another item already. Merge with that one, or take it apart first.',
    )
  return merge(ctx, keptId, rows.find((row) => row.id === mergedId)!, 'decided')
}

/**
 * The same item from two channels becomes one, without a person. Where one of them was merged before, the items they
 * lead to become one; nothing happens where that is one item already, or one is spam.
 */
export async function keepTogether(ctx: Ctx, keptId: string, mergedId: string): Promise<void> {
  const roots = await ctx.db.many<{ root: string }>(sql`
    select root_id(i.merged_into_id, i.id) as root from unnest(${[keptId, mergedId]}::uuid[]) with ordinality as g (id, place)
    join inbox_items i on i.workspace_id = ${ctx.workspaceId} and i.id = g.id order by g.place`)
  const [kept, merged] = roots.map((row) => row.root)
  if (!kept || !merged || kept === merged) return
  const rows = await lockTwo(ctx, [kept, merged])
  if (rows.length < 2 || rows.some((row) => row.merged_into_id !== null || row.status === 'spam')) return
  await merge(ctx, kept, rows.find((row) => row.id === merged)!, 'same_words')
}

async function merge(
  ctx: Ctx,
  keptId: string,
  merged: Standing,
  reason: ItemMerge['reason'],
): Promise<ItemMerge> {
  const ws = ctx.workspaceId
  const id = newId()
  const now = ctx.now()
  const [a, b] = pairOf(keptId, merged.id)
  const pair = await ctx.db.maybe<{ state: string }>(sql`
    select state from duplicate_pairs where workspace_id = ${ws} and a_id = ${a} and b_id = ${b} for update`)
  await ctx.db.run(sql`
    insert into item_merges (workspace_id, id, kept_id, merged_id, reason, status, snoozed_until, pair_state, merged_at, merged_by_kind, merged_by_id)
    values (${ws}, ${id}, ${keptId}, ${merged.id}, ${reason}, ${merged.status}, ${merged.snoozed_until}, ${pair?.state ?? null},
      ${now}, ${ctx.actor.kind}, ${actorId(ctx.actor)})`)
  await ctx.db.run(sql`
    insert into duplicate_pairs (workspace_id, id, a_id, b_id, score, words, state, found_at, decided_at, decided_by_kind, decided_by_id)
    values (${ws}, ${newId()}, ${a}, ${b}, 100, '{}', 'merged', ${now}, ${now}, ${ctx.actor.kind}, ${actorId(ctx.actor)})
    on conflict (workspace_id, a_id, b_id) do update
      set state = 'merged', decided_at = ${now}, decided_by_kind = ${ctx.actor.kind}, decided_by_id = ${actorId(ctx.actor)}`)
  const moved = await ctx.db.many<{ id: string }>(
    keepingPiles(sql`
      update inbox_items i set merged_into_id = ${keptId}, status = 'merged', snoozed_until = null, version = i.version + 1
      where i.workspace_id = ${ws} and (i.id = ${merged.id} or i.merged_into_id = ${merged.id})`),
  )
  await ctx.emit(feedbackMerged, {
    subjectId: merged.id,
    payload: {
      feedbackId: keptId,
      mergedId: merged.id,
      mergeId: id,
      movedIds: moved.map((row) => row.id),
      reason,
    },
  })
  return showMerge({ id, kept_id: keptId, merged_id: merged.id, reason, merged_at: now, undone_at: null })
}

/**
 * Takes one merge apart, also when others came before or after it: the merged item and what had been merged into it
 * stand as they stood, and so does the pair in the review. A merge that no person asked for is not made again.
 */
export async function undoItemMerge(ctx: Ctx, { mergeId }: { mergeId: string }): Promise<ItemMerge> {
  const ws = ctx.workspaceId
  const made = await mergeById(ctx, mergeId)
  if (made.undone_at) return showMerge(made)
  await lockTwo(ctx, [made.kept_id, made.merged_id])
  const now = ctx.now()
  const moved = await ctx.db.many<{ id: string }>(
    sql`select id from take_apart(${mergeId}, ${now}) as id order by id`,
  )
  if (moved.length === 0) return showMerge(await mergeById(ctx, mergeId))
  await ctx.db.run(sql`
    update item_merges set undone_at = ${now}, undone_by_kind = ${ctx.actor.kind}, undone_by_id = ${actorId(ctx.actor)}
    where workspace_id = ${ws} and id = ${mergeId}`)
  await putPairBack(ctx, made)
  if (made.snoozed_until && made.snoozed_until > now) await wakeLater(ctx, made.snoozed_until)
  await ctx.emit(feedbackUnmerged, {
    subjectId: made.merged_id,
    payload: {
      feedbackId: made.kept_id,
      mergedId: made.merged_id,
      mergeId,
      movedIds: moved.map((row) => row.id),
    },
  })
  return showMerge({ ...made, undone_at: now })
}

async function putPairBack(ctx: Ctx, made: Awaited<ReturnType<typeof mergeById>>): Promise<void> {
  const [a, b] = pairOf(made.kept_id, made.merged_id)
  const it = sql`a_id = ${a} and b_id = ${b}`
  const state = made.reason === 'same_words' ? 'dismissed' : made.pair_state
  if (state === null)
    await ctx.db.run(sql`delete from duplicate_pairs where workspace_id = ${ctx.workspaceId} and ${it}`)
  else await setState(ctx, it, state)
}

/** Puts a pair into a state, decided now by whoever acts; an open one is decided by nobody. */
async function setState(ctx: Ctx, which: Sql, state: string): Promise<void> {
  const isDecided = state !== 'open'
  await ctx.db.run(sql`
    update duplicate_pairs set state = ${state}, decided_at = ${isDecided ? ctx.now() : null},
      decided_by_kind = ${isDecided ? ctx.actor.kind : null}, decided_by_id = ${isDecided ? actorId(ctx.actor) : null}
    where workspace_id = ${ctx.workspaceId} and ${which}`)
}

/** Says that two items do not say the same. */
export async function dismissPair(ctx: Ctx, { pairId }: { pairId: string }): Promise<void> {
  await decide(ctx, pairId, 'dismissed')
}

/** Puts a dismissed pair back up for review. */
export async function restorePair(ctx: Ctx, { pairId }: { pairId: string }): Promise<void> {
  await decide(ctx, pairId, 'open')
}

async function decide(ctx: Ctx, pairId: string, state: 'open' | 'dismissed'): Promise<void> {
  const pair = await ctx.db.maybe<{ state: string }>(sql`
    select state from duplicate_pairs where workspace_id = ${ctx.workspaceId} and id = ${pairId} for update`)
  if (!pair)
    throw new AppError(
      'not_found',
      'pair.not_found',
      'There is no such pair. An item of it may have been removed.',
    )
  if (pair.state === 'merged')
    throw new AppError(
      'conflict',
      'pair.merged',
      'The two are merged. Take the merge apart first, then say that they are not the same.',
    )
  if (pair.state === state) return
  await setState(ctx, sql`id = ${pairId}`, state)
  await ctx.emit(pairDecided, { subjectId: pairId, payload: { pairId, state } })
}
