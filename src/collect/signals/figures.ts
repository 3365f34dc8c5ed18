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
const baseWeeks = baseDays / weekDays

/** The days the figures speak of, as of today. */
function spanOf(ctx: Ctx) {
  const today = dayOf(ctx.now())
  return { today, month: addDays(today, 1 - baseDays), first: addDays(today, 1 - weeks * weekDays) }
}
type Span = ReturnType<typeof spanOf>

/** Weeks of use of the accounts we know, by feature and the account it counts for: all figures are sums of these. */
const weeksOfUse = ({ workspaceId: ws }: Ctx, { first, today }: Span, feature?: string) => sql`
  select d.feature_id, root_id(a.merged_into_id, a.id) as account_id, (d.day - ${first}::date) / ${weekDays}::int as week,
    sum(d.events) as events, sum(d.seconds) as seconds, sum(d.errors) as errors, max(d.day) as last_on
  from signal_days d
  join signal_subjects s on s.workspace_id = ${ws} and s.id = d.subject_id
  join accounts a on a.workspace_id = ${ws} and a.id = s.account_id
  where d.workspace_id = ${ws} and d.day between ${first} and ${today}
    ${feature ? sql`and d.feature_id = ${feature}` : sql``}
  group by 1, 2, 3`

const byWeek = (column: Sql) =>
  sql`array[${sql.join(
    Array.from(
      { length: weeks },
      (_, week) => sql`coalesce(sum(u.${column}) filter (where u.week = ${week}::int), 0)`,
    ),
    ', ',
  )}]::float8[]`

/** What `Compared` is made of. */
const sums = sql`${byWeek(sql`events`)} as weeks, ${byWeek(sql`errors`)} as errors, max(u.last_on) as last_on`

interface Sums {
  weeks: number[]
  errors: number[]
  last_on: string | null
}

function comparedOf({ weeks: events, errors, last_on }: Sums, today: string): Compared {
  const base = (values: number[]) =>
    values.slice(-1 - baseWeeks, -1).reduce((sum, value) => sum + value, 0) / baseWeeks
  return {
    now: events.at(-1)!,
    base: base(events),
    errorsNow: errors.at(-1)!,
    errorsBase: base(errors),
    silentDays: last_on === null ? null : daysBetween(last_on, today),
  }
}

/** Adoption, time, drop-off and errors of each feature. */
export async function getFigures(ctx: Ctx): Promise<Answer<typeof figuresContract>> {
  const span = spanOf(ctx)
  const ws = ctx.workspaceId
  const isRecent = sql`u.week >= ${weeks - baseWeeks}::int`
  const [features, persons, unknown] = await Promise.all([
    ctx.db.many<
      Sums & {
        id: string | null
        name: string
        accounts: number
        used_before: number
        ever: number
        seconds: number
      }
    >(sql`
      select o.*, f.name from (
        select u.feature_id as id, count(distinct u.account_id) filter (where ${isRecent})::int as accounts,
          count(distinct u.account_id) filter (where not ${isRecent})::int as used_before,
          count(distinct u.account_id)::int as ever, coalesce(sum(u.seconds) filter (where ${isRecent}), 0)::bigint as seconds, ${sums}
        from (${weeksOfUse(ctx, span)}) u group by grouping sets ((), (u.feature_id))
      ) o left join signal_features f on f.workspace_id = ${ws} and f.id = o.id
      order by o.accounts desc, o.weeks[${weeks}::int] desc, f.name`),
    ctx.db.many<{ feature_id: string | null; n: number }>(sql`
      with used as materialized (
        select distinct p.feature_id, p.subject_id, p.person_id from signal_person_days p
        where p.workspace_id = ${ws} and p.day between ${span.month} and ${span.today}
      )
      select u.feature_id, count(distinct coalesce(w.contact_id, w.id))::int as n
      from used u
      join signal_subjects s on s.workspace_id = ${ws} and s.id = u.subject_id and s.account_id is not null
      join signal_subjects w on w.workspace_id = ${ws} and w.id = u.person_id
      group by grouping sets ((), (u.feature_id))`),
    ctx.db.one<{ n: number }>(sql`
      select count(*)::int as n from signal_subjects s where ${isUnknown(ctx)}`),
  ])
  const peopleOf = new Map(persons.map((row) => [row.feature_id, row.n]))
  return {
    accounts: features.find(({ id }) => id === null)!.accounts,
    people: peopleOf.get(null) ?? 0,
    unknown: unknown.n,
    data: features.flatMap((row): z.output<typeof FeatureFigures>[] =>
      row.id === null
        ? []
        : [
            {
              featureId: encodeId('feat', row.id),
              name: row.name,
              accounts: row.accounts,
              people: peopleOf.get(row.id) ?? 0,
              stopped: row.ever - row.accounts,
              usedBefore: row.used_before,
              seconds: row.seconds,
              use: comparedOf(row, span.today),
              weeks: row.weeks,
            },
          ],
    ),
  }
}

const Place = z.tuple([z.number(), z.uuid()])

/** Accounts by risk, the highest first; all are reckoned, so that their order is that of the figures shown. */
export async function listAccountUse(
  ctx: Ctx,
  { feature, show, limit, cursor }: Input<typeof listContract>,
): Promise<Page<z.output<typeof AccountUse>>> {
  const span = spanOf(ctx)
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<
    Sums & { id: string; name: string; mrr_cents: number | null; currency: string }
  >(sql`
    select a.id, a.name, a.mrr_cents, a.currency, o.weeks, o.errors, o.last_on from (
      select u.account_id, ${sums} from (${weeksOfUse(ctx, span, feature)}) u group by u.account_id
    ) o join accounts a on a.workspace_id = ${ws} and a.id = o.account_id`)
  const ranked = rows
    .map((row) => {
      const use = comparedOf(row, span.today)
      const risk = riskOf(use)
      const rank = show === 'errors' ? (errorRate(use.now, use.errorsNow) ?? 0) : (risk.score ?? -1)
      return { row, use, risk, place: [rank, row.id] as [number, string] }
    })
    .filter(({ row, use }) => {
      if (show === 'errors') return use.errorsNow > 0
      return show === 'all' || row.last_on! >= span.month === (show === 'used')
    })
    .sort((a, b) => b.place[0] - a.place[0] || (a.row.id < b.row.id ? -1 : 1))
  const after = cursor ? decodeCursor(cursor, Place) : undefined
  const rest = after
    ? ranked.filter(({ place: [rank, id] }) => rank < after[0] || (rank === after[0] && id > after[1]))
    : ranked
  const shown = rest.slice(0, limit)
  const ids = shown.map(({ row }) => row.id)
  const persons = await ctx.db.many<{ id: string; n: number }>(sql`
    select root_id(a.merged_into_id, a.id) as id, count(distinct coalesce(w.contact_id, w.id))::int as n
    from accounts a
    join signal_subjects s on s.workspace_id = ${ws} and s.account_id = a.id
    join signal_person_days p on p.workspace_id = ${ws} and p.subject_id = s.id and p.day between ${span.month} and ${span.today}
    join signal_subjects w on w.workspace_id = ${ws} and w.id = p.person_id
    where a.workspace_id = ${ws} and (a.id = any (${ids}::uuid[]) or a.merged_into_id = any (${ids}::uuid[]))
      ${feature ? sql`and p.feature_id = ${feature}` : sql``}
    group by 1`)
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
      weeks: row.weeks,
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
