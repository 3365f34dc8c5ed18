import type { ThemeQuote } from '#analyze/themes/contract.ts'
import type { View } from '#analyze/themes/voices.ts'
import type { Ctx } from '#platform/context.ts'
import { joiningMany } from '#platform/db/joining-many.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { ownWords } from '#text/clean/clean.ts'

/** The customers' words as they stand for a theme. */

/** Newest items of a theme among which the most telling are looked for. */
const lookedAt = 60
/** More than are wanted, because many may say the very same. */
const spare = 6
const longestQuote = 280

export interface QuoteRow {
  id: string
  verbatim: string
  contact_name: string | null
  account_name: string | null
  channel: string
  occurred_at: Date
}

/** Columns and joins that make a quote of items `f`. */
export function quoteOf(ctx: Ctx, items: Sql): Sql {
  const ws = ctx.workspaceId
  return sql`
    select f.id, left(f.verbatim, 4000) as verbatim, c.name as contact_name, u.name as account_name, f.channel, f.occurred_at, x.*
    from (${items}) x
    join feedback_items f on f.workspace_id = ${ws} and f.id = x.feedback_id
    left join contacts c on c.workspace_id = ${ws} and c.id = f.contact_id
    left join accounts t on t.workspace_id = ${ws} and t.id = f.account_id
    left join accounts u on u.workspace_id = ${ws} and u.id = root_id(t.merged_into_id, t.id)`
}

export function showQuote(row: QuoteRow): ThemeQuote {
  return {
    feedbackId: encodeId('fb', row.id),
    text: shortened(ownWords(row.verbatim).text || row.verbatim),
    contactName: row.contact_name,
    accountName: row.account_name,
    channel: row.channel,
    occurredAt: row.occurred_at.toISOString(),
  }
}

/** Cut at a word, so that a line of a list is not a whole letter. */
export function shortened(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim()
  if (flat.length <= longestQuote) return flat
  return `${flat.slice(0, longestQuote).replace(/\s+\S*$/, '')} …`
}

/**
 * For each theme the newest items that are most like it, of different accounts where there are several, and no words
 * twice. `ids` are the themes that are counted with it.
 */
export async function bestQuotes(
  ctx: Ctx,
  themes: readonly { themeId: string; ids: readonly string[] }[],
  { most, segment }: View & { most: number },
): Promise<Map<string, ThemeQuote[]>> {
  if (themes.length === 0) return new Map()
  const ws = ctx.workspaceId
  const accounts = segment === undefined ? undefined : await accountsIn(ctx, segment)
  const pairs = themes.flatMap(({ themeId, ids }) => ids.map((id) => ({ themeId, id })))
  const rows = await ctx.db.many<QuoteRow & { root_id: string }>(
    quoteOf(
      ctx,
      sql`
        select root_id, feedback_id from (
          select b.*, row_number() over (partition by b.root_id order by b.nth, b.likeness desc, b.occurred_at desc, b.feedback_id) as place
          from (
            select m.root_id, i.*, row_number() over (partition by m.root_id, i.account_id order by i.likeness desc, i.occurred_at desc, i.feedback_id) as nth
            from unnest(${pairs.map((pair) => pair.themeId)}::uuid[], ${pairs.map((pair) => pair.id)}::uuid[]) as m (root_id, theme_id)
            cross join lateral (
              select t.feedback_id, t.account_id, t.likeness, t.occurred_at from theme_items t
              where t.workspace_id = ${ws} and t.theme_id = m.theme_id
                ${accounts === undefined ? sql.empty : sql`and t.account_id = any(${accounts}::uuid[])`}
              order by t.occurred_at desc, t.feedback_id desc limit ${lookedAt}
            ) i
          ) b
        ) p where place <= ${most + spare} order by root_id, place`,
    ),
  )
  const found = new Map<string, ThemeQuote[]>()
  for (const row of rows) {
    const quote = showQuote(row)
    const before = found.get(row.root_id) ?? []
    if (before.length < most && !before.some((one) => one.text === quote.text))
      found.set(row.root_id, [...before, quote])
  }
  return found
}

/** Accounts of a segment, and those that were merged into one of it. */
async function accountsIn(ctx: Ctx, segment: string): Promise<string[]> {
  const ws = ctx.workspaceId
  const rows = await joiningMany(ctx, () =>
    ctx.db.many<{ id: string }>(sql`
      select a.id from accounts a
      join accounts r on r.workspace_id = ${ws} and r.id = root_id(a.merged_into_id, a.id)
      where a.workspace_id = ${ws} and coalesce(r.segment, '') = ${segment}`),
  )
  return rows.map((row) => row.id)
}
