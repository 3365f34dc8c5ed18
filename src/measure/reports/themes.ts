import { weekChange } from '#analyze/themes/rules.ts'
import { standingThemes } from '#analyze/themes/standing.ts'
import { shortened } from '#collect/feedback/rules.ts'
import type { Figures, ThemeAnswer } from '#measure/reports/figures.ts'
import { boundsOf, counted, type Span } from '#measure/reports/span.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { holding } from '#platform/statistics/chances.ts'

/** The themes of a period: mentions, accounts, a quote each, and what is done about them. */

export interface SaidOfTheme {
  themeId: string
  feedbackId: string
  quote: string
}

const topThemes = 5
const longestQuote = 180

export async function countThemes(
  ctx: Ctx,
  span: Span,
): Promise<{ themes: Figures['themes']; quotes: SaidOfTheme[] }> {
  const { themes: said, roots } = await standingThemes(
    ctx,
    // The day of a theme's item is in UTC: a day more at each end finds all, by index.
    ctx.db.many<{ theme_id: string; at: number; n: number }>(sql`
      select t.theme_id, width_bucket(i.received_at, ${boundsOf(span)}) - 1 as at, count(*) as n from theme_items t
      join inbox_items i on i.workspace_id = ${ctx.workspaceId} and i.id = t.feedback_id
      where t.workspace_id = ${ctx.workspaceId} and t.theme_id is not null and ${counted}
        and t.day >= ${span.bounds[0]!}::date - 1 and t.day <= ${span.to}::date + 1
        and i.received_at >= ${span.bounds[0]!} and i.received_at < ${span.to}
      group by 1, 2`),
    span.starts.length,
  )
  const holds = holding(said.map(({ bins }) => weekChange(bins).chance))
  const top = said.map((one, at) => ({ ...one, couldBeChance: !holds[at] })).slice(0, topThemes)
  if (top.length === 0) return { themes: [], quotes: [] }
  const members = JSON.stringify(
    top.flatMap(({ id }) =>
      [...roots].filter(([, root]) => root === id).map(([theme]) => ({ root: id, theme })),
    ),
  )
  const of = sql`jsonb_to_recordset(${members}::jsonb) as k (root uuid, theme uuid)`
  const [accounts, quotes, requests, actions] = await Promise.all([
    countAccounts(ctx, span, of),
    findQuotes(ctx, span, of),
    findRequests(ctx, span, of),
    findActions(ctx, of),
  ])
  return {
    themes: top.map(({ id, name, bins, mentions, couldBeChance }) => ({
      id: encodeId('th', id),
      name,
      mentions,
      accounts: accounts.get(id) ?? 0,
      before: bins.at(-2) ?? 0,
      isNew: bins.slice(0, -1).every((n) => n === 0),
      couldBeChance,
      answer: requests.get(id) ?? actions.get(id) ?? null,
    })),
    quotes: quotes.map((one) => ({ themeId: one.root, feedbackId: one.id, quote: one.quote })),
  }
}

const itemsOf = (ctx: Ctx, { from, to }: Pick<Span, 'from' | 'to'>, of: Sql) => sql`
  ${of} join theme_items t on t.workspace_id = ${ctx.workspaceId} and t.theme_id = k.theme
    and t.day >= ${from}::date - 1 and t.day <= ${to}::date + 1
  join inbox_items i on i.workspace_id = ${ctx.workspaceId} and i.id = t.feedback_id
    and i.received_at >= ${from} and i.received_at < ${to} and ${counted}`

async function countAccounts(ctx: Ctx, span: Span, of: Sql): Promise<Map<string, number>> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{ root: string; n: number }>(sql`
    select k.root, count(distinct root_id(a.merged_into_id, a.id)) as n
    from ${itemsOf(ctx, span, of)} join accounts a on a.workspace_id = ${ws} and a.id = i.account_id
    group by 1`)
  return new Map(rows.map(({ root, n }) => [root, n]))
}

/** One a theme: unhappy words first, of a length that says something, the newest of them. */
async function findQuotes(
  ctx: Ctx,
  span: Span,
  of: Sql,
): Promise<{ root: string; id: string; quote: string }[]> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{ root: string; id: string; verbatim: string }>(sql`
    select distinct on (r.root) r.root, r.id, f.verbatim from (
      select k.root, i.id, i.is_negative, i.received_at, row_number() over (partition by k.root order by i.received_at desc, i.id) as at
      from ${itemsOf(ctx, span, of)}
    ) r join feedback_items f on f.workspace_id = ${ws} and f.id = r.id
    where r.at <= 200
    order by r.root, char_length(f.verbatim) between 20 and ${longestQuote} desc, r.is_negative desc, r.received_at desc, r.id`)
  return rows.map(({ root, id, verbatim }) => ({
    root,
    id,
    quote: shortened(verbatim.replace(/\s+/g, ' ').trim(), longestQuote),
  }))
}

/** The request that most of a theme's words stand behind. */
async function findRequests(ctx: Ctx, span: Span, of: Sql): Promise<Map<string, ThemeAnswer>> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{
    root: string
    id: string
    title: string
    status: string
    target_on: string | null
  }>(sql`
    select distinct on (c.root) c.root, r.id, r.title, r.status, r.target_on::text as target_on from (
      select k.root, root_id(q.merged_into_id, q.id) as id, count(*) as n
      from ${itemsOf(ctx, { from: span.bounds[0]!, to: span.to }, of)}
      join request_evidence e on e.workspace_id = ${ws} and e.feedback_id = i.id
      join requests q on q.workspace_id = ${ws} and q.id = e.request_id
      group by 1, 2
    ) c join requests r on r.workspace_id = ${ws} and r.id = c.id
    order by c.root, c.n desc, r.id`)
  return new Map(
    rows.map(({ root, id, title, status, target_on }) => [
      root,
      {
        kind: 'request',
        id: encodeId('req', id),
        title,
        status,
        on: status === 'planned' || status === 'in_progress' ? target_on : null,
      },
    ]),
  )
}

/** The open corrective action about a theme that is due first. */
async function findActions(ctx: Ctx, of: Sql): Promise<Map<string, ThemeAnswer>> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{ root: string; id: string; number: number; due_on: string }>(sql`
    select distinct on (k.root) k.root, a.id, a.number, a.due_on::text as due_on
    from ${of} join corrective_actions a on a.workspace_id = ${ws} and a.theme_id = k.theme and a.state = 'open'
    order by k.root, a.due_on, a.id`)
  return new Map(
    rows.map(({ root, id, number, due_on }) => [
      root,
      { kind: 'action', id: encodeId('capa', id), title: `CAPA ${number}`, status: 'open', on: due_on },
    ]),
  )
}
