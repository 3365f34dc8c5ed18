import { readThemes, rootsOf } from '#analyze/themes/known.ts'
import { fieldsOf } from '#analyze/themes/place.ts'
import { type QuoteRow, quoteOf, showQuote } from '#analyze/themes/quotes.ts'
import { nameOf } from '#analyze/themes/rules.ts'
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
