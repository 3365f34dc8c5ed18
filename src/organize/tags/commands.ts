import type { z } from 'zod'
import type { Area, PriorityDefinition, Tag } from '#organize/tags/contract.ts'
import { areaChanged, areaCreated, tagChanged, tagCreated } from '#organize/tags/events.ts'
import { type AreaRow, areaOf, getArea, getTag, type TagRow, tagOf } from '#organize/tags/queries.ts'
import {
  type AreaSeed,
  defaultAreas,
  defaultTypes,
  type TagGroup,
  type TypeDefinition,
  tagKey,
} from '#organize/tags/rules.ts'
import { categorySettings } from '#organize/tags/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { violatedConstraint } from '#platform/db/pool.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'

/** Creates a tag. A name that exists, however it is spelled, answers that tag with 200 and takes it out of the archive. */
export async function createTag(ctx: Ctx, { name, group }: { name: string; group: TagGroup }): Promise<Tag> {
  const id = newId()
  const now = ctx.now()
  const made = await ctx.db.run(sql`
    insert into tags (workspace_id, id, name, key, tag_group, created_at, updated_at)
    values (${ctx.workspaceId}, ${id}, ${name}, ${tagKey(name)}, ${group}, ${now}, ${now})
    on conflict (workspace_id, key) do nothing`)
  if (made === 1) {
    await ctx.emit(tagCreated, { subjectId: id, payload: { tagId: id } })
    return tagOf({ id, name, tag_group: group, is_archived: false })
  }
  const row = await ctx.db.one<TagRow>(sql`
    select id, name, tag_group, is_archived from tags where workspace_id = ${ctx.workspaceId} and key = ${tagKey(name)}`)
  ctx.reply.status = 200
  return row.is_archived ? changeTag(ctx, { tagId: row.id, isArchived: false }) : tagOf(row)
}

/** Renames, regroups or archives a tag; items keep it. */
export async function changeTag(
  ctx: Ctx,
  {
    tagId,
    ...change
  }: {
    tagId: string
    name?: string | undefined
    group?: TagGroup | undefined
    isArchived?: boolean | undefined
  },
): Promise<Tag> {
  const before = await getTag(ctx, tagId)
  const after: TagRow = {
    id: tagId,
    name: change.name ?? before.name,
    tag_group: change.group ?? before.tag_group,
    is_archived: change.isArchived ?? before.is_archived,
  }
  await ctx.db
    .run(sql`
      update tags set name = ${after.name}, key = ${tagKey(after.name)}, tag_group = ${after.tag_group},
        is_archived = ${after.is_archived}, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${tagId}`)
    .catch((error) => {
      if (violatedConstraint(error) !== 'tags_key_unique') throw error
      throw new AppError(
        'conflict',
        'tag.name_taken',
        'Another tag has this name. Choose another name, or use that tag.',
      )
    })
  await ctx.emit(tagChanged, { subjectId: tagId, payload: { tagId, fields: Object.keys(change) } })
  return tagOf(after)
}

/** Creates a product area below `parentId`, or at the top. */
export async function createArea(
  ctx: Ctx,
  input: {
    code: string
    name: string
    parentId?: string | null | undefined
    ownerId?: string | null | undefined
  },
): Promise<Area> {
  const row: AreaRow = {
    id: newId(),
    code: input.code,
    name: input.name,
    parent_id: input.parentId ?? null,
    owner_member_id: input.ownerId ?? null,
    is_archived: false,
  }
  if (row.parent_id) await getArea(ctx, row.parent_id)
  const now = ctx.now()
  await ctx.db
    .run(sql`
      insert into product_areas (workspace_id, id, code, name, parent_id, owner_member_id, position, created_at, updated_at)
      select ${ctx.workspaceId}::uuid, ${row.id}::uuid, ${row.code}, ${row.name}, ${row.parent_id}::uuid, ${row.owner_member_id}::uuid,
        coalesce(max(position), 0) + 1, ${now}::timestamptz, ${now}::timestamptz
      from product_areas where workspace_id = ${ctx.workspaceId}`)
    .catch(explain)
  await ctx.emit(areaCreated, { subjectId: row.id, payload: { areaId: row.id } })
  return areaOf(row)
}

/** Renames, moves, archives an area or gives it an owner. It cannot be moved below itself. */
export async function changeArea(
  ctx: Ctx,
  {
    areaId,
    ...change
  }: {
    areaId: string
    name?: string | undefined
    parentId?: string | null | undefined
    ownerId?: string | null | undefined
    isArchived?: boolean | undefined
  },
): Promise<Area> {
  const before = await getArea(ctx, areaId)
  const after: AreaRow = {
    ...before,
    name: change.name ?? before.name,
    parent_id: change.parentId === undefined ? before.parent_id : change.parentId,
    owner_member_id: change.ownerId === undefined ? before.owner_member_id : change.ownerId,
    is_archived: change.isArchived ?? before.is_archived,
  }
  if (after.parent_id && after.parent_id !== before.parent_id) await refuseLoop(ctx, areaId, after.parent_id)
  await ctx.db
    .run(sql`
      update product_areas set name = ${after.name}, parent_id = ${after.parent_id}, owner_member_id = ${after.owner_member_id},
        is_archived = ${after.is_archived}, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${areaId}`)
    .catch(explain)
  await ctx.emit(areaChanged, { subjectId: areaId, payload: { areaId, fields: Object.keys(change) } })
  return areaOf(after)
}

async function refuseLoop(ctx: Ctx, areaId: string, parentId: string): Promise<void> {
  let above: string | null = parentId
  for (let depth = 0; above !== null && depth < 10; depth++) {
    if (above === areaId)
      throw new AppError(
        'conflict',
        'area.loop',
        'An area cannot be moved below itself. Choose another parent.',
      )
    above = (await getArea(ctx, above)).parent_id
  }
  if (above !== null)
    throw new AppError('invalid', 'area.too_deep', 'Areas are nested at most 10 deep. Choose another parent.')
}

function explain(error: unknown): never {
  const constraint = violatedConstraint(error)
  if (constraint === 'product_areas_code_unique') {
    throw new AppError('conflict', 'area.code_taken', 'Another area has this code. Choose another code.')
  }
  if (constraint === 'product_areas_owner_fkey') {
    throw new AppError(
      'invalid',
      'member.not_found',
      'ownerId: there is no member with this id. Check the id.',
    )
  }
  throw error
}

/** Renames, hides, orders and adds types. The seven of the product stay, because rules and figures speak of them. */
export async function putTypes(
  ctx: Ctx,
  { types }: { types: TypeDefinition[] },
): Promise<{ types: TypeDefinition[] }> {
  const codes = types.map((type) => type.code)
  const missing = defaultTypes.filter((type) => !codes.includes(type.code)).map((type) => type.code)
  if (missing.length > 0) {
    throw new AppError(
      'invalid',
      'type.missing',
      `types: ${missing.join(', ')} cannot be left out. Hide a type with isShown false instead.`,
    )
  }
  if (new Set(codes).size < codes.length)
    throw new AppError(
      'invalid',
      'type.twice',
      'types: a code stands there twice. Give each type its own code.',
    )
  const used = new Set((await getSetting(ctx, categorySettings)).types.map((type) => type.code))
  for (const code of codes) used.delete(code)
  const lost = [...used]
  if (
    lost.length > 0 &&
    (await ctx.db.maybe(sql`
    select 1 from inbox_piles where workspace_id = ${ctx.workspaceId} and type = any (${lost}::text[]) limit 1`))
  ) {
    throw new AppError(
      'conflict',
      'type.in_use',
      `types: ${lost.join(', ')} has items. Hide it with isShown false instead.`,
    )
  }
  const settings = await getSetting(ctx, categorySettings)
  await putSetting(ctx, categorySettings, { ...settings, types })
  return { types }
}

/** Renames the four priorities. */
export async function putPriorities(
  ctx: Ctx,
  { priorities }: { priorities: z.output<typeof PriorityDefinition>[] },
): Promise<{ priorities: z.output<typeof PriorityDefinition>[] }> {
  if (new Set(priorities.map((priority) => priority.code)).size < 4) {
    throw new AppError(
      'invalid',
      'priority.twice',
      'priorities: give each of critical, high, medium and low once.',
    )
  }
  await putSetting(ctx, categorySettings, { ...(await getSetting(ctx, categorySettings)), priorities })
  return { priorities }
}

/** The product areas of document 000, for a new workspace. */
export async function seedAreas(ctx: Ctx): Promise<void> {
  const now = ctx.now()
  const rows: object[] = []
  const add = (seeds: readonly AreaSeed[], parentId: string | null) => {
    for (const seed of seeds) {
      const id = newId()
      rows.push({ id, code: seed.code, name: seed.name, parent_id: parentId, position: rows.length })
      add(seed.children ?? [], id)
    }
  }
  add(defaultAreas, null)
  await ctx.db.run(sql`
    insert into product_areas (workspace_id, id, code, name, parent_id, position, created_at, updated_at)
    select ${ctx.workspaceId}::uuid, r.id, r.code, r.name, r.parent_id, r.position, ${now}::timestamptz, ${now}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, code text, name text, parent_id uuid, position integer)
    on conflict (workspace_id, code) do nothing`)
}
