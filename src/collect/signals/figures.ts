import { z } from 'zod'
import type {
  AccountUse,
  FeatureFigures,
  getFigures as figuresContract,
  listAccountUse as listContract,
  listUnknown as unknownContract,
} from '#collect/signals/contract.ts'
import {
  addDays,
  baseDays,
  type Compared,
  dayOf,
  daysBetween,
  errorRate,
  riskOf,
  weekDays,
} from '#collect/signals/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, encodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input, Page } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'

const weeks = 8

/** The days the figures speak of, as of today. */
function spanOf(ctx: Ctx) {
  const today = dayOf(ctx.now())
  return {
    today,
    week: addDays(today, 1 - weekDays),
    base: addDays(today, 1 - weekDays - baseDays),
    month: addDays(today, 1 - baseDays),
    first: addDays(today, 1 - weeks * weekDays),
  }
}
type Span = ReturnType<typeof spanOf>

/** Days of use of the accounts we know, with the account they count for. */
const days = ({ workspaceId: ws }: Ctx, { first, today }: Span) => sql`
  select d.feature_id, root_id(a.merged_into_id, a.id) as account_id, d.day, d.events, d.seconds, d.errors
  from signal_days d
  join signal_subjects s on s.workspace_id = ${ws} and s.id = d.subject_id
  join accounts a on a.workspace_id = ${ws} and a.id = s.account_id
  where d.workspace_id = ${ws} and d.day between ${first} and ${today}`

/** The sums that `Compared` is made of. */
const sums = ({ week, base }: Span) => sql`
  coalesce(sum(d.events) filter (where d.day >= ${week}), 0)::bigint as now,
  coalesce(sum(d.events) filter (where d.day >= ${base} and d.day < ${week}), 0)::bigint as base,
  coalesce(sum(d.errors) filter (where d.day >= ${week}), 0)::bigint as errors_now,
  coalesce(sum(d.errors) filter (where d.day >= ${base} and d.day < ${week}), 0)::bigint as errors_base,
  max(d.day) filter (where d.events > 0) as last_on`

interface Sums {
  now: number
  base: number
  errors_now: number
  errors_base: number
  last_on: string | null
}

const comparedOf = (row: Sums, today: string): Compared => ({
  now: row.now,
  base: row.base / (baseDays / weekDays),
  errorsNow: row.errors_now,
  errorsBase: row.errors_base,
  silentDays: row.last_on === null ? null : daysBetween(row.last_on, today),
})

/** People of known accounts who used something in 28 days. */
const people = ({ workspaceId: ws }: Ctx, { month, today }: Span) => sql`
  signal_person_days p
  join signal_subjects s on s.workspace_id = ${ws} and s.id = p.subject_id and s.account_id is not null
  join signal_subjects w on w.workspace_id = ${ws} and w.id = p.person_id
  where p.workspace_id = ${ws} and p.day between ${month} and ${today}`

/** Adoption, time, drop-off and errors of each feature. */
export async function getFigures(ctx: Ctx): Promise<Answer<typeof figuresContract>> {
  const span = spanOf(ctx)
  const [features, weekly, persons, accounts, unknown] = await Promise.all([
    ctx.db.many<
      Sums & {
        id: string
        name: string
        accounts: number
        used_before: number
        stopped: number
        seconds: number
      }
    >(sql`
      with of_account as (
        select d.feature_id, d.account_id, ${sums(span)}, bool_or(d.day >= ${span.month}) as is_used,
          bool_or(d.day < ${span.month}) as was_used,
          coalesce(sum(d.seconds) filter (where d.day >= ${span.month}), 0)::bigint as seconds
        from (${days(ctx, span)}) d group by d.feature_id, d.account_id
      )
      select f.id, f.name, count(*) filter (where is_used)::int as accounts, count(*) filter (where was_used)::int as used_before,
        count(*) filter (where was_used and not is_used)::int as stopped, sum(seconds)::bigint as seconds,
        sum(now)::bigint as now, sum(base)::bigint as base, sum(errors_now)::bigint as errors_now,
        sum(errors_base)::bigint as errors_base, max(last_on) as last_on
      from of_account o join signal_features f on f.workspace_id = ${ctx.workspaceId} and f.id = o.feature_id
      group by f.id, f.name order by count(*) filter (where is_used) desc, sum(now) desc, f.name`),
    weeksBy(ctx, span, sql`d.feature_id`),
    ctx.db.many<{ feature_id: string | null; n: number }>(sql`
      select p.feature_id, count(distinct coalesce(w.contact_id, w.id))::int as n from ${people(ctx, span)}
      group by grouping sets ((), (p.feature_id))`),
    ctx.db.one<{ n: number }>(sql`
      select count(distinct d.account_id)::int as n from (${days(ctx, span)}) d where d.day >= ${span.month}`),
    ctx.db.one<{ n: number }>(sql`
      select count(*)::int as n from signal_subjects s where ${isUnknown(ctx)}`),
  ])
  const peopleOf = new Map(persons.map((row) => [row.feature_id, row.n]))
  return {
    accounts: accounts.n,
    people: peopleOf.get(null) ?? 0,
    unknown: unknown.n,
    data: features.map(
      (row): z.output<typeof FeatureFigures> => ({
        featureId: encodeId('feat', row.id),
        name: row.name,
        accounts: row.accounts,
        people: peopleOf.get(row.id) ?? 0,
        stopped: row.stopped,
        usedBefore: row.used_before,
        seconds: row.seconds,
        use: comparedOf(row, span.today),
        weeks: weekly.get(row.id) ?? Array<number>(weeks).fill(0),
      }),
    ),
  }
}

async function weeksBy(
  ctx: Ctx,
  span: Span,
  by: Sql,
  where: Sql = sql`true`,
): Promise<Map<string, number[]>> {
  const rows = await ctx.db.many<{ id: string; week: number; events: number }>(sql`
    select ${by} as id, (d.day - ${span.first}::date) / ${weekDays}::int as week, sum(d.events)::bigint as events
    from (${days(ctx, span)}) d where ${where} group by 1, 2`)
  const found = new Map<string, number[]>()
  for (const { id, week, events } of rows) {
    const list = found.get(id) ?? Array<number>(weeks).fill(0)
    list[week] = events
    found.set(id, list)
  }
  return found
}

const Place = z.tuple([z.number(), z.uuid()])

/** Accounts by risk, the highest first; all are reckoned, so that their order is that of the figures shown. */
export async function listAccountUse(
  ctx: Ctx,
  { feature, show, limit, cursor }: Input<typeof listContract>,
): Promise<Page<z.output<typeof AccountUse>>> {
  const span = spanOf(ctx)
  const where = feature ? sql`d.feature_id = ${feature}` : sql`true`
  const rows = await ctx.db.many<
    Sums & { id: string; is_used: boolean; name: string; mrr_cents: number | null; currency: string }
  >(sql`
    select a.id, a.name, a.mrr_cents, a.currency, o.now, o.base, o.errors_now, o.errors_base, o.last_on, o.is_used from (
      select d.account_id, ${sums(span)}, bool_or(d.day >= ${span.month}) as is_used
      from (${days(ctx, span)}) d where ${where} group by d.account_id
    ) o join accounts a on a.workspace_id = ${ctx.workspaceId} and a.id = o.account_id`)
  const ranked = rows
    .filter((row) =>
      show === 'used'
        ? row.is_used
        : show === 'stopped'
          ? !row.is_used
          : show !== 'errors' || row.errors_now > 0,
    )
    .map((row) => {
      const use = comparedOf(row, span.today)
      const risk = riskOf(use)
      const rank = show === 'errors' ? (errorRate(use.now, use.errorsNow) ?? 0) : (risk.score ?? -1)
      return { row, use, risk, place: [rank, row.id] as [number, string] }
    })
    .sort((a, b) => b.place[0] - a.place[0] || (a.row.id < b.row.id ? -1 : 1))
  const after = cursor ? decodeCursor(cursor, Place) : undefined
  const rest = after
    ? ranked.filter(({ place: [rank, id] }) => rank < after[0] || (rank === after[0] && id > after[1]))
    : ranked
  const shown = rest.slice(0, limit)
  const ids = shown.map(({ row }) => row.id)
  const [weekly, persons] = await Promise.all([
    weeksBy(ctx, span, sql`d.account_id`, sql`${where} and d.account_id = any (${ids}::uuid[])`),
    ctx.db.many<{ id: string; n: number }>(sql`
      select root_id(a.merged_into_id, a.id) as id, count(distinct x.who)::int as n from (
        select s.account_id, p.feature_id, coalesce(w.contact_id, w.id) as who from ${people(ctx, span)}
      ) x join accounts a on a.workspace_id = ${ctx.workspaceId} and a.id = x.account_id
      where root_id(a.merged_into_id, a.id) = any (${ids}::uuid[]) ${feature ? sql`and x.feature_id = ${feature}` : sql``}
      group by 1`),
  ])
  const peopleOf = new Map(persons.map(({ id, n }) => [id, n]))
  return {
    data: shown.map(({ row, use, risk }) => ({
      accountId: encodeId('acct', row.id),
      accountName: row.name,
      mrrCents: row.mrr_cents,
      currency: row.currency,
      use,
      people: peopleOf.get(row.id) ?? 0,
      risk,
      weeks: weekly.get(row.id) ?? Array<number>(weeks).fill(0),
    })),
    nextCursor: rest.length > limit ? encodeCursor(shown.at(-1)!.place) : null,
  }
}

/** Somebody of no account, of whom something was counted; who was only named beside a company counts for that. */
const isUnknown = ({ workspaceId: ws }: Ctx) => sql`s.workspace_id = ${ws} and s.account_id is null
  and exists (select 1 from signal_days d where d.workspace_id = ${ws} and d.subject_id = s.id)`

const UnknownPlace = z.tuple([z.string(), z.uuid()])

/** Who was named and is no customer yet, last seen first. */
export async function listUnknown(
  ctx: Ctx,
  { limit, cursor }: Input<typeof unknownContract>,
): Promise<Answer<typeof unknownContract>> {
  const after = cursor ? decodeCursor(cursor, UnknownPlace) : undefined
  const seen = sql`coalesce(s.last_at, '-infinity'::timestamptz)`
  const rows = await ctx.db.many<{
    id: string
    kind: 'account' | 'person'
    source: string
    key: string
    name: string | null
    last_at: Date | null
    events: number
    place: string
  }>(sql`
    select s.id, s.kind, s.source, s.key, s.name, s.last_at, ${seen}::text as place,
      (select coalesce(sum(d.events), 0)::bigint from signal_days d where d.workspace_id = s.workspace_id and d.subject_id = s.id) as events
    from signal_subjects s where ${isUnknown(ctx)}
      ${after ? sql`and (${seen}, s.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by ${seen} desc, s.id desc limit ${limit + 1}`)
  return toPage(
    rows,
    limit,
    (row) => ({
      id: encodeId('sub', row.id),
      kind: row.kind,
      source: row.source,
      key: row.key,
      name: row.name,
      events: row.events,
      lastAt: row.last_at?.toISOString() ?? null,
    }),
    (row) => [row.place, row.id],
  )
}
