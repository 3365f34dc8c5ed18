import { usual, weekChange } from '#analyze/themes/rules.ts'
import { countChanges } from '#close/share-backs/figures.ts'
import type { Figures } from '#measure/reports/figures.ts'
import { countQuality } from '#measure/reports/quality.ts'
import { fewestEarlier } from '#measure/reports/rules.ts'
import { countScores } from '#measure/reports/scores.ts'
import { boundsOf, counted, type Span } from '#measure/reports/span.ts'
import { countThemes, type SaidOfTheme } from '#measure/reports/themes.ts'
import { countUntold, findWaiting, type Waiting } from '#measure/reports/waiting.ts'
import { categorySettings } from '#organize/tags/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { holding } from '#platform/statistics/chances.ts'

/** Counts what a report says. */

/** The figures of a period, the words that go with them and who waits now. */
export async function countReport(
  ctx: Ctx,
  span: Span,
): Promise<{ figures: Figures; quotes: SaidOfTheme[]; waiting: Waiting[] }> {
  const [feedback, themes, waiting, untold, effects, changed, scores, quality] = await Promise.all([
    countItems(ctx, span),
    countThemes(ctx, span),
    findWaiting(ctx, span),
    countUntold(ctx),
    findEffects(ctx, span),
    countChanges(ctx, span),
    span.kind === 'weekly' ? null : countScores(ctx, span),
    countQuality(ctx, span),
  ])
  return {
    figures: {
      hasEnded: span.hasEnded,
      ...feedback,
      themes: themes.themes,
      waiting: waiting.counts,
      untold,
      effects,
      changed,
      scores,
      quality,
    },
    quotes: themes.quotes,
    waiting: waiting.rows,
  }
}

interface TypeRow {
  type: string | null
  n: number
  critical: number
  high: number
  medium: number
  low: number
}

/** Totals by type in some time: what a report counts, and what it would count now. */
export function countTypes(ctx: Ctx, { from, to }: { from: Date; to: Date }): Promise<TypeRow[]> {
  return ctx.db.many<TypeRow>(sql`
    select i.type, count(*) as n, count(*) filter (where i.priority = 'critical') as critical,
      count(*) filter (where i.priority = 'high') as high, count(*) filter (where i.priority = 'medium') as medium,
      count(*) filter (where i.priority = 'low') as low
    from inbox_items i
    where i.workspace_id = ${ctx.workspaceId} and i.received_at >= ${from} and i.received_at < ${to} and ${counted}
    group by i.type`)
}

const total = (rows: readonly { n: number }[]) => rows.reduce((sum, row) => sum + row.n, 0)

type Feedback = Pick<Figures, 'items' | 'series' | 'usual' | 'types' | 'untriaged' | 'bugs'>

async function countItems(ctx: Ctx, span: Span): Promise<Feedback> {
  const past = span.bounds.length - 2
  const [rows, earlierRows, beforeRows, { types }] = await Promise.all([
    countTypes(ctx, span),
    ctx.db.many<{ period: number; n: number }>(sql`
      select width_bucket(i.received_at, ${boundsOf(span)}) as period, count(*) as n from inbox_items i
      where i.workspace_id = ${ctx.workspaceId} and i.received_at >= ${span.bounds[0]!} and i.received_at < ${span.from} and ${counted}
      group by 1`),
    countTypes(ctx, { from: span.bounds[past - 1]!, to: span.from }),
    getSetting(ctx, categorySettings),
  ])
  const items = total(rows)
  const bins = span.starts.map((_, at) =>
    at === past ? items : (earlierRows.find(({ period }) => period === at + 1)?.n ?? 0),
  )
  // What was before the first item is not a time without feedback, it is one without us.
  const known = bins.slice(bins.findIndex((n) => n > 0))
  const codes = [...new Set([...rows, ...beforeRows].flatMap((row) => row.type ?? []))]
  const compared = codes.map((code) => {
    const n = rows.find(({ type }) => type === code)?.n ?? 0
    const was = beforeRows.find(({ type }) => type === code)?.n ?? 0
    return { code, items: n, before: was, chance: weekChange([was, n]).chance }
  })
  const holds = holding(compared.map(({ chance }) => chance))
  const bugs = rows.find(({ type }) => type === 'bug_report')
  const { critical = 0, high = 0, medium = 0, low = 0, n: all = 0 } = bugs ?? {}
  return {
    items,
    series: span.starts.map((from, at) => ({ from, items: bins[at]! })),
    usual: span.hasEnded && known.length > fewestEarlier ? usual(known) : null,
    types: compared
      .map(({ code, items: n, before }, at) => ({
        code,
        label: types.find((one) => one.code === code)?.label ?? code,
        items: n,
        before,
        couldBeChance: !holds[at],
      }))
      .sort((a, b) => b.items - a.items || b.before - a.before || a.label.localeCompare(b.label)),
    untriaged: rows.find(({ type }) => type === null)?.n ?? 0,
    bugs: { critical, high, medium, low, unrated: all - critical - high - medium - low },
  }
}

const mostEffects = 5

async function findEffects(ctx: Ctx, { from, to }: Span): Promise<Figures['effects']> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{
    id: string
    number: number
    finding: string
    result: Figures['effects'][number]['result']
    before_mentions: number | null
    before_days: number | null
    after_mentions: number | null
    after_days: number | null
    chance: number | null
  }>(sql`
    select a.id, a.number, a.finding, e.result, e.before_mentions, e.before_days, e.after_mentions, e.after_days, e.chance
    from corrective_action_entries e
    join corrective_actions a on a.workspace_id = ${ws} and a.id = e.action_id
    where e.workspace_id = ${ws} and e.kind = 'checked' and e.at >= ${from} and e.at < ${to}
    order by e.at desc, e.id limit ${mostEffects}`)
  return rows.map((row) => ({
    id: encodeId('capa', row.id),
    number: row.number,
    finding: row.finding,
    result: row.result,
    before:
      row.before_mentions === null ? null : { mentions: row.before_mentions, days: row.before_days ?? 0 },
    after: row.after_mentions === null ? null : { mentions: row.after_mentions, days: row.after_days ?? 0 },
    chance: row.chance,
  }))
}
