import {
  themeChanged,
  themeCreated,
  themeItemMoved,
  themeMerged,
  themeUnmerged,
} from '#analyze/themes/events.ts'
import { lockThemes, nextEdition, rootsOf } from '#analyze/themes/known.ts'
import { placeItems } from '#analyze/themes/place.ts'
import { nameOf } from '#analyze/themes/rules.ts'
import { requestRun } from '#analyze/themes/runs.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId, newId } from '#platform/ids.ts'

export interface NamedRow {
  id: string
  name: string | null
  phrases: string[]
  rules: string[]
  merged_into_id: string | null
  split_from_id: string | null
}

export const showNamed = (row: NamedRow) => ({ id: encodeId('th', row.id), name: nameOf(row) })

/** A theme that is not retired; throws not-found. */
export async function themeById(ctx: Ctx, themeId: string): Promise<NamedRow> {
  const row = await ctx.db.maybe<NamedRow>(sql`
    select id, name, phrases, rules, merged_into_id, split_from_id from themes
    where workspace_id = ${ctx.workspaceId} and id = ${themeId} and retired_at is null`)
  if (row) return row
  throw new AppError(
    'not_found',
    'theme.not_found',
    'There is no such theme. A theme that nobody edited goes when it is not found again.',
  )
}

/** Whether a theme was split: then its parts stand in its place. */
export async function isSplit(ctx: Ctx, themeId: string): Promise<boolean> {
  const part = await ctx.db.maybe(sql`
    select 1 from themes where workspace_id = ${ctx.workspaceId} and split_from_id = ${themeId} and retired_at is null limit 1`)
  return part !== undefined
}

/** Phrases once each, whatever their spelling with capitals. */
function distinct(rules: readonly string[]): string[] {
  return [...new Map(rules.map((rule) => [rule.toLowerCase(), rule])).values()]
}

/** Adds a theme by rule; a job puts the items that fulfil it there. */
export async function createTheme(ctx: Ctx, { name, rules }: { name: string; rules: string[] }) {
  await lockThemes(ctx)
  const id = newId()
  const nothing = { ids: [], weights: [], length: 0 }
  await ctx.db.run(sql`
    insert into themes (workspace_id, id, name, phrases, center, size, rules, found_at)
    values (${ctx.workspaceId}, ${id}, ${name}, '{}', ${JSON.stringify(nothing)}, 0, ${distinct(rules)}, ${ctx.now()})`)
  await nextEdition(ctx)
  await ctx.emit(themeCreated, { subjectId: id, payload: { themeId: id } })
  await requestRun(ctx, 'place', 'edit')
  return showNamed(await themeById(ctx, id))
}

/** Renames, pins or hides a theme or changes its rules; changed rules have all items placed anew by a job. */
export async function changeTheme(
  ctx: Ctx,
  {
    themeId,
    ...change
  }: {
    themeId: string
    name?: string | null | undefined
    isPinned?: boolean | undefined
    isHidden?: boolean | undefined
    rules?: string[] | undefined
  },
) {
  await lockThemes(ctx)
  const before = await themeById(ctx, themeId)
  const rules = change.rules && distinct(change.rules)
  await ctx.db.run(sql`
    update themes set name = ${change.name === undefined ? before.name : change.name},
      is_pinned = coalesce(${change.isPinned ?? null}::boolean, is_pinned), is_hidden = coalesce(${change.isHidden ?? null}::boolean, is_hidden),
      rules = ${rules ?? before.rules}
    where workspace_id = ${ctx.workspaceId} and id = ${themeId}`)
  if (rules && rules.join('\n') !== before.rules.join('\n')) {
    await nextEdition(ctx)
    await requestRun(ctx, 'place', 'edit')
  }
  const fields = Object.keys(change).filter((name) => change[name as keyof typeof change] !== undefined)
  await ctx.emit(themeChanged, { subjectId: themeId, payload: { themeId, fields } })
  return showNamed(await themeById(ctx, themeId))
}

/** The theme that another would be counted with if it were merged into `intoId`; throws where it cannot be. */
export async function survivorOf(ctx: Ctx, themeId: string, intoId: string): Promise<string> {
  const [theme, into] = [await themeById(ctx, themeId), await themeById(ctx, intoId)]
  if (theme.merged_into_id !== null)
    throw new AppError(
      'conflict',
      'theme.merged',
      'This theme is merged into another already. Take that back first.',
    )
  for (const one of [theme, into])
    if (await isSplit(ctx, one.id))
      throw new AppError('conflict', 'theme.split', `“${nameOf(one)}” was split. Choose one of its parts.`)
  const rows = await ctx.db.many<NamedRow>(
    sql`select id, merged_into_id from themes where workspace_id = ${ctx.workspaceId} and retired_at is null`,
  )
  const survivorId = rootsOf(rows).get(intoId)!
  if (survivorId === themeId)
    throw new AppError('conflict', 'theme.same', 'A theme cannot be merged into itself. Choose another one.')
  return survivorId
}

/** Counts a theme together with another. Nothing moves, so taking it back is exact. */
export async function mergeTheme(ctx: Ctx, { themeId, intoId }: { themeId: string; intoId: string }) {
  await lockThemes(ctx)
  const survivorId = await survivorOf(ctx, themeId, intoId)
  await ctx.db.run(sql`
    update themes set merged_into_id = ${survivorId} where workspace_id = ${ctx.workspaceId} and id = ${themeId}`)
  await ctx.emit(themeMerged, { subjectId: themeId, payload: { survivorId, mergedId: themeId } })
  return showNamed(await themeById(ctx, survivorId))
}

/** The theme stands for itself again, with the very items it had and with what was merged into it. */
export async function unmergeTheme(ctx: Ctx, { themeId }: { themeId: string }) {
  await lockThemes(ctx)
  const theme = await themeById(ctx, themeId)
  if (theme.merged_into_id === null)
    throw new AppError('conflict', 'theme.not_merged', 'This theme is not merged into another.')
  await ctx.db.run(sql`
    update themes set merged_into_id = null where workspace_id = ${ctx.workspaceId} and id = ${themeId}`)
  await ctx.emit(themeUnmerged, {
    subjectId: themeId,
    payload: { survivorId: theme.merged_into_id, mergedId: themeId },
  })
  return showNamed(await themeById(ctx, themeId))
}

/** Puts one item into a theme or into none; no later search moves it. */
export async function moveThemeItem(
  ctx: Ctx,
  { feedbackId, themeId }: { feedbackId: string; themeId: string | null },
): Promise<void> {
  await lockThemes(ctx)
  if (themeId !== null) await themeById(ctx, themeId)
  const { items } = await placeItems(ctx, [feedbackId], { into: themeId })
  if (items === 0)
    throw new AppError('not_found', 'feedback.not_found', 'There is no such item, or it is marked as spam.')
  await ctx.emit(themeItemMoved, { subjectId: feedbackId, payload: { feedbackId, themeId } })
}
