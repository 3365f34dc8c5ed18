import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { takeTurn } from '#platform/db/turn.ts'
import { editedModel, survivor, type Theme } from '#text/themes/continuity.ts'
import { fitThemes } from '#text/themes/fit.ts'
import { assignerOf, type ThemeModel } from '#text/themes/model.ts'
import { ruledBy } from '#text/themes/ruled.ts'

/** The themes of a workspace as the language core knows them. */

export interface ThemeRow {
  id: string
  name: string | null
  phrases: string[]
  center: Theme['center']
  size: number
  is_pinned: boolean
  is_hidden: boolean
  merged_into_id: string | null
  split_from_id: string | null
  rules: string[]
  /** somebody wrote a note about it, or a question or a later stage rests on it: it stays */
  is_used: boolean
}

/** Whether people wrote something down about a theme `t`, or rest on it: such a theme stays, found again or not. */
export function isUsed({ workspaceId }: Ctx): Sql {
  return sql`(t.is_kept or exists (select from theme_notes n where n.workspace_id = ${workspaceId} and n.theme_id = t.id)
    or exists (select from hypothesis_evidence e where e.workspace_id = ${workspaceId} and e.theme_id = t.id))`
}

/** All themes that are not retired, as they are stored. */
export function readThemes(ctx: Ctx): Promise<ThemeRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<ThemeRow>(sql`
    select t.id, t.name, t.phrases, t.center, t.size, t.is_pinned, t.is_hidden, t.merged_into_id, t.split_from_id, t.rules,
      ${isUsed(ctx)} as is_used
    from themes t where t.workspace_id = ${ws} and t.retired_at is null order by t.id`)
}

/** A stored theme in the terms of the language core. */
export function themeOf(row: ThemeRow): Theme {
  return {
    id: row.id,
    phrases: row.phrases,
    size: row.size,
    center: row.center,
    rules: row.rules,
    ...(row.name !== null && { name: row.name }),
    ...((row.is_pinned || row.is_used) && { isPinned: true }),
    ...(row.is_hidden && { isHidden: true }),
    ...(row.merged_into_id !== null && { mergedInto: row.merged_into_id }),
    ...(row.split_from_id !== null && { splitFrom: row.split_from_id }),
  }
}

export interface Placed {
  themeId: string | null
  how: 'found' | 'rule'
  likeness: number
}

export interface Known {
  edition: number
  /** of the last search; undefined before the first */
  model: ThemeModel | undefined
  /** The theme of an item (its fields, a title first), before merges. */
  place(fields: readonly string[]): Placed
}

/** What is kept in memory of the workspaces that were read last. */
const mostKnown = 16
const known = new Map<string, Known>()

/** What a workspace's items are placed with; read again only after a change. */
export async function readKnown(ctx: Ctx): Promise<Known> {
  const ws = ctx.workspaceId
  const { edition } = (await ctx.db.maybe<{ edition: number }>(
    sql`select edition from theme_models where workspace_id = ${ws}`,
  )) ?? { edition: 0 }
  const before = known.get(ws)
  if (before?.edition === edition) return before
  const [rows, model] = await Promise.all([readThemes(ctx), readModel(ctx)])
  // An item stands where it was found, so that a merge can be undone: merges are followed when counting.
  const themes = rows.map((row) => themeOf({ ...row, merged_into_id: null }))
  const { model: edited, ids } = editedModel(model ?? emptyModel(), themes)
  const assign = assignerOf(edited)
  const ruled = ruledBy(themes.filter(({ id }) => ids.includes(id)))
  const made: Known = {
    edition,
    model,
    place(fields) {
      const byRule = ruled(fields)
      if (byRule !== undefined) return { themeId: byRule, how: 'rule', likeness: 1 }
      const { theme, likeness } = assign(fields)
      return { themeId: theme < 0 ? null : ids[theme]!, how: 'found', likeness }
    },
  }
  known.delete(ws)
  known.set(ws, made)
  if (known.size > mostKnown) known.delete(known.keys().next().value!)
  return made
}

const emptyModel = (): ThemeModel => fitThemes([]).model

/** The stored model without its themes; undefined before the first search. */
export async function readModel(ctx: Ctx): Promise<ThemeModel | undefined> {
  const row = await ctx.db.maybe<{ model: ThemeModel; fitted_at: Date | null }>(
    sql`select model, fitted_at from theme_models where workspace_id = ${ctx.workspaceId}`,
  )
  return row?.fitted_at ? row.model : undefined
}

/** Says that themes changed: what processes hold in memory is old. */
export async function nextEdition(ctx: Ctx): Promise<void> {
  await ctx.db.run(sql`
    insert into theme_models (workspace_id, edition, model) values (${ctx.workspaceId}, 1, ${JSON.stringify(emptyModel())})
    on conflict (workspace_id) do update set edition = theme_models.edition + 1`)
}

/** Themes of one workspace are changed by one transaction at a time. */
export async function lockThemes(ctx: Ctx): Promise<void> {
  await takeTurn(ctx, 'themes')
}

/** For each theme the one that it is counted with after all merges. */
export function rootsOf(rows: readonly Pick<ThemeRow, 'id' | 'merged_into_id'>[]): Map<string, string> {
  const themes = new Map(
    rows.map((row) => [row.id, { id: row.id, mergedInto: row.merged_into_id ?? undefined } as Theme]),
  )
  return new Map(rows.map((row) => [row.id, survivor(row.id, themes)]))
}
