import { writeHistory } from '#customers/accounts/commands.ts'
import { accountMerged, accountUnmerged } from '#customers/accounts/events.ts'
import { accountSearchText, personNameKey } from '#customers/accounts/rules.ts'
import { contactMerged, contactUnmerged } from '#customers/contacts/events.ts'
import { contactErasedBefore } from '#customers/contacts/queries.ts'
import { contactSearchText } from '#customers/contacts/rules.ts'
import type { CustomerKind, Merge } from '#customers/merges/contract.ts'
import { duplicateDecided } from '#customers/merges/events.ts'
import { fillable, mergeById, showMerge, sideMissing, tables } from '#customers/merges/queries.ts'
import { fieldsToFill } from '#customers/merges/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { newId } from '#platform/ids.ts'

type Fields = Record<string, unknown> & { id: string; merged_into_id: string | null }

/**
 * Merges the loser into the survivor. Foreign rows keep their ids and follow `merged_into_id` (migrations/0020): nothing
 * is copied or deleted. Blank fields of the survivor take the loser's value, which is noted for the undo.
 */
export async function mergeCustomers(
  ctx: Ctx,
  input: { kind: CustomerKind; survivorId: string; loserId: string },
): Promise<Merge> {
  const { kind, survivorId, loserId } = input
  const table = tables[kind]
  if (survivorId === loserId)
    throw new AppError('invalid', 'merge.same', 'These are the same record. Choose two.')
  const rows = await ctx.db.many<Fields>(sql`
    select * from ${table} where workspace_id = ${ctx.workspaceId} and id = any(${[survivorId, loserId]}::uuid[]) order by id for update`)
  const survivor = rows.find((row) => row.id === survivorId)
  const loser = rows.find((row) => row.id === loserId)
  if (!survivor || !loser) throw sideMissing(kind)
  if (survivor.merged_into_id || loser.merged_into_id) {
    throw new AppError(
      'conflict',
      'merge.already_merged',
      `One of the two was merged into another ${kind} already. Merge with that one, or undo it first.`,
    )
  }
  if (survivor.erased_at || loser.erased_at) throw contactErasedBefore()
  const filled = fieldsToFill(survivor, loser, fillable[kind])
  if (kind === 'contact') Object.assign(filled, refusalsToFill(survivor, loser))
  const before = Object.fromEntries(Object.keys(filled).map((field) => [field, survivor[field]]))
  await fill(ctx, kind, survivor, filled)
  const id = newId()
  const now = ctx.now()
  await ctx.db.run(sql`
    insert into customer_merges (workspace_id, id, kind, survivor_id, loser_id, filled, before, merged_at, merged_by_kind, merged_by_id)
    values (${ctx.workspaceId}, ${id}, ${kind}, ${survivorId}, ${loserId}, ${JSON.stringify(filled)}, ${JSON.stringify(before)}, ${now}, ${ctx.actor.kind}, ${actorId(ctx.actor)})`)
  const moved = await ctx.db.many<{ id: string }>(sql`
    update ${table} set merged_into_id = ${survivorId}
    where workspace_id = ${ctx.workspaceId} and (id = ${loserId} or merged_into_id = ${loserId}) returning id`)
  await ctx.emit(kind === 'account' ? accountMerged : contactMerged, {
    subjectId: survivorId,
    payload: { mergeId: id, survivorId, loserId, movedIds: moved.map((row) => row.id) },
  })
  return {
    id: showMerge.id(id),
    kind,
    survivorId: showMerge.side(kind, survivorId),
    loserId: showMerge.side(kind, loserId),
    mergedAt: now.toISOString(),
    undoneAt: null,
  }
}

/**
 * Undoes one merge, also when others came before or after it: the loser and what had been merged into it stand apart
 * again, fields it filled are emptied unless a person has changed them since, and every record is back where it was.
 */
export async function undoMerge(ctx: Ctx, input: { mergeId: string }): Promise<Merge> {
  const merge = await mergeById(ctx, input.mergeId)
  if (merge.undone_at) return showMerge.whole(merge)
  const table = tables[merge.kind]
  // The lock order of merging: rows by id, then the merge.
  const rows = await ctx.db.many<Fields>(sql`
    select * from ${table} where workspace_id = ${ctx.workspaceId} and id = any(${[merge.survivor_id, merge.loser_id]}::uuid[]) order by id for update`)
  const now = ctx.now()
  const undone = await ctx.db.run(sql`
    update customer_merges set undone_at = ${now}, undone_by_kind = ${ctx.actor.kind}, undone_by_id = ${actorId(ctx.actor)}
    where workspace_id = ${ctx.workspaceId} and id = ${merge.id} and undone_at is null`)
  if (undone === 0) return showMerge.whole(await mergeById(ctx, merge.id))
  const survivor = rows.find((row) => row.id === merge.survivor_id)!
  const emptied = Object.fromEntries(
    Object.entries(merge.filled)
      .filter(([field, value]) => JSON.stringify(survivor[field] ?? null) === JSON.stringify(value))
      .map(([field]) => [field, merge.before[field] ?? null]),
  )
  await fill(ctx, merge.kind, survivor, emptied)
  // Everything that hangs below the loser by merges that still stand now ends at the loser.
  const moved = await ctx.db.many<{ id: string }>(sql`
    with recursive below as (
      select ${merge.loser_id}::uuid as id
      union
      select m.loser_id from customer_merges m join below b on m.survivor_id = b.id
      where m.workspace_id = ${ctx.workspaceId} and m.kind = ${merge.kind} and m.undone_at is null
    )
    update ${table} t set merged_into_id = case when t.id = ${merge.loser_id} then null else ${merge.loser_id}::uuid end
    from below b where t.workspace_id = ${ctx.workspaceId} and t.id = b.id returning t.id`)
  await ctx.emit(merge.kind === 'account' ? accountUnmerged : contactUnmerged, {
    subjectId: merge.survivor_id,
    payload: {
      mergeId: merge.id,
      survivorId: merge.survivor_id,
      loserId: merge.loser_id,
      movedIds: moved.map((row) => row.id),
    },
  })
  return showMerge.whole({ ...merge, undone_at: now })
}

/** Writes some fields of a row together with what is derived from them. */
async function fill(
  ctx: Ctx,
  kind: CustomerKind,
  row: Fields,
  change: Record<string, unknown>,
): Promise<void> {
  const names = Object.keys(change)
  if (names.length === 0) return
  const after = { ...row, ...change } as unknown as {
    name: string
    domain: string | null
    email: string | null
  }
  const derived: Record<string, unknown> =
    kind === 'account'
      ? { search_text: accountSearchText(after.name, after.domain) }
      : { search_text: contactSearchText(after.name, after.email), name_key: personNameKey(after.name ?? '') }
  const sets = Object.entries({ ...change, ...derived, updated_at: ctx.now() }).map(
    ([name, value]) => sql`${sql.id(name)} = ${value}`,
  )
  await ctx.db.run(
    sql`update ${tables[kind]} set ${sql.join(sets)} where workspace_id = ${ctx.workspaceId} and id = ${row.id}`,
  )
  if (kind === 'account' && names.some((name) => ['mrr_cents', 'lifecycle', 'segment'].includes(name)))
    await writeHistory(ctx, [row.id])
}

/** A refusal holds for the person, whichever of the two records it was given to: a merge never allows mail again. */
function refusalsToFill(survivor: Fields, loser: Fields): Record<string, unknown> {
  const own = survivor.unsubscribed_topics as string[]
  const topics = [...new Set([...own, ...(loser.unsubscribed_topics as string[])])].sort()
  return {
    ...(!survivor.unsubscribed_at && loser.unsubscribed_at ? { unsubscribed_at: loser.unsubscribed_at } : {}),
    ...(topics.length > own.length ? { unsubscribed_topics: topics } : {}),
  }
}

/** Says that a pair is two customers. */
export async function dismissDuplicate(ctx: Ctx, input: { duplicateId: string }): Promise<void> {
  await decide(ctx, input.duplicateId, 'dismissed')
}

/** Undoes a dismissal. */
export async function restoreDuplicate(ctx: Ctx, input: { duplicateId: string }): Promise<void> {
  await decide(ctx, input.duplicateId, 'open')
}

async function decide(ctx: Ctx, id: string, state: 'open' | 'dismissed'): Promise<void> {
  const row = await ctx.db.maybe<{ kind: CustomerKind }>(sql`
    update customer_duplicates set state = ${state}, decided_at = ${ctx.now()}, decided_by_id = ${actorId(ctx.actor)}
    where workspace_id = ${ctx.workspaceId} and id = ${id} returning kind`)
  if (!row)
    throw new AppError('not_found', 'duplicate.not_found', 'There is no such pair. It may have been merged.')
  await ctx.emit(duplicateDecided, { subjectId: id, payload: { duplicateId: id, state } })
}
