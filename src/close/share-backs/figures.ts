import { standingThemes } from '#analyze/themes/standing.ts'
import { countLoops } from '#close/ledger/queries.ts'
import type { Changes, Figures, Quote } from '#close/share-backs/contract.ts'
import { shortened } from '#collect/feedback/rules.ts'
import { familyOf } from '#organize/tags/rules.ts'
import { categorySettings } from '#organize/tags/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** Counts what a share-back says. */

const topThemes = 5
const mostRows = 10
const mostQuotes = 3

export interface Period {
  from: Date
  /** not included */
  to: Date
}

/** The figures of a time, and what customers said in praise. */
export async function countFigures(ctx: Ctx, period: Period): Promise<{ figures: Figures; quotes: Quote[] }> {
  const [themes, changes, quotes] = await Promise.all([
    countThemes(ctx, period),
    countChanges(ctx, period),
    findPraise(ctx, duringOf(period)),
  ])
  return { figures: { themes, ...changes }, quotes }
}

/** What came of it in a time: decided, shipped, told, closed and put right. */
export async function countChanges(ctx: Ctx, period: Period): Promise<Changes> {
  const during = duringOf(period)
  const [decided, shipped, told, loops, actions] = await Promise.all([
    countDecided(ctx, during),
    countShipped(ctx, during),
    countTold(ctx, during),
    countClosed(ctx, during),
    countActions(ctx, during),
  ])
  return { decided, shipped, told, loops, actions }
}

type During = (column: Sql) => Sql

const duringOf =
  ({ from, to }: Period): During =>
  (column) =>
    sql`${column} >= ${from} and ${column} < ${to}`

async function countThemes(ctx: Ctx, { from, to }: Period): Promise<Figures['themes']> {
  const ws = ctx.workspaceId
  const { themes } = await standingThemes(
    ctx,
    // The day of a theme's item is in another zone perhaps: a day more at each end finds all, by index.
    ctx.db.many<{ theme_id: string; at: number; n: number }>(sql`
      select t.theme_id, 0 as at, count(*) as n from theme_items t
      join inbox_items i on i.workspace_id = ${ws} and i.id = t.feedback_id and i.status not in ('spam', 'merged')
      where t.workspace_id = ${ws} and t.theme_id is not null
        and t.day >= ${from}::date - 1 and t.day <= ${to}::date + 1
        and i.received_at >= ${from} and i.received_at < ${to} and not i.is_history
      group by t.theme_id`),
  )
  return themes
    .slice(0, topThemes)
    .map(({ id, name, mentions }) => ({ id: encodeId('th', id), name, mentions }))
}

/** Rows of a query that says with each how many there are (`n`). */
const some = <Row extends { n: number }, T>(rows: readonly Row[], show: (row: Row) => T) => ({
  n: rows[0]?.n ?? 0,
  rows: rows.map(show),
})

async function countDecided(ctx: Ctx, during: During): Promise<Figures['decided']> {
  const ws = ctx.workspaceId
  type Row = Omit<Figures['decided']['rows'][number], 'id'> & { id: string; n: number }
  // where a request stands now counts, not each step on the way
  const rows = await ctx.db.many<Row>(sql`
    select r.id, r.title, m.status, m.reason, count(*) over () as n from request_moves m
    join requests r on r.workspace_id = ${ws} and r.id = m.request_id and r.move = m.number and r.merged_into_id is null
    where m.workspace_id = ${ws} and m.status in ('planned', 'in_progress', 'declined', 'parked') and ${during(sql`m.at`)}
    order by m.at, r.id limit ${mostRows}`)
  return some(rows, ({ id, title, status, reason }) => ({ id: encodeId('req', id), title, status, reason }))
}

const aboutId = (kind: 'release' | 'request', id: string) => encodeId(kind === 'release' ? 'rel' : 'req', id)

async function countShipped(ctx: Ctx, during: During): Promise<Figures['shipped']> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{ kind: 'release' | 'request'; id: string; title: string; n: number }>(sql`
    select kind, id, title, count(*) over () as n from (
      select 'release' as kind, id, name as title, shipped_at as at from releases
      where workspace_id = ${ws} and ${during(sql`shipped_at`)}
      union all
      select 'request', r.id, r.title, m.at from request_moves m
      join requests r on r.workspace_id = ${ws} and r.id = m.request_id and r.move = m.number and r.merged_into_id is null
      where m.workspace_id = ${ws} and m.status = 'shipped' and ${during(sql`m.at`)}
    ) shipped order by kind, at, id limit ${mostRows}`)
  return some(rows, ({ kind, id, title }) => ({ kind, id: aboutId(kind, id), title }))
}

async function countTold(ctx: Ctx, during: During): Promise<Figures['told']> {
  const ws = ctx.workspaceId
  const [all, rows] = await Promise.all([
    ctx.db.one<{ people: number; updates: number }>(sql`
      select count(distinct contact_id) as people, count(*) filter (where announcement_id is null) as updates
      from updates where workspace_id = ${ws} and state = 'sent' and ${during(sql`sent_at`)}`),
    ctx.db.many<{ kind: 'release' | 'request'; id: string; title: string; people: number; n: number }>(sql`
      select case when a.release_id is null then 'request' else 'release' end as kind, coalesce(l.id, r.id) as id,
        coalesce(l.name, r.title) as title, a.sent_count as people, count(*) over () as n
      from announcements a
      left join requests r on r.workspace_id = ${ws} and r.id = a.request_id
      left join releases l on l.workspace_id = ${ws} and l.id = a.release_id
      where a.workspace_id = ${ws} and a.state = 'sent' and ${during(sql`a.sent_at`)}
      order by a.sent_count desc, a.id limit ${mostRows}`),
  ])
  return {
    ...all,
    announcements: some(rows, ({ kind, id, title, people }) => ({
      kind,
      id: aboutId(kind, id),
      title,
      people,
    })),
  }
}

async function countClosed(ctx: Ctx, during: During): Promise<Figures['loops']> {
  const [{ closed }, { open }] = await Promise.all([
    ctx.db.one<{ closed: number }>(sql`
      select count(*) as closed from loop_positions
      where workspace_id = ${ctx.workspaceId} and closed_at is not null and ${during(sql`closed_at`)}`),
    countLoops(ctx, {}),
  ])
  return { closed, open }
}

async function countActions(ctx: Ctx, during: During): Promise<Figures['actions']> {
  const rows = await ctx.db.many<{ id: string; number: number; finding: string; n: number }>(sql`
    select id, number, finding, count(*) over () as n from corrective_actions
    where workspace_id = ${ctx.workspaceId} and state in ('done', 'effective') and ${during(sql`done_at`)}
    order by done_at, id limit ${mostRows}`)
  return some(rows, ({ id, number, finding }) => ({ id: encodeId('capa', id), number, finding }))
}

/** The newest items of praise with some words, neither a cheer nor a letter first. */
async function findPraise(ctx: Ctx, during: During): Promise<Quote[]> {
  const ws = ctx.workspaceId
  const { types } = await getSetting(ctx, categorySettings)
  const praise = types.map(({ code }) => code).filter((code) => familyOf(types, code) === 'compliment')
  const rows = await ctx.db.many<{ id: string; verbatim: string }>(sql`
    select i.id, f.verbatim from inbox_items i
    join feedback_items f on f.workspace_id = ${ws} and f.id = i.id
    where i.workspace_id = ${ws} and i.type = any(${praise}) and i.status not in ('spam', 'merged') and not i.is_history
      and not i.is_negative and ${during(sql`i.received_at`)}
    order by char_length(f.verbatim) between 25 and 280 desc, i.received_at desc, i.id desc limit ${mostQuotes}`)
  return rows.map(({ id, verbatim }) => ({
    feedbackId: encodeId('fb', id),
    quote: shortened(verbatim.replace(/\s+/g, ' ').trim(), 280),
  }))
}
