import { countedThemes, stoodSql } from '#measure/correlations/study.ts'
import { addDays, dayOf, daysBetween } from '#measure/dashboards/rules.ts'
import {
  compared,
  type Doing,
  type Judged,
  judge,
  type Measure,
  type MeasureKey,
  measureOf,
  type Unit,
  type Verdict,
  windowDays,
} from '#measure/impact/rules.ts'
import { mrrBandSql } from '#measure/metrics/kept.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/** So many comparable accounts are looked at, drawn by lot: more would make no interval visibly narrower. */
const mostOthers = 500
const mostAskers = 2000
/** A theme is one of the request when so many of its evidence speak of it. */
const themeShare = 0.3

export interface Found {
  days: number
  askers: number
  others: number
  verdict: Verdict
  measures: Judged[]
}

/** What those who asked for these requests did before and after they shipped, against comparable accounts. */
export async function studyImpact(
  ctx: Ctx,
  requestIds: readonly string[],
  shippedAt: Date,
  mostDays = windowDays,
): Promise<Found> {
  const { days, units, doings } = await read(ctx, requestIds, shippedAt, mostDays)
  const measures: Measure[] = doings.map(([key, done]) => measureOf(key, done ? units : [], done ?? [], days))
  const askers = units.filter(({ askedOn }) => askedOn !== null).length
  return { days, askers, others: units.length - askers, ...judge(measures) }
}

/** The accounts that one measure compares, each with what it did before and after. */
export async function comparedAccounts(
  ctx: Ctx,
  requestIds: readonly string[],
  shippedAt: Date,
  key: MeasureKey,
): Promise<ReturnType<typeof compared>> {
  const { days, units, doings } = await read(ctx, requestIds, shippedAt, windowDays)
  const done = doings.find(([one]) => one === key)![1]
  return done ? compared(key, units, done, days) : []
}

async function read(ctx: Ctx, requestIds: readonly string[], shippedAt: Date, mostDays: number) {
  const shippedOn = dayOf(shippedAt)
  const days = Math.max(0, Math.min(mostDays, daysBetween(shippedOn, dayOf(ctx.now()))))
  const units = await unitsOf(ctx, requestIds, shippedAt, addDays(shippedOn, days))
  const span = { shippedOn, from: addDays(shippedOn, -windowDays), to: addDays(shippedOn, days) }
  return { days, units, doings: await doingsOf(ctx, requestIds, units, span) }
}

const whole = (ws: string, requestIds: readonly string[]): Sql => sql`
  select id from requests where workspace_id = ${ws}
    and (id = any (${requestIds}::uuid[]) or merged_into_id = any (${requestIds}::uuid[]))`

/**
 * Accounts that were customers when it shipped and still are: those who had asked by then, and of those who never did
 * the comparable ones, which means of the same segment and MRR band on that day.
 */
async function unitsOf(
  ctx: Ctx,
  requestIds: readonly string[],
  shippedAt: Date,
  to: string,
): Promise<Unit[]> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{ id: string; stratum: string; asked_on: number | null }>(sql`
    with whole as materialized (${whole(ws, requestIds)}),
    asked as materialized (
      select r.id, min(x.at) as at from (
        select f.account_id, f.occurred_at as at from request_evidence e
        join feedback_items f on f.workspace_id = ${ws} and f.id = e.feedback_id
        where e.workspace_id = ${ws} and e.request_id in (select id from whole)
        union all
        select c.account_id, v.voted_at from request_votes v
        join contacts c on c.workspace_id = ${ws} and c.id = v.contact_id
        where v.workspace_id = ${ws} and v.request_id in (select id from whole)
      ) x
      join accounts m on m.workspace_id = ${ws} and m.id = x.account_id
      join accounts r on r.workspace_id = ${ws} and r.id = root_id(m.merged_into_id, m.id)
      group by r.id
    ),
    behind as materialized (
      select root_id(m.merged_into_id, m.id) as id from request_accounts b
      join accounts m on m.workspace_id = ${ws} and m.id = b.account_id
      where b.workspace_id = ${ws} and b.request_id in (select id from whole)
    ),
    stood as materialized (${stoodSql(ws, sql`${shippedAt}`)}),
    units as materialized (
      select s.id, s.segment || '|' || ${mrrBandSql(sql`s.mrr_cents`)} as stratum,
        case when x.at < ${shippedAt} then (x.at at time zone 'UTC')::date - (${shippedAt}::timestamptz at time zone 'UTC')::date end as asked_on
      from stood s
      join accounts a on a.workspace_id = ${ws} and a.id = s.id and a.merged_into_id is null
      left join asked x on x.id = s.id
      where s.lifecycle = 'active' and (x.at < ${shippedAt} or x.id is null and s.id not in (select id from behind))
        and not exists (
          select from account_history g where g.workspace_id = ${ws} and g.account_id = s.id and g.lifecycle = 'churned'
            and g.valid_at >= ${shippedAt} and g.valid_at < ${`${addDays(to, 1)}T00:00:00Z`}::timestamptz)
    )
    (select id, stratum, asked_on from units where asked_on is not null order by id limit ${mostAskers})
    union all
    (select id, stratum, null from units u where asked_on is null
      and stratum in (select stratum from units where asked_on is not null)
      order by md5(id::text) limit ${mostOthers})`)
  return rows.map((row) => ({ id: row.id, stratum: row.stratum, askedOn: row.asked_on }))
}

/** What these accounts did on each day of the time, by measure. */
async function doingsOf(
  ctx: Ctx,
  requestIds: readonly string[],
  units: readonly Unit[],
  { shippedOn, from, to }: { shippedOn: string; from: string; to: string },
) {
  const ws = ctx.workspaceId
  const themeIds = await themesOf(ctx, requestIds)
  const [start, end] = [`${from}T00:00:00Z`, `${addDays(to, 1)}T00:00:00Z`]
  const utc = (at: Sql) => sql`(${at} at time zone 'UTC')::date - ${shippedOn}::date`
  const read = (rows: Sql) =>
    ctx.db.many<Doing>(sql`
      with members as materialized (
        select id, root_id(merged_into_id, id) as root from accounts where workspace_id = ${ws}
          and (id = any (${units.map(({ id }) => id)}::uuid[]) or merged_into_id = any (${units.map(({ id }) => id)}::uuid[]))
      ) ${rows}`)
  const [mentions, tickets, score, usage] = await Promise.all([
    read(sql`
      select m.root as id, d.day - ${shippedOn}::date as day, sum(d.mentions)::integer as value
      from theme_days d join members m on m.id = d.account_id
      where d.workspace_id = ${ws} and d.theme_id = any (${themeIds}::uuid[])
        and d.day between ${from}::date and ${to}::date and d.mentions > 0 group by 1, 2`),
    read(sql`
      select m.root as id, ${utc(sql`f.occurred_at`)} as day, count(*)::integer as value
      from members m join feedback_items f on f.workspace_id = ${ws} and f.account_id = m.id and f.channel = 'support'
        and f.occurred_at >= ${start}::timestamptz and f.occurred_at < ${end}::timestamptz group by 1, 2`),
    read(sql`
      select m.root as id, ${utc(sql`x.submitted_at`)} as day, x.score::integer as value
      from members m join responses x on x.workspace_id = ${ws} and x.account_id = m.id and not x.is_provisional
        and x.submitted_at >= ${start}::timestamptz and x.submitted_at < ${end}::timestamptz
        and x.survey_id in (select id from surveys where workspace_id = ${ws} and kind = 'nps')`),
    read(sql`
      select distinct m.root as id, d.day - ${shippedOn}::date as day, 1 as value
      from members m
      join signal_subjects s on s.workspace_id = ${ws} and s.account_id = m.id
      join signal_days d on d.workspace_id = ${ws} and d.subject_id = s.id
        and d.day between ${from}::date and ${to}::date and d.events > 0`),
  ])
  return [
    // without a theme there is nothing to see
    ['mentions', themeIds.length > 0 ? mentions : null],
    ['tickets', tickets],
    ['score', score],
    ['usage', usage],
  ] as const
}

/** The themes that the evidence of these requests speaks of, with all that is counted together with them. */
async function themesOf(ctx: Ctx, requestIds: readonly string[]): Promise<string[]> {
  const ws = ctx.workspaceId
  const themes = await countedThemes(ctx)
  const rows = await ctx.db.many<{ root: string; n: number }>(sql`
    select m.root_id as root, count(*)::integer as n from request_evidence e
    join theme_items t on t.workspace_id = ${ws} and t.feedback_id = e.feedback_id
    join unnest(${themes.ids}::uuid[], ${themes.roots}::uuid[]) as m (theme_id, root_id) on m.theme_id = t.theme_id
    where e.workspace_id = ${ws} and e.request_id in (${whole(ws, requestIds)}) group by m.root_id`)
  const all = rows.reduce((sum, { n }) => sum + n, 0)
  const own = new Set(rows.filter(({ n }) => n >= themeShare * all).map(({ root }) => root))
  return themes.ids.filter((_, i) => own.has(themes.roots[i]!))
}
