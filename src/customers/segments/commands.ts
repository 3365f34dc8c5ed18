import { segmentKey } from '#customers/accounts/rules.ts'
import type { Segment } from '#customers/segments/contract.ts'
import { segmentChanged } from '#customers/segments/events.ts'
import { type SegmentRow, segmentById, showSegment } from '#customers/segments/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'

/** Makes a segment; one with the same key is refused. */
export async function createSegment(ctx: Ctx, input: { name: string }): Promise<Segment> {
  const id = newId()
  const made = await ctx.db.maybe<SegmentRow>(sql`
    insert into segments (workspace_id, id, key, name, position, created_at)
    select ${ctx.workspaceId}, ${id}, ${segmentKey(input.name)}, ${input.name},
      coalesce((select max(position) + 1 from segments where workspace_id = ${ctx.workspaceId}), 0), ${ctx.now()}
    on conflict (workspace_id, key) do nothing returning id, key, name, position, 0::int8 as account_count`)
  if (!made)
    throw new AppError(
      'conflict',
      'segment.exists',
      `There is already a segment "${input.name}". Use that one.`,
    )
  await ctx.emit(segmentChanged, { subjectId: id, payload: { segmentId: id, change: 'created' } })
  return showSegment(made)
}

/** The keys of these segment names; names seen for the first time become segments. */
export async function ensureSegments(ctx: Ctx, names: Iterable<string>): Promise<void> {
  const byKey = new Map([...names].map((name) => [segmentKey(name), name.trim()]))
  if (byKey.size === 0) return
  await ctx.db.run(sql`
    insert into segments (workspace_id, id, key, name, position, created_at)
    select ${ctx.workspaceId}, gen_random_uuid(), s.key, s.name, 1000, ${ctx.now()}
    from unnest(${[...byKey.keys()]}::text[], ${[...byKey.values()]}::text[]) as s (key, name)
    on conflict (workspace_id, key) do nothing`)
}

/** Renames or reorders; the key on the accounts stays, so nothing else changes. */
export async function changeSegment(
  ctx: Ctx,
  input: { segmentId: string; name?: string; position?: number },
): Promise<Segment> {
  const changed = await ctx.db.run(sql`
    update segments set name = coalesce(${input.name ?? null}, name), position = coalesce(${input.position ?? null}::int, position)
    where workspace_id = ${ctx.workspaceId} and id = ${input.segmentId}`)
  if (changed > 0)
    await ctx.emit(segmentChanged, {
      subjectId: input.segmentId,
      payload: { segmentId: input.segmentId, change: 'changed' },
    })
  return segmentById(ctx, input.segmentId)
}

/** Deletes a segment nobody is in. */
export async function deleteSegment(ctx: Ctx, input: { segmentId: string }): Promise<void> {
  const segment = await segmentById(ctx, input.segmentId)
  if (segment.accountCount > 0) {
    throw new AppError(
      'conflict',
      'segment.in_use',
      `${segment.accountCount} accounts are in "${segment.name}". Move them to another segment first.`,
    )
  }
  await ctx.db.run(
    sql`delete from segments where workspace_id = ${ctx.workspaceId} and id = ${input.segmentId}`,
  )
  await ctx.emit(segmentChanged, {
    subjectId: input.segmentId,
    payload: { segmentId: input.segmentId, change: 'deleted' },
  })
}
