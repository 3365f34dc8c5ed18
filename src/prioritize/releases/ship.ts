import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import type * as contract from '#prioritize/releases/contract.ts'
import type { Release } from '#prioritize/releases/contract.ts'
import {
  releaseRequestAdded,
  releaseRequestRemoved,
  releaseShipped,
  releaseTakenBack,
} from '#prioritize/releases/events.ts'
import { type HeldRelease, holdRelease } from '#prioritize/releases/load.ts'
import { getRelease } from '#prioritize/releases/queries.ts'
import { barOf, mostRequests, shippedWith } from '#prioritize/releases/rules.ts'
import { decideRequest } from '#prioritize/requests/commands/requests.ts'
import { holdRequest } from '#prioritize/requests/load.ts'
import type { Status } from '#prioritize/requests/rules.ts'

/** A request of a release, as what it was merged into, and where that stands now. */
interface Part {
  request_id: string
  root: string
  title: string
  status: Status
  move: number
  shipped_move: number | null
}

/**
 * The requests of a release; `only` one of them. They are locked in the order of their ids, as everywhere, and with them
 * that they are in it: what moved to another release a moment ago is left out.
 */
async function partsOf(ctx: Ctx, releaseId: string, only?: string): Promise<Part[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<Part>(sql`
    select x.request_id, r.id as root, r.title, r.status, r.move, x.shipped_move
    from release_requests x
    join requests m on m.workspace_id = ${ws} and m.id = x.request_id
    join requests r on r.workspace_id = ${ws} and r.id = root_id(m.merged_into_id, m.id)
    where x.workspace_id = ${ws} and x.release_id = ${releaseId}
      ${only ? sql`and (x.request_id = ${only} or r.id = ${only})` : sql.empty}
    order by r.id for no key update of r, x`)
}

/** Adds requests. What is added to a release that has shipped is shipped with it. */
export async function addToRelease(
  ctx: Ctx,
  { releaseId, requestIds }: { releaseId: string; requestIds: string[] },
): Promise<Release> {
  const ws = ctx.workspaceId
  const release = await holdRelease(ctx, releaseId)
  const ids = [...new Set(requestIds)].sort()
  for (const requestId of ids) {
    await holdRequest(ctx, requestId)
    const other = await ctx.db.maybe<{ release_id: string; name: string; shipped_at: Date | null }>(sql`
      select x.release_id, l.name, l.shipped_at from release_requests x
      join releases l on l.workspace_id = ${ws} and l.id = x.release_id
      where x.workspace_id = ${ws} and x.request_id = ${requestId}`)
    if (other?.release_id === releaseId) continue
    if (other?.shipped_at)
      throw new AppError(
        'conflict',
        'release.request_shipped',
        `It shipped with ${other.name} already, and a request ships once. Take it out of there first.`,
        { releaseId: encodeId('rel', other.release_id) },
      )
    if (other) await takeOut(ctx, other.release_id, requestId)
    await ctx.db.run(sql`
      insert into release_requests (workspace_id, request_id, release_id, added_at)
      values (${ws}, ${requestId}, ${releaseId}, ${ctx.now()})`)
    await ctx.emit(releaseRequestAdded, { subjectId: releaseId, payload: { releaseId, requestId } })
  }
  const parts = await partsOf(ctx, releaseId)
  if (parts.length > mostRequests)
    throw new AppError(
      'invalid',
      'release.too_many',
      `A release has at most ${mostRequests} requests. Make a second one.`,
    )
  if (release.shipped_at) await shipParts(ctx, release, parts)
  return getRelease(ctx, { releaseId })
}

/** Takes a request out; what this release alone shipped is in progress again. */
export async function takeFromRelease(
  ctx: Ctx,
  { releaseId, requestId }: { releaseId: string; requestId: string },
): Promise<Release> {
  const release = await holdRelease(ctx, releaseId)
  const parts = await partsOf(ctx, releaseId, requestId)
  if (parts.length === 0)
    throw new AppError('not_found', 'release.no_such_request', 'This release has no such request.')
  await bringBack(ctx, parts, `Taken out of ${release.name}`)
  for (const part of parts) await takeOut(ctx, releaseId, part.request_id)
  return getRelease(ctx, { releaseId })
}

async function takeOut(ctx: Ctx, releaseId: string, requestId: string): Promise<void> {
  await ctx.db.run(sql`
    delete from release_requests
    where workspace_id = ${ctx.workspaceId} and release_id = ${releaseId} and request_id = ${requestId}`)
  await ctx.emit(releaseRequestRemoved, { subjectId: releaseId, payload: { releaseId, requestId } })
}

/** Ships a release: each of its requests is shipped, with the release as the reason. All of them, or none. */
export async function shipRelease(ctx: Ctx, input: Input<typeof contract.shipRelease>): Promise<Release> {
  const { releaseId } = input
  const shippedAt = input.shippedAt ?? ctx.now()
  const release = await holdRelease(ctx, releaseId)
  if (release.shipped_at)
    throw new AppError('conflict', 'release.shipped', `${release.name} has shipped already.`)
  if (shippedAt > ctx.now())
    throw new AppError('invalid', 'release.not_yet', 'That is still to come. Ship it when it is there.', {
      fields: [{ field: 'shippedAt', message: 'is still to come' }],
    })
  const parts = await partsOf(ctx, releaseId)
  await ctx.db.run(sql`
    update releases set shipped_at = ${shippedAt}, published_at = case when is_public then ${ctx.now()}::timestamptz end,
      updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${releaseId}`)
  await shipParts(ctx, release, parts)
  await ctx.emit(releaseShipped, {
    subjectId: releaseId,
    payload: { releaseId, requestIds: [...new Set(parts.map((part) => part.root))] },
  })
  return getRelease(ctx, { releaseId })
}

async function shipParts(ctx: Ctx, release: HeldRelease, parts: readonly Part[]): Promise<void> {
  const barred = parts.filter((part) => barOf(part.status) !== null)
  if (barred.length > 0)
    throw new AppError(
      'conflict',
      'release.barred',
      `It cannot ship with ${barred.map((part) => `“${part.title}”`).join(', ')}. ${barOf(barred[0]!.status)}`,
      { requestIds: barred.map((part) => encodeId('req', part.root)) },
    )
  const done = new Set<string>()
  for (const part of parts) {
    if (part.status === 'shipped' || done.has(part.root)) continue
    done.add(part.root)
    const { move } = await decideRequest(ctx, {
      requestId: part.root,
      status: 'shipped',
      reason: shippedWith(release.name),
    })
    await ctx.db.run(sql`
      update release_requests set shipped_move = ${move}
      where workspace_id = ${ctx.workspaceId} and request_id = ${part.request_id}`)
  }
}

/** It is not there after all: what it shipped is in progress again, unless somebody decided on it since. */
export async function takeBackRelease(
  ctx: Ctx,
  { releaseId, reason }: Input<typeof contract.takeBackRelease>,
): Promise<Release> {
  const release = await holdRelease(ctx, releaseId)
  if (!release.shipped_at)
    throw new AppError('conflict', 'release.not_shipped', `${release.name} has not shipped yet.`)
  await ctx.db.run(sql`
    update releases set shipped_at = null, published_at = null, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${releaseId}`)
  const requestIds = await bringBack(
    ctx,
    await partsOf(ctx, releaseId),
    `${release.name} was taken back: ${reason}`,
  )
  await ctx.emit(releaseTakenBack, { subjectId: releaseId, payload: { releaseId, requestIds } })
  return getRelease(ctx, { releaseId })
}

async function bringBack(ctx: Ctx, parts: readonly Part[], reason: string): Promise<string[]> {
  const brought: string[] = []
  for (const part of parts) {
    if (part.shipped_move === null) continue
    if (part.status === 'shipped' && part.move === part.shipped_move) {
      await decideRequest(ctx, { requestId: part.root, status: 'in_progress', reason })
      brought.push(part.root)
    }
    await ctx.db.run(sql`
      update release_requests set shipped_move = null
      where workspace_id = ${ctx.workspaceId} and request_id = ${part.request_id}`)
  }
  return brought
}
