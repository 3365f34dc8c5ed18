import { isSplit, showNamed, themeById } from '#analyze/themes/commands/edit.ts'
import type { ThemePart } from '#analyze/themes/contract.ts'
import { themeSplit, themeUnsplit } from '#analyze/themes/events.ts'
import { lockThemes, nextEdition } from '#analyze/themes/known.ts'
import { fieldsOf, recountDays } from '#analyze/themes/place.ts'
import { type QuoteRow, quoteOf, showQuote } from '#analyze/themes/quotes.ts'
import { requestRun, showRun } from '#analyze/themes/runs.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { fitThemes } from '#text/themes/fit.ts'

/** The newest items of a theme by which it is divided; the others are put to the part that they are most like. */
const mostRead = 500
const fewest = 6
const quotesEach = 3

async function divide(ctx: Ctx, themeId: string, parts: number) {
  const items = await ctx.db.many<QuoteRow & { title: string | null }>(
    quoteOf(
      ctx,
      sql`select t.feedback_id, g.title from theme_items t
        join feedback_items g on g.workspace_id = ${ctx.workspaceId} and g.id = t.feedback_id
        where t.workspace_id = ${ctx.workspaceId} and t.theme_id = ${themeId}
        order by t.occurred_at desc, t.feedback_id desc limit ${mostRead}`,
    ),
  )
  if (items.length < fewest)
    throw new AppError(
      'conflict',
      'theme.too_small',
      `A theme is split from ${fewest} items on; this one has ${items.length} of its own.`,
    )
  const { model, groups } = fitThemes(items.map(fieldsOf), { k: parts })
  if (model.themes.length < 2)
    throw new AppError('conflict', 'theme.alike', 'Its items are too much alike to be told apart.')
  return { items, model, groups }
}

/** What a split would give, seen on real items; changes nothing. */
export async function previewSplit(ctx: Ctx, { themeId, parts }: { themeId: string; parts: number }) {
  await themeById(ctx, themeId)
  const { items, model, groups } = await divide(ctx, themeId, parts)
  return {
    items: items.length,
    parts: model.themes.map(({ phrases, size }, part): ThemePart => {
      const own = items.filter((_, i) => groups[i] === part)
      return { phrases, items: size, quotes: own.slice(0, quotesEach).map(showQuote) }
    }),
  }
}

/** Splits a theme into parts that stand in its place from now on; a job divides its items among them. */
export async function splitTheme(ctx: Ctx, { themeId, parts }: { themeId: string; parts: number }) {
  await lockThemes(ctx)
  const theme = await themeById(ctx, themeId)
  if (theme.merged_into_id !== null || (await isSplit(ctx, themeId)))
    throw new AppError(
      'conflict',
      'theme.not_split',
      'A theme that is merged or split already cannot be split.',
    )
  const { model } = await divide(ctx, themeId, parts)
  const made = model.themes.map((part) => ({ ...part, id: newId() }))
  await ctx.db.run(sql`
    insert into themes (workspace_id, id, phrases, center, size, split_from_id, found_at)
    select ${ctx.workspaceId}::uuid, r.id, array(select json_array_elements_text(r.phrases)), r.center, r.size, ${themeId}::uuid, ${ctx.now()}::timestamptz
    from json_to_recordset(${JSON.stringify(made)}::json) as r (id uuid, phrases json, center jsonb, size integer)`)
  await nextEdition(ctx)
  await ctx.emit(themeSplit, { subjectId: themeId, payload: { themeId, partIds: made.map(({ id }) => id) } })
  const run = await requestRun(ctx, 'place', 'edit', themeId)
  return {
    parts: made.map(({ id, phrases }) =>
      showNamed({ id, name: null, phrases, rules: [], merged_into_id: null, split_from_id: themeId }),
    ),
    run: showRun(run),
  }
}

/** Takes a split back: items and notes of the parts are the theme's again, and the parts go. */
export async function unsplitTheme(ctx: Ctx, { themeId }: { themeId: string }) {
  await lockThemes(ctx)
  const ws = ctx.workspaceId
  const theme = await themeById(ctx, themeId)
  const parts = await ctx.db.many<{ id: string; is_used: boolean }>(sql`
    select t.id, exists (select from themes o where o.workspace_id = ${ws} and (o.merged_into_id = t.id or o.split_from_id = t.id)) as is_used
    from themes t where t.workspace_id = ${ws} and t.split_from_id = ${themeId} order by t.id`)
  if (parts.length === 0) throw new AppError('conflict', 'theme.not_split', 'This theme was not split.')
  if (parts.some((part) => part.is_used))
    throw new AppError(
      'conflict',
      'theme.part_used',
      'One of its parts was split, or another theme was merged into it. Take that back first.',
    )
  const ids = parts.map(({ id }) => id)
  await ctx.db.run(sql`
    update theme_items set theme_id = ${themeId} where workspace_id = ${ws} and theme_id = any(${ids}::uuid[])`)
  await ctx.db.run(sql`
    update theme_notes set theme_id = ${themeId} where workspace_id = ${ws} and theme_id = any(${ids}::uuid[])`)
  await recountDays(ctx, [themeId, ...ids])
  // before the parts go, so that what points to them can follow their items
  await ctx.emit(themeUnsplit, { subjectId: themeId, payload: { themeId, partIds: ids } })
  await ctx.db.run(sql`delete from themes where workspace_id = ${ws} and id = any(${ids}::uuid[])`)
  await nextEdition(ctx)
  return showNamed(theme)
}
