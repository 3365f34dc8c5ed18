import { countByMissing } from '#close/ledger/queries.ts'
import { links } from '#close/ledger/rules.ts'
import { together } from '#collect/surveys/results/figures.ts'
import { npsChange } from '#collect/surveys/results/scores.ts'
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
import { type Metric, metricOf } from '#measure/metrics/definitions.ts'
import { type Counted, figureOf } from '#measure/metrics/figures.ts'
import { metricZone } from '#measure/metrics/kept.ts'
import { readLabels } from '#measure/metrics/labels.ts'
import { countedBy } from '#measure/metrics/rows.ts'
import { type Band, bandOf, lastQuarters, quarterName } from '#measure/metrics/rules.ts'
import { metricSettings } from '#measure/metrics/settings.ts'
import { localDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { waitingSince } from '#platform/events/waiting.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** The health page as figures: those of the metrics, and the loop from the ledger. */
export async function getHealth(ctx: Ctx, input: { period: Period; segment?: string }): Promise<Health> {
  const now = ctx.now()
  const [zone, { npsBands, targets }] = await Promise.all([metricZone(ctx), getSetting(ctx, metricSettings)])
  const today = localDate(zone, now.getTime())
  const span = spanOf(input.period, today)
  const before = spanBefore(span)
  const segment = input.segment === undefined ? undefined : input.segment || 'none'
  const [quarters, volume, answers, loop, current, isStarted, waiting] = await Promise.all([
    npsQuarters(ctx, today, segment, 8),
    volumes(ctx, span, before, segment, weeksOf[input.period]),
    answerTimes(ctx, span, segment, targets.answered),
    loopFigures(ctx, span, segment),
    currentWork(ctx),
    hasItems(ctx),
    // events that the figures have not heard yet make them “as of” the first of those
    waitingSince(ctx, 'measure/metrics'),
  ])
  return {
    period: input.period,
    span,
    before,
    segment: input.segment ?? null,
    asOf: (waiting ?? now).toISOString(),
    hasAnything: isStarted || quarters.some((quarter) => quarter.n > 0),
    nps: { quarters, latest: latestNps(quarters, npsBands) },
    volume,
    answers: { targetHours: targets.answered, ...answers },
    loop,
    now: current,
  }
}

/** How far what was heard in the span came round the loop, as the ledger keeps it. */
async function loopFigures(ctx: Ctx, span: Span, segment: string | undefined): Promise<Health['loop']> {
  const of = await countByMissing(ctx, {
    state: 'all',
    ...span,
    ...(segment !== undefined && { segment }),
  })
  // who stopped at a link lacks the next one
  const stopped = links.map((_, i) => of.get(links[i + 1] ?? null) ?? 0)
  return links.map((stage, i) => ({
    stage,
    reached: stopped.slice(i).reduce((sum, n) => sum + n, 0),
    stopped: stopped[i]!,
  }))
}

/** Items of the span by channel and week, and how many each channel had before. */
async function volumes(
  ctx: Ctx,
  span: Span,
  before: Span,
  segment: string | undefined,
  weeks: number,
): Promise<Health['volume']> {
  const metric = metricOf('volume')
  const labels = await readLabels(ctx, metric)
  const rows = await countedBy<{ day: string; channel: string }>(
    ctx,
    metric,
    labels,
    { from: before.from, to: span.to },
    { segment },
    { day: sql`day`, channel: sql`channel` },
  )
  const byChannel = new Map<string, ChannelVolume>()
  for (const { day, channel, n } of rows) {
    const volume = byChannel.get(channel) ?? {
      channel,
      label: labels.show('channel', channel).label,
      items: 0,
      before: 0,
      weeks: Array<number>(weeks).fill(0),
    }
    byChannel.set(channel, volume)
    if (day < span.from) volume.before += n
    else {
      volume.items += n
      volume.weeks[weekOf(span, day)]! += n
    }
  }
  const channels = [...byChannel.values()].sort(
    (a, b) => b.items - a.items || b.before - a.before || a.label.localeCompare(b.label),
  )
  return {
    items: channels.reduce((sum, channel) => sum + channel.items, 0),
    before: channels.reduce((sum, channel) => sum + channel.before, 0),
    channels,
  }
}

/** The last quarters of NPS, and how many of those who were asked answered. */
async function npsQuarters(
  ctx: Ctx,
  today: string,
  segment: string | undefined,
  count: number,
): Promise<NpsQuarter[]> {
  const scored = metricOf('nps')
  const asked: Metric = { ...metricOf('response_rate'), only: scored.only! }
  const starts = lastQuarters(new Date(`${today}T00:00:00Z`), count)
  const labels = await readLabels(ctx, scored)
  const quarterly = async (metric: Metric) =>
    together(
      await countedBy<{ quarter: string }>(
        ctx,
        metric,
        labels,
        { from: starts[0]!, to: today },
        { segment },
        { quarter: sql`date_trunc('quarter', day::timestamp)::date` },
      ),
      (row) => row.quarter,
    )
  const [scores, answered] = await Promise.all([quarterly(scored), quarterly(asked)])
  return starts.map((from, i) => {
    const { n, value, low, high, parts } = figureOf({ as: 'nps' }, scores.get(from) ?? [])
    const rate = figureOf({ as: 'share', of: 'flag' }, answered.get(from) ?? [])
    const next =
      starts[i + 1] ?? lastQuarters(new Date(Date.parse(`${from}T00:00:00Z`) + 100 * 86_400_000), 1)[0]!
    return {
      name: quarterName(from),
      from,
      to: addDays(next, -1),
      n,
      promoters: parts.promoter!,
      passives: parts.passive!,
      detractors: parts.detractor!,
      score: value,
      low,
      high,
      delivered: rate.n,
      answered: rate.parts.hit!,
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

/** How long those waited who are owed a first answer, by when their items came in. */
async function answerTimes(ctx: Ctx, span: Span, segment: string | undefined, targetHours: number) {
  const metric = metricOf('response_time')
  const labels = await readLabels(ctx, metric)
  const rows = await countedBy<{ channel: string }>(
    ctx,
    metric,
    labels,
    span,
    { segment },
    { channel: sql`channel` },
  )
  const times = (channel: string | null, label: string, own: readonly Counted[]): AnswerTimes => {
    const { value, nineOfTen, parts } = figureOf({ as: 'wait', targetHours }, own)
    const { answered, inside, late, waiting } = parts
    return {
      ...{ channel, label, answered: answered!, inside: inside!, late: late!, waiting: waiting! },
      ...{ median: value, nineOfTen },
    }
  }
  const channels = [...together(rows, (row) => row.channel)].map(([channel, own]) =>
    times(channel, labels.show('channel', channel).label, own),
  )
  return {
    all: times(null, 'All channels', rows),
    channels: channels.sort((a, b) => (a.nineOfTen ?? Infinity) - (b.nineOfTen ?? Infinity)),
  }
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
    select exists (select 1 from metric_facts where workspace_id = ${ctx.workspaceId} and fact = 'item') as has`)
  return has
}
