import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { takeTurn } from '#platform/db/turn.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { newId } from '#platform/ids.ts'
import type { Request } from '#prioritize/requests/contract.ts'
import { recount } from '#prioritize/requests/demand.ts'
import { getRequest } from '#prioritize/requests/detail.ts'
import { requestMerged, requestUnmerged } from '#prioritize/requests/events.ts'
import { requestMissing } from '#prioritize/requests/load.ts'

/** Merges and their undoing go one after another in a workspace: each touches all that was merged before, in no order. */
export const mergesTurn = 'request merges'

/** These requests, locked with all that was merged into them in the order of their ids, as every count locks them. */
async function holdAll(ctx: Ctx, ids: readonly string[]) {
  const rows = await ctx.db.many<{ id: string; merged_into_id: string | null }>(sql`
    select id, merged_into_id from requests
    where workspace_id = ${ctx.workspaceId} and (id = any(${ids}::uuid[]) or merged_into_id = any(${ids}::uuid[]))
    order by id for no key update`)
  return rows.filter((row) => ids.includes(row.id))
}

/**
 * Merges a request into another. No row moves: its evidence, moves and words stay with it and count for the kept one,
 * so that a merge is taken apart in any order.
 */
export async function mergeRequest(
  ctx: Ctx,
  { requestId, intoId }: { requestId: string; intoId: string },
): Promise<Request> {
  const ws = ctx.workspaceId
  if (requestId === intoId)
    throw new AppError('invalid', 'merge.same', 'These are the same request. Choose two.')
  await takeTurn(ctx, mergesTurn)
  const rows = await holdAll(ctx, [requestId, intoId])
  if (rows.length < 2) throw requestMissing()
  if (rows.some((row) => row.merged_into_id !== null))
    throw new AppError(
      'conflict',
      'merge.already_merged',
      'One of the two is merged into another request already. Merge with that one, or take it apart first.',
    )
  const id = newId()
  await ctx.db.run(sql`
    insert into request_merges (workspace_id, id, kept_id, merged_id, merged_at, merged_by_kind, merged_by_id)
    values (${ws}, ${id}, ${intoId}, ${requestId}, ${ctx.now()}, ${ctx.actor.kind}, ${actorId(ctx.actor)})`)
  const moved = await ctx.db.many<{ id: string }>(sql`
    update requests set merged_into_id = ${intoId}
    where workspace_id = ${ws} and (id = ${requestId} or merged_into_id = ${requestId}) returning id`)
  await recount(ctx, [intoId])
  await ctx.emit(requestMerged, {
    subjectId: intoId,
    payload: { keptId: intoId, mergedId: requestId, mergeId: id, movedIds: moved.map((row) => row.id) },
  })
  return getRequest(ctx, { requestId: intoId })
}

/** Takes one merge apart, also when others came before or after it: each request stands as it stood. */
export async function undoRequestMerge(ctx: Ctx, { mergeId }: { mergeId: string }): Promise<Request> {
  const ws = ctx.workspaceId
  const made = await ctx.db.maybe<{ kept_id: string; merged_id: string }>(sql`
    select kept_id, merged_id from request_merges where workspace_id = ${ws} and id = ${mergeId}`)
  if (!made) throw new AppError('not_found', 'merge.not_found', 'There is no such merge. Check the id.')
  const { kept_id: keptId, merged_id: mergedId } = made
  await takeTurn(ctx, mergesTurn)
  const root = await ctx.db.maybe<{ id: string }>(sql`
    select root_id(merged_into_id, id) as id from requests where workspace_id = ${ws} and id = ${keptId}`)
  await holdAll(ctx, [root!.id, keptId, mergedId])
  const undone = await ctx.db.run(sql`
    update request_merges set undone_at = ${ctx.now()}, undone_by_kind = ${ctx.actor.kind}, undone_by_id = ${actorId(ctx.actor)}
    where workspace_id = ${ws} and id = ${mergeId} and undone_at is null`)
  if (undone === 0) return getRequest(ctx, { requestId: keptId })
  // What had been merged into it before ends at it again.
  const moved = await ctx.db.many<{ id: string }>(sql`
    with recursive below as (
      select ${mergedId}::uuid as id
      union
      select m.merged_id from request_merges m join below b on m.kept_id = b.id
      where m.workspace_id = ${ws} and m.undone_at is null
    )
    update requests r set merged_into_id = case when r.id = ${mergedId} then null else ${mergedId}::uuid end
    from below b where r.workspace_id = ${ws} and r.id = b.id returning r.id`)
  await recount(ctx, [root!.id, mergedId])
  await ctx.emit(requestUnmerged, {
    subjectId: keptId,
    payload: { keptId, mergedId, mergeId, movedIds: moved.map((row) => row.id) },
  })
  return getRequest(ctx, { requestId: keptId })
}
