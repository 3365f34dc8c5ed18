import { z } from 'zod'
import { npsCountsSql } from '#collect/surveys/results/counting.ts'
import { type NpsCounts, nps, npsDifference } from '#collect/surveys/results/scores.ts'
import { scoresOf } from '#collect/surveys/rules.ts'
import type * as contract from '#measure/correlations/contract.ts'
import type { Driver, DriverAnswer } from '#measure/correlations/contract.ts'
import { driverText } from '#measure/correlations/driver-text.ts'
import { countedThemes } from '#measure/correlations/study.ts'
import { addDays, dayOf } from '#measure/dashboards/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'
import { holding } from '#platform/statistics/chances.ts'
import { normalTails, z95 } from '#platform/statistics/distributions.ts'

/** So many of the newest answers are read: enough for any interval, and as quick at a million as at ten thousand. */
export const mostAnswers = 20_000

interface Which {
  days: number
  segment?: string | undefined
}

/** `answers` (id, score, submitted_at): the newest NPS answers with words; the segment is the account's of today. */
function answersSql(ctx: Ctx, { days, segment }: Which): Sql {
  const ws = ctx.workspaceId
  const from = addDays(dayOf(ctx.now()), 1 - days)
  return sql`
    answers as materialized (
      select x.id, x.score, x.submitted_at from responses x
      ${
        segment === undefined
          ? sql.empty
          : sql`join accounts m on m.workspace_id = ${ws} and m.id = x.account_id
            join accounts r on r.workspace_id = ${ws} and r.id = root_id(m.merged_into_id, m.id) and coalesce(r.segment, '') = ${segment}`
      }
      where x.workspace_id = ${ws} and not x.is_provisional and x.item_made_at is not null
        and x.submitted_at >= ${`${from}T00:00:00Z`}::timestamptz
        and x.survey_id in (select id from surveys where workspace_id = ${ws} and kind = 'nps')
      order by x.submitted_at desc, x.id desc limit ${mostAnswers + 1}
    )`
}

/** What each theme takes from the NPS: answers that speak of it against those that do not. */
export async function listDrivers(
  ctx: Ctx,
  input: Which & { limit?: number },
): Promise<Answer<typeof contract.listDrivers>> {
  const ws = ctx.workspaceId
  const themes = await countedThemes(ctx)
  const counts = npsCountsSql(sql`score`)
  const rows = await ctx.db.many<NpsCounts & { theme: string | null }>(sql`
    with ${answersSql(ctx, input)},
    said as (
      select distinct a.id, a.score, m.root_id as theme
      from answers a
      join feedback_items f on f.workspace_id = ${ws} and f.response_id = a.id
      join theme_items t on t.workspace_id = ${ws} and t.feedback_id = f.id
      join unnest(${themes.ids}::uuid[], ${themes.roots}::uuid[]) as m (theme_id, root_id) on m.theme_id = t.theme_id
    )
    select theme, ${counts} from said group by theme
    union all select null, ${counts} from answers`)
  const all = rows.find(({ theme }) => theme === null)!
  const answers = sizeOf(all)
  const found = rows.flatMap((row) =>
    row.theme === null ? [] : [driverOf(row.theme, row, all, themes.names.get(row.theme) ?? '')],
  )
  const family = found.filter((one) => one.difference)
  const holds = holding(family.map((one) => one.difference!.chance))
  for (const [i, one] of family.entries()) one.difference!.holds = holds[i]!
  const data = found
    .map((one) => ({ ...one, text: driverText(one) }))
    .sort(
      (a, b) =>
        Number(b.difference !== null) - Number(a.difference !== null) ||
        Math.abs(b.cost?.points ?? 0) - Math.abs(a.cost?.points ?? 0) ||
        sizeOf(b.with) - sizeOf(a.with) ||
        (a.themeId < b.themeId ? -1 : 1),
    )
  const to = dayOf(ctx.now())
  return {
    ...{ days: input.days, segment: input.segment ?? null, from: addDays(to, 1 - input.days), to },
    answers: Math.min(answers, mostAnswers),
    isWhole: answers <= mostAnswers,
    nps: nps(all)?.value ?? null,
    compared: family.length,
    data: data.slice(0, input.limit),
  }
}

const sizeOf = ({ promoters, passives, detractors }: NpsCounts) => promoters + passives + detractors

function driverOf(theme: string, counts: NpsCounts, all: NpsCounts, label: string): Omit<Driver, 'text'> {
  const { promoters, passives, detractors } = counts
  const having = { promoters, passives, detractors }
  const without = {
    promoters: all.promoters - promoters,
    passives: all.passives - passives,
    detractors: all.detractors - detractors,
  }
  const [n, others] = [sizeOf(having), sizeOf(without)]
  const where = npsDifference(without, having)
  const score = ({ promoters: p, detractors: d }: NpsCounts) => 100 * (p - d)
  const share = n / (n + others)
  const points = score(having) / n - score(without) / others
  return {
    themeId: encodeId('th', theme),
    label,
    with: having,
    without,
    nps: nps(having)?.value ?? null,
    difference: where
      ? {
          points,
          low: where.middle - where.half,
          high: where.middle + where.half,
          chance: normalTails((z95 * where.middle) / where.half),
          holds: false,
        }
      : null,
    cost: where
      ? {
          points: -share * points,
          low: -share * (where.middle + where.half),
          high: -share * (where.middle - where.half),
        }
      : null,
  }
}

const Place = z.tuple([z.string(), z.uuid()])

/** The answers that speak of a theme, or all of them: the same rows as were counted. */
export async function listDriverAnswers(
  ctx: Ctx,
  input: Input<typeof contract.listDriverAnswers>,
): Promise<Answer<typeof contract.listDriverAnswers>> {
  const ws = ctx.workspaceId
  const themes = await countedThemes(ctx)
  const ids = themes.ids.filter((_, i) => themes.roots[i] === input.theme)
  const ofTheme =
    input.theme === undefined
      ? sql.empty
      : sql`join theme_items t on t.workspace_id = ${ws} and t.feedback_id = f.id and t.theme_id = any (${ids}::uuid[])`
  const place = input.cursor ? decodeCursor(input.cursor, Place) : undefined
  const rows = await ctx.db.many<{
    id: string
    feedback_id: string
    score: number
    verbatim: string
    contact_name: string | null
    account_name: string | null
    submitted_at: Date
    place: string
  }>(sql`
    with ${answersSql(ctx, input)}
    select a.id, s.feedback_id, a.score, s.verbatim, c.name as contact_name, r.name as account_name, a.submitted_at, a.submitted_at::text as place
    from answers a
    join lateral (
      select f.id as feedback_id, f.verbatim, f.contact_id, f.account_id from feedback_items f
      ${ofTheme}
      where f.workspace_id = ${ws} and f.response_id = a.id
      order by f.received_at desc, f.id desc limit 1
    ) s on true
    left join contacts c on c.workspace_id = ${ws} and c.id = s.contact_id
    left join accounts m on m.workspace_id = ${ws} and m.id = s.account_id
    left join accounts r on r.workspace_id = ${ws} and r.id = root_id(m.merged_into_id, m.id)
    where true
      ${input.group === undefined ? sql.empty : sql`and a.score = any (${scoresOf(input.group)}::smallint[])`}
      ${place ? sql`and (a.submitted_at, a.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql.empty}
    order by a.submitted_at desc, a.id desc limit ${input.limit + 1}`)
  const show = (row: (typeof rows)[number]): DriverAnswer => ({
    id: encodeId('rsp', row.id),
    feedbackId: encodeId('fb', row.feedback_id),
    score: row.score,
    text: row.verbatim.slice(0, 2000),
    contactName: row.contact_name,
    accountName: row.account_name,
    submittedAt: row.submitted_at.toISOString(),
  })
  return toPage(rows, input.limit, show, (row) => [row.place, row.id])
}
