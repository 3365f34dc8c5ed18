import { rootsOf, type ThemeRow } from '#analyze/themes/known.ts'
import { nobody } from '#analyze/themes/place.ts'
import { type Base, type Ordinary, type Span, type Voices, weeksShown } from '#analyze/themes/rules.ts'
import type { Sentiment } from '#organize/classify/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { joiningMany } from '#platform/db/joining-many.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/** Who said how much about what, read from the daily counts. */

export interface View {
  segment?: string | undefined
  channel?: string | undefined
}

/** What is counted of one theme in the period. */
export interface Said extends Voices {
  segments: Map<string, number>
  channels: Map<string, number>
  weeks: number[]
  before: number
  /** mentions up to a week ago, in as many weeks */
  mentionsBefore: number
  sentiment: Record<Sentiment, number>
  activeAccounts: number
  mrrCents: number
}

export interface AllSaid {
  /** by theme after merges; `nobody` has what no theme took */
  byTheme: Map<string, Said>
  all: Said
}

/** Accounts are active ones; money is counted in the currency that most of them pay in. */
export async function readBase(ctx: Ctx): Promise<Base & { currency: string }> {
  const rows = await ctx.db.many<{ segment: string; currency: string; accounts: number }>(sql`
    select coalesce(segment, '') as segment, currency, count(*) as accounts from accounts
    where workspace_id = ${ctx.workspaceId} and merged_into_id is null and lifecycle = 'active' group by 1, 2`)
  const bySegment = new Map<string, number>()
  const byCurrency = new Map<string, number>()
  for (const { segment, currency, accounts } of rows) {
    bySegment.set(segment, (bySegment.get(segment) ?? 0) + accounts)
    byCurrency.set(currency, (byCurrency.get(currency) ?? 0) + accounts)
  }
  const [currency = 'USD'] = [...byCurrency].sort((a, b) => b[1] - a[1]).map(([code]) => code)
  return { accounts: rows.reduce((sum, row) => sum + row.accounts, 0), bySegment, currency }
}

/** Of a theme that nobody mentioned. */
export const noVoices = (): Said => ({
  mentions: 0,
  accounts: 0,
  segments: new Map(),
  channels: new Map(),
  loudest: [],
  weeks: Array<number>(weeksShown).fill(0),
  before: 0,
  mentionsBefore: 0,
  sentiment: { negative: 0, neutral: 0, positive: 0, mixed: 0 },
  activeAccounts: 0,
  mrrCents: 0,
})

/** Mentions with their theme after merges and their account as it is today: its segment, what it was merged into. */
function said(ctx: Ctx, rows: readonly ThemeRow[], view: View, from: Sql, to: Sql): Sql {
  const ws = ctx.workspaceId
  const roots = rootsOf(rows)
  const ids = [...roots.keys(), nobody]
  const rootIds = [...roots.values(), nobody]
  return sql`
    select m.root_id, d.day, d.channel, d.sentiment, d.mentions, r.id as account_id, coalesce(r.segment, '') as segment,
      r.lifecycle, r.mrr_cents, r.currency
    from unnest(${ids}::uuid[], ${rootIds}::uuid[]) as m (theme_id, root_id)
    join theme_days d on d.workspace_id = ${ws} and d.theme_id = m.theme_id and d.day >= ${from} and d.day <= ${to}
    left join accounts a on a.workspace_id = ${ws} and a.id = d.account_id
    left join accounts r on r.workspace_id = ${ws} and r.id = root_id(a.merged_into_id, a.id)
    where d.mentions > 0
      ${view.segment === undefined ? sql.empty : sql`and coalesce(r.segment, '') = ${view.segment}`}
      ${view.channel === undefined ? sql.empty : sql`and d.channel = ${view.channel}`}`
}

/** What was said in a period of whole weeks about each theme, and about all of them together. */
export async function readVoices(
  ctx: Ctx,
  rows: readonly ThemeRow[],
  span: Span,
  view: View,
  currency: string,
): Promise<AllSaid> {
  const to = sql`${span.to}::date`
  const from = sql`${span.from}::date`
  const days = 7 * weeksShown
  const [counts, accounts] = await joiningMany(ctx, () =>
    Promise.all([
      ctx.db.many<Count>(sql`
      with said as materialized (${said(ctx, rows, view, sql`${from} - ${days}::integer`, to)})
      select root_id, 'week' as what, floor((day - ${from})::numeric / 7)::text as key, sum(mentions) as n from said group by 1, 3
      union all select root_id, 'channel', channel, sum(mentions) from said where day >= ${from} group by 1, 3
      union all select root_id, 'sentiment', sentiment, sum(mentions) from said where day >= ${from} group by 1, 3
      union all select root_id, 'segment', segment, sum(mentions) from said where day >= ${from} group by 1, 3`),
      ctx.db.many<AccountSums>(sql`
      with each as (
        select root_id, account_id, lifecycle, case when currency = ${currency} then mrr_cents end as mrr_cents, sum(mentions) as n
        from (${said(ctx, rows, view, from, to)}) s where account_id is not null group by 1, 2, 3, 4
      )
      select root_id, count(*) as accounts, count(*) filter (where lifecycle = 'active') as active, coalesce(sum(mrr_cents), 0)::bigint as mrr,
        (array_agg(n::integer order by n desc))[1:2] as loudest
      from each group by root_id`),
    ]),
  )
  return gather(counts, accounts)
}

interface Count {
  root_id: string
  what: 'week' | 'channel' | 'sentiment' | 'segment'
  key: string
  n: number
}

interface AccountSums {
  root_id: string
  accounts: number
  active: number
  mrr: number
  loudest: number[]
}

function gather(counts: readonly Count[], accounts: readonly AccountSums[]): AllSaid {
  const byTheme = new Map<string, Said>()
  const all = noVoices()
  const of = (id: string) => {
    const known = byTheme.get(id) ?? noVoices()
    byTheme.set(id, known)
    return known
  }
  for (const { root_id, what, key, n } of counts)
    for (const one of [of(root_id), all]) {
      if (what === 'week') addWeek(one, Number(key), n)
      else if (what === 'sentiment') one.sentiment[key as Sentiment] += n
      else {
        const map = what === 'channel' ? one.channels : one.segments
        map.set(key, (map.get(key) ?? 0) + n)
      }
    }
  for (const { root_id, accounts: heard, active, mrr, loudest } of accounts)
    Object.assign(of(root_id), { accounts: heard, activeAccounts: active, mrrCents: mrr, loudest })
  return { byTheme, all }
}

/** Weeks count from 0; those before the period are negative. */
function addWeek(one: Said, week: number, n: number): void {
  if (week >= 0) {
    one.weeks[week]! += n
    one.mentions += n
  } else one.before += n
  if (week >= -1 && week < weeksShown - 1) one.mentionsBefore += n
}

/** How much of all that was said in a period came from each segment and channel, of accounts as they are today. */
export async function readOrdinary(ctx: Ctx, span: Span): Promise<Ordinary> {
  const ws = ctx.workspaceId
  const rows = await joiningMany(ctx, () =>
    ctx.db.many<{ segment: string; channel: string; n: number }>(sql`
    select coalesce(r.segment, '') as segment, d.channel, sum(d.n)::integer as n
    from (
      select account_id, channel, sum(mentions) as n from theme_days
      where workspace_id = ${ws} and day between ${span.from}::date and ${span.to}::date group by 1, 2
    ) d
    left join accounts a on a.workspace_id = ${ws} and a.id = d.account_id
    left join accounts r on r.workspace_id = ${ws} and r.id = root_id(a.merged_into_id, a.id)
    group by 1, 2`),
  )
  const segments = new Map<string, number>()
  const channels = new Map<string, number>()
  for (const { segment, channel, n } of rows) {
    segments.set(segment, (segments.get(segment) ?? 0) + n)
    channels.set(channel, (channels.get(channel) ?? 0) + n)
  }
  return { mentions: rows.reduce((sum, row) => sum + row.n, 0), segments, channels }
}

/** Accounts that said anything in the period, by segment. */
export async function readSpeakers(ctx: Ctx, span: Span): Promise<Map<string, number>> {
  const ws = ctx.workspaceId
  const rows = await joiningMany(ctx, () =>
    ctx.db.many<{ segment: string; accounts: number }>(sql`
    select coalesce(r.segment, '') as segment, count(distinct r.id) as accounts
    from (select distinct account_id from theme_days where workspace_id = ${ws} and day between ${span.from}::date and ${span.to}::date and mentions > 0) d
    join accounts a on a.workspace_id = ${ws} and a.id = d.account_id
    join accounts r on r.workspace_id = ${ws} and r.id = root_id(a.merged_into_id, a.id)
    where r.lifecycle = 'active' group by 1`),
  )
  return new Map(rows.map((row) => [row.segment, row.accounts]))
}
