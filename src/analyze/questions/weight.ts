import type { Weight } from '#analyze/questions/contract.ts'
import { readThemes, rootsOf, type ThemeRow } from '#analyze/themes/known.ts'
import { membersOf } from '#analyze/themes/queries.ts'
import { biasOf, type Ordinary, spanOf } from '#analyze/themes/rules.ts'
import { readBase, readOrdinary } from '#analyze/themes/voices.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** What stands behind evidence, counted as themes are: items, accounts, their MRR, and whether it rests on few. */

/** A piece of evidence and the sums it is counted in. */
export interface Counted {
  feedbackId: string | null
  themeId: string | null
  sums: readonly string[]
}

export interface Weights {
  of(sum: string): Weight
  currency: string
  /** what a theme is called with by now, after merges */
  themeOf(themeId: string): ThemeRow | undefined
}

const nothing: Weight = { items: 0, accounts: 0, mrrCents: 0, bias: { kind: 'few' } }

interface Row {
  sum: string
  what: 'items' | 'accounts' | 'segment' | 'channel'
  key: string
  n: number
  mrr: number
  loudest: number[] | null
}

/**
 * Weighs evidence. A sum has each item once, with all voices that were merged into it, and each account once; of a theme
 * it has the items of the last 12 weeks. A theme that was merged counts as the one it is in, one that was split with its parts.
 */
export async function weigh(ctx: Ctx, pieces: readonly Counted[]): Promise<Weights> {
  const ws = ctx.workspaceId
  const span = spanOf(ctx.now())
  const [rows, base] = await Promise.all([readThemes(ctx), readBase(ctx)])
  const roots = rootsOf(rows)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const themeOf = (themeId: string) => byId.get(roots.get(themeId) ?? themeId)
  const items = pieces.flatMap(({ feedbackId, sums }) =>
    feedbackId === null ? [] : sums.map((sum) => ({ sum, id: feedbackId })),
  )
  const wholes = themesWithin(rows)
  const themes = pieces.flatMap(({ themeId, sums }) =>
    themeId === null ? [] : wholes(themeId).flatMap((id) => sums.map((sum) => ({ sum, id }))),
  )
  if (items.length + themes.length === 0) return { of: () => nothing, currency: base.currency, themeOf }
  const counts = await ctx.db.many<Row>(sql`
    with said as materialized (
      select t.theme_id, t.feedback_id from unnest(${[...new Set(themes.map(({ id }) => id))]}::uuid[]) as w (id)
      join theme_items t on t.workspace_id = ${ws} and t.theme_id = w.id and t.day between ${span.from}::date and ${span.to}::date
    ), kept as materialized (
      select distinct p.sum, k.id from (
        select * from unnest(${items.map(({ sum }) => sum)}::text[], ${items.map(({ id }) => id)}::uuid[]) as p (sum, id)
        union all
        select w.sum, s.feedback_id from unnest(${themes.map(({ sum }) => sum)}::text[], ${themes.map(({ id }) => id)}::uuid[]) as w (sum, id)
        join said s on s.theme_id = w.id
      ) p
      join inbox_items i on i.workspace_id = ${ws} and i.id = p.id
      join inbox_items k on k.workspace_id = ${ws} and k.id = root_id(i.merged_into_id, i.id) and k.status <> 'spam'
    ), mention as materialized (
      select distinct v.sum, v.id, i.channel, root_id(a.merged_into_id, a.id) as account_id from (
        select sum, id, id as voice from kept
        union all
        select k.sum, k.id, m.id from kept k join inbox_items m on m.workspace_id = ${ws} and m.merged_into_id = k.id
      ) v
      join inbox_items i on i.workspace_id = ${ws} and i.id = v.voice
      left join accounts a on a.workspace_id = ${ws} and a.id = i.account_id
    ), each as materialized (
      select m.sum, m.account_id, coalesce(r.segment, '') as segment, case when r.currency = ${base.currency} then r.mrr_cents end as mrr_cents,
        count(*)::integer as n
      from mention m left join accounts r on r.workspace_id = ${ws} and r.id = m.account_id group by 1, 2, 3, 4
    )
    select sum, 'items' as what, '' as key, count(distinct id) as n, 0 as mrr, null::integer[] as loudest from mention group by sum
    union all
    select sum, 'accounts', '', count(account_id), coalesce(sum(mrr_cents), 0)::bigint,
      (array_agg(n order by n desc) filter (where account_id is not null))[1:2] from each group by sum
    union all select sum, 'segment', segment, sum(n), 0, null from each group by sum, segment
    union all select sum, 'channel', channel, count(*), 0, null from mention group by sum, channel`)
  const all = await readOrdinary(ctx, span)
  const found = new Map<string, Weight>()
  for (const sum of new Set(counts.map((row) => row.sum)))
    found.set(
      sum,
      weightOf(
        counts.filter((row) => row.sum === sum),
        all,
      ),
    )
  return { of: (sum) => found.get(sum) ?? nothing, currency: base.currency, themeOf }
}

function weightOf(rows: readonly Row[], all: Ordinary): Weight {
  const counted = (what: Row['what']) =>
    new Map(rows.filter((row) => row.what === what).map((row) => [row.key, row.n]))
  const channels = counted('channel')
  const behind = rows.find((row) => row.what === 'accounts')
  const accounts = behind?.n ?? 0
  const mentions = [...channels.values()].reduce((a, b) => a + b, 0)
  return {
    items: counted('items').get('') ?? 0,
    accounts,
    mrrCents: behind?.mrr ?? 0,
    bias: biasOf(
      { mentions, accounts, segments: counted('segment'), channels, loudest: behind?.loudest ?? [] },
      all,
    ),
  }
}

/** For a theme every theme whose items are its own: what was merged into it, and the parts it was split into. */
function themesWithin(rows: readonly ThemeRow[]): (themeId: string) => string[] {
  const roots = rootsOf(rows)
  const members = membersOf(rows)
  const within = (id: string): string[] => {
    const own = members.get(roots.get(id) ?? id) ?? [id]
    return [
      ...own,
      ...rows.filter((row) => own.includes(row.split_from_id ?? '')).flatMap((row) => within(row.id)),
    ]
  }
  return (themeId) => [...new Set(within(themeId))]
}
