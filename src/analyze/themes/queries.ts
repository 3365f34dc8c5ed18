import type { Theme, ThemeList } from '#analyze/themes/contract.ts'
import { readThemes, rootsOf, type ThemeRow } from '#analyze/themes/known.ts'
import { nobody } from '#analyze/themes/place.ts'
import { bestQuotes } from '#analyze/themes/quotes.ts'
import {
  type Base,
  biasOf,
  type Counting,
  isRecurring,
  nameOf,
  silentSegments,
  spanOf,
  spikes,
  usual,
  weekChange,
  weightedToBase,
} from '#analyze/themes/rules.ts'
import { type RunRow, showRun } from '#analyze/themes/runs.ts'
import {
  type AllSaid,
  noVoices,
  readBase,
  readSpeakers,
  readVoices,
  type Said,
  type View,
} from '#analyze/themes/voices.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { holding } from '#platform/statistics/chances.ts'

export interface RankedTheme {
  row: ThemeRow
  said: Said
  counted: number
  rank: number
  rankBefore: number | null
  bias: Theme['bias']
  change: Theme['change']
}

export interface Ranking {
  rows: ThemeRow[]
  themes: RankedTheme[]
  voices: AllSaid
  base: Base & { currency: string }
}

/**
 * The themes that stand for themselves (not merged, not split) in the order of what they are counted by; with `merged`,
 * as they would be if that theme were merged into that other.
 */
export async function rankThemes(
  ctx: Ctx,
  by: Counting,
  view: View,
  merged?: { themeId: string; intoId: string },
): Promise<Ranking> {
  const span = spanOf(ctx.now())
  const [known, base] = await Promise.all([readThemes(ctx), readBase(ctx)])
  const rows = merged
    ? known.map((row) => (row.id === merged.themeId ? { ...row, merged_into_id: merged.intoId } : row))
    : known
  const voices = await readVoices(ctx, rows, span, view, base.currency)
  const split = new Set(rows.map((row) => row.split_from_id))
  const own = rows.filter((row) => row.merged_into_id === null && !split.has(row.id))
  const silence = noVoices()
  const themes = own
    .map((row) => ({ row, said: voices.byTheme.get(row.id) ?? silence }))
    .filter(
      ({ row, said }) => said.mentions > 0 || row.name !== null || row.is_pinned || row.rules.length > 0,
    )
    .map(({ row, said }) => ({ row, said, counted: countedBy(by, said, voices.all, base) }))
    .sort(
      (a, b) =>
        Number(b.row.is_pinned) - Number(a.row.is_pinned) ||
        b.counted - a.counted ||
        b.said.mentions - a.said.mentions ||
        (a.row.id < b.row.id ? -1 : 1),
    )
  const ranks = rankOf(
    themes.filter(({ row }) => !row.is_hidden),
    (one) => one.counted,
  )
  const earlier = rankOf(
    themes.filter(({ row, said }) => !row.is_hidden && said.mentionsBefore > 0),
    (one) => one.said.mentionsBefore,
  )
  const changes = themes.map(({ said }) => weekChange(said.weeks))
  const holds = holding(changes.map(({ chance }) => chance))
  return {
    rows,
    voices,
    base,
    themes: themes.map((one, i) => ({
      ...one,
      rank: ranks.get(one.row.id) ?? 0,
      rankBefore: (by === 'mentions' ? earlier.get(one.row.id) : undefined) ?? null,
      bias: biasOf(one.said, voices.all),
      change: { ...changes[i]!, holds: holds[i]! },
    })),
  }
}

function countedBy(by: Counting, said: Said, all: Said, base: Base): number {
  if (by === 'accounts') return said.accounts
  if (by === 'revenue') return said.mrrCents
  if (by === 'base') return Math.round(weightedToBase(said, all, base) * 10) / 10
  return said.mentions
}

/** Places from 1; equal ones share the better place. */
export function rankOf<T extends { row: { id: string } }>(themes: readonly T[], value: (theme: T) => number) {
  const order = [...themes].sort((a, b) => value(b) - value(a))
  const places = new Map<string, number>()
  order.forEach((one, i) => {
    const before = order[i - 1]
    places.set(one.row.id, before && value(before) === value(one) ? places.get(before.row.id)! : i + 1)
  })
  return places
}

/** A ranked theme as people see it; its quote is filled in by whoever shows it. */
export function showTheme({ row, said, change, ...rest }: RankedTheme, base: Base, view: View): Theme {
  const inBase = view.segment === undefined ? base.accounts : (base.bySegment.get(view.segment) ?? 0)
  return {
    id: encodeId('th', row.id),
    name: nameOf(row),
    isNamed: row.name !== null,
    phrases: row.phrases,
    rules: row.rules,
    isPinned: row.is_pinned,
    isHidden: row.is_hidden,
    mentions: said.mentions,
    before: said.before,
    counted: rest.counted,
    rank: rest.rank,
    rankBefore: rest.rankBefore,
    accounts: said.accounts,
    shareOfBase: inBase > 0 ? Math.min(1, said.activeAccounts / inBase) : null,
    mrrCents: said.mrrCents,
    weeks: said.weeks,
    usual: usual(said.weeks),
    change,
    spikes: spikes(said.weeks),
    isNew: said.before === 0 && said.weeks.slice(0, -2).every((n) => n === 0) && said.mentions > 0,
    isRecurring: isRecurring(said.weeks),
    sentiment: said.sentiment,
    bias: rest.bias,
    quote: null,
  }
}

/** The themes page as figures. */
export async function listThemes(
  ctx: Ctx,
  { by, hidden, limit, ...view }: View & { by: Counting; hidden: boolean; limit: number },
): Promise<ThemeList> {
  const span = spanOf(ctx.now())
  const { rows, themes, voices, base } = await rankThemes(ctx, by, view)
  const shown = themes.filter(({ row }) => row.is_hidden === hidden)
  const some = shown.slice(0, limit)
  const members = membersOf(rows)
  const speakers = await readSpeakers(ctx, span)
  const [quotes, run, found] = await Promise.all([
    bestQuotes(
      ctx,
      some.map(({ row }) => ({ themeId: row.id, ids: members.get(row.id)! })),
      { ...view, most: 1 },
    ),
    openRun(ctx),
    ctx.db.maybe<{ fitted_at: Date | null }>(
      sql`select fitted_at from theme_models where workspace_id = ${ctx.workspaceId}`,
    ),
  ])
  return {
    data: some.map((one) => ({
      ...showTheme(one, base, view),
      quote: quotes.get(one.row.id)?.[0] ?? null,
    })),
    total: shown.length,
    hidden: themes.filter(({ row }) => row.is_hidden).length,
    items: voices.all.mentions,
    without: voices.byTheme.get(nobody)?.mentions ?? 0,
    span,
    currency: base.currency,
    silent: view.segment === undefined ? silentSegments(base, speakers, voices.all.segments) : [],
    run: run ? showRun(run) : null,
    foundAt: found?.fitted_at?.toISOString() ?? null,
  }
}

/** For each theme that survives merges the ids of all that are counted with it. */
export function membersOf(rows: readonly ThemeRow[]): Map<string, string[]> {
  const members = new Map<string, string[]>()
  for (const [id, root] of rootsOf(rows)) members.set(root, [...(members.get(root) ?? []), id])
  return members
}

/** The newest run that a person should know of: under way, or stopped and not made good since. */
export async function openRun(ctx: Ctx): Promise<RunRow | undefined> {
  const run = await ctx.db.maybe<RunRow>(sql`
    select * from theme_runs where workspace_id = ${ctx.workspaceId}
    order by state in ('queued', 'running') desc, created_at desc, id desc limit 1`)
  return run?.state === 'done' ? undefined : run
}
