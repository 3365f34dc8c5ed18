import { survivorOf } from '#analyze/themes/commands/edit.ts'
import { readThemes, rootsOf } from '#analyze/themes/known.ts'
import { fieldsOf } from '#analyze/themes/place.ts'
import { membersOf, type RankedTheme, rankThemes } from '#analyze/themes/queries.ts'
import { bestQuotes, type QuoteRow, quoteOf, showQuote } from '#analyze/themes/quotes.ts'
import { nameOf } from '#analyze/themes/rules.ts'
import { noVoices } from '#analyze/themes/voices.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { ruledBy } from '#text/themes/ruled.ts'

/** The newest items that a rule is tried out on before it is applied to all. */
const mostTried = 2000
const mostQuoted = 5

/** Which of the newest items phrases would put into a theme, and where those are now; changes nothing. */
export async function previewRules(
  ctx: Ctx,
  { rules, themeId }: { rules: string[]; themeId?: string | undefined },
) {
  const ws = ctx.workspaceId
  const [items, themes] = await Promise.all([
    ctx.db.many<QuoteRow & { title: string | null; theme_id: string | null }>(sql`
      ${quoteOf(
        ctx,
        sql`select i.id as feedback_id, i.received_at, t.theme_id, g.title from inbox_items i
          join feedback_items g on g.workspace_id = ${ws} and g.id = i.id
          left join theme_items t on t.workspace_id = ${ws} and t.feedback_id = i.id
          where i.workspace_id = ${ws} and i.status <> 'spam' order by i.received_at desc, i.id desc limit ${mostTried}`,
      )} order by x.received_at desc`),
    readThemes(ctx),
  ])
  const fits = ruledBy([
    { id: 'new', rules, phrases: [], size: 0, center: { ids: [], weights: [], length: 0 } },
  ])
  const found = items.filter((item) => fits(fieldsOf(item)) !== undefined)
  const roots = rootsOf(themes)
  const names = new Map(themes.map((theme) => [theme.id, nameOf(theme)]))
  const from = new Map<string, number>()
  for (const { theme_id } of found) {
    const root = theme_id === null ? undefined : roots.get(theme_id)
    const name = root === undefined ? 'No theme' : root === themeId ? 'This theme' : names.get(root)!
    from.set(name, (from.get(name) ?? 0) + 1)
  }
  return {
    looked: items.length,
    items: found.length,
    from: [...from].map(([name, items]) => ({ name, items })).sort((a, b) => b.items - a.items),
    quotes: found.slice(0, mostQuoted).map(showQuote),
  }
}

const quotedOfEach = 3

/** Two themes beside each other and as one, counted as the list counts them; changes nothing. */
export async function previewMerge(ctx: Ctx, { themeId, intoId }: { themeId: string; intoId: string }) {
  const survivorId = await survivorOf(ctx, themeId, intoId)
  const now = await rankThemes(ctx, 'mentions', {})
  const then = await rankThemes(ctx, 'mentions', {}, { themeId, intoId: survivorId })
  const members = membersOf(now.rows)
  const ids = (id: string) => members.get(id) ?? [id]
  const quotes = await bestQuotes(
    ctx,
    [themeId, survivorId].map((id) => ({ themeId: id, ids: ids(id) })),
    { most: quotedOfEach },
  )
  const counts = (themes: readonly RankedTheme[], id: string) => {
    const { said = noVoices(), rank = 0 } = themes.find(({ row }) => row.id === id) ?? {}
    return { mentions: said.mentions, accounts: said.accounts, mrrCents: said.mrrCents, rank }
  }
  const alone = (id: string) => {
    const { mentions, accounts, rank } = counts(now.themes, id)
    const name = nameOf(now.rows.find((row) => row.id === id)!)
    return { name, mentions, accounts, rank, quotes: quotes.get(id) ?? [] }
  }
  return {
    theme: alone(themeId),
    into: alone(survivorId),
    together: { ...counts(then.themes, survivorId), currency: now.base.currency },
  }
}
