import { countByMissing } from '#close/ledger/queries.ts'
import { links } from '#close/ledger/rules.ts'
import { channelLabel } from '#collect/feedback/rules.ts'
import { feedbackSettings } from '#collect/feedback/settings.ts'
import { npsCountsSql } from '#collect/surveys/results/counting.ts'
import { nps, npsChange } from '#collect/surveys/results/scores.ts'
import type { AnswerTimes, ChannelVolume, Health, NpsQuarter } from '#measure/dashboards/contract.ts'
import {
  addDays,
  type Period,
  type Span,
  spanBefore,
  spanOf,
  weekOf,
  weeksOf,
} from '#measure/dashboards/rules.ts'
import { type Band, bandOf, lastQuarters, quarterName } from '#measure/metrics/rules.ts'
import { metricSettings } from '#measure/metrics/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { waitingSince } from '#platform/events/waiting.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { quantile } from '#platform/statistics/intervals.ts'

/** The health page as figures. Volumes are read from daily sums, the loop from the ledger. */
export async function getHealth(ctx: Ctx, input: { period: Period; segment?: string }): Promise<Health> {
  const now = ctx.now()
  const span = spanOf(input.period, now)
  const before = spanBefore(span)
  const [{ channels: labels }, { npsBands, targets }] = await Promise.all([
    getSetting(ctx, feedbackSettings),
    getSetting(ctx, metricSettings),
  ])
  const targetHours = targets.answered
  const name = (channel: string) => channelLabel(channel, labels)
  const [quarters, sums, answers, loop, current, isStarted, waiting] = await Promise.all([
    npsQuarters(ctx, input.segment, 8),
    dailySums(ctx, { from: before.from, to: span.to }, input.segment),
    answerTimes(ctx, span, input.segment, name, targetHours),
    loopFigures(ctx, span, input.segment),
    currentWork(ctx),
    hasItems(ctx),
    // events that the figures have not heard yet make them “as of” the first of those
    waitingSince(ctx, 'measure/items'),
  ])
  return {
    period: input.period,
    span,
    before,
    segment: input.segment ?? null,
    asOf: (waiting ?? now).toISOString(),
    hasAnything: isStarted || quarters.some((quarter) => quarter.n > 0),
    nps: { quarters, latest: latestNps(quarters, npsBands) },
    volume: volumes(sums, span, weeksOf[input.period], name),
    answers: { targetHours, ...answers },
    loop,
    now: current,
  }
}

interface DailySum {
  day: string
  channel: string
  items: number
}

function dailySums(ctx: Ctx, span: Span, segment: string | undefined): Promise<DailySum[]> {
  return ctx.db.many<DailySum>(sql`
    select day, channel, sum(items) as items from measure_daily
    where workspace_id = ${ctx.workspaceId} and day between ${span.from} and ${span.to}
      ${segment === undefined ? sql.empty : sql`and segment = ${segment}`}
    group by day, channel`)
}

/** How far what was heard in the span came round the loop, as the ledger keeps it. */
async function loopFigures(ctx: Ctx, span: Span, segment: string | undefined): Promise<Health['loop']> {
  const of = await countByMissing(ctx, {
    state: 'all',
    ...span,
    ...(segment !== undefined && { segment: segment || 'none' }),
  })
  // who stopped at a link lacks the next one
  const stopped = links.map((_, i) => of.get(links[i + 1] ?? null) ?? 0)
  return links.map((stage, i) => ({
    stage,
    reached: stopped.slice(i).reduce((sum, n) => sum + n, 0),
    stopped: stopped[i]!,
  }))
}

function volumes(
  sums: DailySum[],
  span: Span,
  weeks: number,
  name: (channel: string) => string,
): Health['volume'] {
  const byChannel = new Map<string, ChannelVolume>()
  for (const sum of sums) {
    const volume = byChannel.get(sum.channel) ?? {
      channel: sum.channel,
      label: name(sum.channel),
      items: 0,
      before: 0,
      weeks: Array<number>(weeks).fill(0),
    }
    byChannel.set(sum.channel, volume)
    if (sum.day < span.from) volume.before += sum.items
    else {
      volume.items += sum.items
      volume.weeks[weekOf(span, sum.day)]! += sum.items
    }
  }
  const channels = [...byChannel.values()]
    .filter((volume) => volume.items > 0 || volume.before > 0)
    .sort((a, b) => b.items - a.items || b.before - a.before || a.label.localeCompare(b.label))
  return {
    items: channels.reduce((sum, channel) => sum + channel.items, 0),
    before: channels.reduce((sum, channel) => sum + channel.before, 0),
    channels,
  }
}

/** Answers in scope: NPS surveys, not provisional; the segment is the account's of today. */
export function npsAnswers(ctx: Ctx, segment: string | undefined): Sql {
  const ws = ctx.workspaceId
  return sql`from responses x
    join surveys s on s.workspace_id = ${ws} and s.id = x.survey_id and s.kind = 'nps'
    ${
      segment === undefined
        ? sql.empty
        : sql`join accounts a on a.workspace_id = ${ws} and a.id = x.account_id
          join accounts r on r.workspace_id = ${ws} and r.id = root_id(a.merged_into_id, a.id) and r.segment = ${segment}`
    }
    where x.workspace_id = ${ws} and not x.is_provisional`
}

async function npsQuarters(ctx: Ctx, segment: string | undefined, count: number): Promise<NpsQuarter[]> {
  const ws = ctx.workspaceId
  const starts = lastQuarters(ctx.now(), count)
  const first = `${starts[0]}T00:00:00Z`
  const [scores, asked] = await Promise.all([
    ctx.db.many<{ quarter: string; promoters: number; passives: number; detractors: number }>(sql`
      select date_trunc('quarter', x.submitted_at at time zone 'UTC')::date as quarter, ${npsCountsSql(sql`x.score`)}
      ${npsAnswers(ctx, segment)} and x.submitted_at >= ${first}::timestamptz
      group by 1`),
    ctx.db.many<{ quarter: string; delivered: number; answered: number }>(sql`
      select date_trunc('quarter', v.invited_at at time zone 'UTC')::date as quarter,
        count(*) as delivered, count(v.answered_at) as answered
      from invitations v
      join surveys s on s.workspace_id = ${ws} and s.id = v.survey_id and s.kind = 'nps'
      ${
        segment === undefined
          ? sql.empty
          : sql`join accounts a on a.workspace_id = ${ws} and a.id = v.account_id
            join accounts r on r.workspace_id = ${ws} and r.id = root_id(a.merged_into_id, a.id) and r.segment = ${segment}`
      }
      where v.workspace_id = ${ws} and v.delivered_at is not null and v.invited_at >= ${first}::timestamptz
      group by 1`),
  ])
  return starts.map((from, i) => {
    const counts = scores.find((row) => row.quarter === from) ?? { promoters: 0, passives: 0, detractors: 0 }
    const { promoters, passives, detractors } = counts
    const score = nps({ promoters, passives, detractors })
    const sent = asked.find((row) => row.quarter === from)
    const next =
      starts[i + 1] ?? lastQuarters(new Date(Date.parse(`${from}T00:00:00Z`) + 100 * 86_400_000), 1)[0]!
    return {
      name: quarterName(from),
      from,
      to: addDays(next, -1),
      n: promoters + passives + detractors,
      promoters,
      passives,
      detractors,
      score: score?.value ?? null,
      low: score?.low ?? null,
      high: score?.high ?? null,
      delivered: sent?.delivered ?? 0,
      answered: sent?.answered ?? 0,
    }
  })
}

function latestNps(quarters: NpsQuarter[], bands: readonly Band[]): Health['nps']['latest'] {
  const at = quarters.findLastIndex((quarter) => quarter.score !== null)
  const quarter = quarters[at]
  if (!quarter) return null
  const band = bandOf(quarter.score!, bands)
  const above = bands[bands.indexOf(band) - 1]
  const yearAgo = quarters[at - 4]
  const against = yearAgo?.score != null ? yearAgo : quarters[at - 1]
  const change = against && npsChange(against, quarter)
  return {
    quarter,
    band: band.name,
    bandFrom: band.from,
    bandTo: above?.from ?? 100,
    change: change
      ? {
          ...change,
          against: against === yearAgo ? ('a year ago' as const) : ('the quarter before' as const),
        }
      : null,
  }
}

/** Items received in the span to which somebody is owed a first answer. */
async function answerTimes(
  ctx: Ctx,
  span: Span,
  segment: string | undefined,
  name: (channel: string) => string,
  targetHours: number,
) {
  const overdue = new Date(ctx.now().getTime() - targetHours * 3_600_000)
  const rows = await ctx.db.many<{
    channel: string
    minutes: number | null
    items: number
    overdue: number
  }>(sql`
    select channel, response_minutes as minutes, count(*) as items,
      count(*) filter (where response_minutes is null and received_at <= ${overdue}) as overdue
    from measure_items
    where workspace_id = ${ctx.workspaceId} and is_owed and received_at >= ${`${span.from}T00:00:00Z`}::timestamptz
      and received_at < ${`${addDays(span.to, 1)}T00:00:00Z`}::timestamptz
      ${segment === undefined ? sql.empty : sql`and segment = ${segment}`}
    group by channel, response_minutes order by response_minutes`)
  const times = (channel: string | null): AnswerTimes => {
    const own = channel === null ? rows : rows.filter((row) => row.channel === channel)
    const given = own.filter((row) => row.minutes !== null)
    const tally = mergeTally(given.map((row) => [row.minutes!, row.items] as const))
    const answered = given.reduce((sum, row) => sum + row.items, 0)
    const inside = given
      .filter((row) => row.minutes! < targetHours * 60)
      .reduce((sum, row) => sum + row.items, 0)
    const unanswered = own.filter((row) => row.minutes === null)
    const late = unanswered.reduce((sum, row) => sum + row.overdue, 0)
    return {
      channel,
      label: channel === null ? 'All channels' : name(channel),
      answered,
      inside,
      late: answered - inside + late,
      waiting: unanswered.reduce((sum, row) => sum + row.items, 0) - late,
      median: quantile(tally, 0.5) ?? null,
      nineOfTen: quantile(tally, 0.9) ?? null,
    }
  }
  const channels = [...new Set(rows.map((row) => row.channel))].map(times)
  return {
    all: times(null),
    channels: channels.sort((a, b) => (a.nineOfTen ?? Infinity) - (b.nineOfTen ?? Infinity)),
  }
}

function mergeTally(rows: readonly (readonly [number, number])[]): [number, number][] {
  const merged: [number, number][] = []
  for (const [value, count] of rows) {
    const last = merged.at(-1)
    if (last && last[0] === value) last[1] += count
    else merged.push([value, count])
  }
  return merged
}

/** What stands open at this moment, for all segments: the same conditions as the lists these numbers open. */
async function currentWork(ctx: Ctx): Promise<Health['now']> {
  const now = ctx.now()
  const row = await ctx.db.one<{ late_triage: number; open_cases: number; late_cases: number }>(sql`
    select
      (select count(*) from inbox_items i where i.workspace_id = ${ctx.workspaceId} and i.type is null and not i.is_history
        and i.status not in ('spam', 'merged') and i.received_at <= ${new Date(now.getTime() - 24 * 3_600_000)}) as late_triage,
      (select count(*) from cases c where c.workspace_id = ${ctx.workspaceId} and c.status = 'open') as open_cases,
      (select count(*) from cases c where c.workspace_id = ${ctx.workspaceId} and c.status = 'open' and c.next_due_at < ${now}) as late_cases`)
  return { lateTriage: row.late_triage, openCases: row.open_cases, lateCases: row.late_cases }
}

async function hasItems(ctx: Ctx): Promise<boolean> {
  const { has } = await ctx.db.one<{ has: boolean }>(sql`
    select exists (select 1 from measure_items where workspace_id = ${ctx.workspaceId}) as has`)
  return has
}
