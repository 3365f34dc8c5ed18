import type { Ctx } from '#platform/context.ts'
import { violatedConstraint } from '#platform/db/pool.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { newId } from '#platform/ids.ts'
import type * as contract from '#prioritize/releases/contract.ts'
import type { Release } from '#prioritize/releases/contract.ts'
import { releaseChanged, releaseCreated, releaseRemoved } from '#prioritize/releases/events.ts'
import { keepImages } from '#prioritize/releases/images.ts'
import { holdRelease } from '#prioritize/releases/load.ts'
import { getRelease } from '#prioritize/releases/queries.ts'
import { addToRelease } from '#prioritize/releases/ship.ts'

/** Makes a release, with the requests that are to ship with it. */
export async function createRelease(ctx: Ctx, input: Input<typeof contract.createRelease>): Promise<Release> {
  const id = newId()
  await keepImages(ctx, input.notes)
  await checkingArea(
    ctx.db.run(sql`
      insert into releases (workspace_id, id, name, notes, product_area_id, planned_on, is_public, actor_kind, actor_id, created_at, updated_at)
      values (${ctx.workspaceId}, ${id}, ${input.name}, ${input.notes ?? null}, ${input.areaId ?? null}, ${input.plannedOn ?? null},
        ${input.isPublic}, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${ctx.now()}, ${ctx.now()})`),
  )
  await ctx.emit(releaseCreated, { subjectId: id, payload: { releaseId: id } })
  if (input.requestIds.length > 0) return addToRelease(ctx, { releaseId: id, requestIds: input.requestIds })
  return getRelease(ctx, { releaseId: id })
}

/** Changes what is written about a release. What is public stands in the changelog from when it has shipped. */
export async function changeRelease(ctx: Ctx, input: Input<typeof contract.changeRelease>): Promise<Release> {
  const { releaseId, ...change } = input
  await holdRelease(ctx, releaseId)
  const names = Object.keys(change).filter((name) => change[name as keyof typeof change] !== undefined)
  if (names.length === 0) return getRelease(ctx, { releaseId })
  await keepImages(ctx, change.notes)
  const set = [
    change.name !== undefined && sql`name = ${change.name}`,
    change.notes !== undefined && sql`notes = ${change.notes}`,
    change.areaId !== undefined && sql`product_area_id = ${change.areaId}`,
    change.plannedOn !== undefined && sql`planned_on = ${change.plannedOn}`,
    change.isPublic !== undefined &&
      sql`is_public = ${change.isPublic},
        published_at = case when ${change.isPublic} and shipped_at is not null then coalesce(published_at, ${ctx.now()}) end`,
    sql`updated_at = ${ctx.now()}`,
  ].filter((one): one is Sql => one instanceof Object)
  await checkingArea(
    ctx.db.run(
      sql`update releases set ${sql.join(set)} where workspace_id = ${ctx.workspaceId} and id = ${releaseId}`,
    ),
  )
  await ctx.emit(releaseChanged, { subjectId: releaseId, payload: { releaseId, fields: names } })
  return getRelease(ctx, { releaseId })
}

/** Removes a release that has not shipped. */
export async function removeRelease(ctx: Ctx, { releaseId }: { releaseId: string }): Promise<void> {
  const release = await holdRelease(ctx, releaseId)
  if (release.shipped_at)
    throw new AppError(
      'conflict',
      'release.shipped',
      'It has shipped, and what customers were told refers to it. Take it back first.',
    )
  await ctx.db.run(sql`delete from releases where workspace_id = ${ctx.workspaceId} and id = ${releaseId}`)
  await ctx.emit(releaseRemoved, { subjectId: releaseId, payload: { releaseId } })
}

async function checkingArea(write: Promise<unknown>): Promise<void> {
  try {
    await write
  } catch (error) {
    if (violatedConstraint(error) !== 'releases_area_fkey') throw error
    throw new AppError('not_found', 'area.not_found', 'There is no such product area. Choose another one.')
  }
}
