import type { Area, Categories, Tag } from '#organize/tags/contract.ts'
import type { TagGroup } from '#organize/tags/rules.ts'
import { categorySettings } from '#organize/tags/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

export interface TagRow {
  id: string
  name: string
  tag_group: TagGroup
  is_archived: boolean
}

export interface AreaRow {
  id: string
  code: string
  name: string
  parent_id: string | null
  owner_member_id: string | null
  is_archived: boolean
}

export function tagOf(row: TagRow): Tag {
  return { id: encodeId('tag', row.id), name: row.name, group: row.tag_group, isArchived: row.is_archived }
}

export function areaOf(row: AreaRow): Area {
  return {
    id: encodeId('area', row.id),
    code: row.code,
    name: row.name,
    parentId: row.parent_id && encodeId('area', row.parent_id),
    ownerId: row.owner_member_id && encodeId('mem', row.owner_member_id),
    isArchived: row.is_archived,
  }
}

/** All areas, parents before children, in the order of the tree. */
export async function listAreas(ctx: Ctx): Promise<AreaRow[]> {
  return ctx.db.many<AreaRow>(sql`
    select id, code, name, parent_id, owner_member_id, is_archived from product_areas
    where workspace_id = ${ctx.workspaceId} order by position, name, id`)
}

export async function getTag(ctx: Ctx, tagId: string): Promise<TagRow> {
  const row = await ctx.db.maybe<TagRow>(sql`
    select id, name, tag_group, is_archived from tags where workspace_id = ${ctx.workspaceId} and id = ${tagId}`)
  if (!row) throw new AppError('not_found', 'tag.not_found', 'There is no tag with this id. Check the id.')
  return row
}

export async function getArea(ctx: Ctx, areaId: string): Promise<AreaRow> {
  const row = await ctx.db.maybe<AreaRow>(sql`
    select id, code, name, parent_id, owner_member_id, is_archived from product_areas
    where workspace_id = ${ctx.workspaceId} and id = ${areaId}`)
  if (!row)
    throw new AppError('not_found', 'area.not_found', 'There is no product area with this id. Check the id.')
  return row
}

/** These areas and everything below them. */
export async function areasBelow(ctx: Ctx, areaIds: readonly string[]): Promise<string[]> {
  const rows = await ctx.db.many<{ id: string }>(sql`
    with recursive below (id, depth) as (
      select unnest(${areaIds}::uuid[]), 0
      union
      select a.id, b.depth + 1 from below b
      join product_areas a on a.workspace_id = ${ctx.workspaceId} and a.parent_id = b.id
      where b.depth < 10
    )
    select distinct id from below`)
  return rows.map((row) => row.id)
}

/** Everything a person chooses from at triage. */
export async function getCategories(ctx: Ctx): Promise<Categories> {
  const { types, priorities } = await getSetting(ctx, categorySettings)
  const areas = await listAreas(ctx)
  const tags = await ctx.db.many<TagRow>(sql`
    select id, name, tag_group, is_archived from tags where workspace_id = ${ctx.workspaceId} order by tag_group, key limit 2000`)
  return { types, priorities, areas: areas.map(areaOf), tags: tags.map(tagOf) }
}
