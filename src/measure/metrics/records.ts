import { z } from 'zod'
import { scaleOf } from '#collect/surveys/kinds.ts'
import { waitText } from '#measure/dashboards/rules.ts'
import type * as contract from '#measure/metrics/contract.ts'
import type { MetricRecord } from '#measure/metrics/contract.ts'
import { type Metric, metricOf, type Part } from '#measure/metrics/definitions.ts'
import { type Face, facesOf } from '#measure/metrics/faces.ts'
import { isIn, partNames, type Reckoned, reckoned } from '#measure/metrics/figures.ts'
import { metricZone } from '#measure/metrics/kept.ts'
import { readLabels } from '#measure/metrics/labels.ts'
import { liveRows } from '#measure/metrics/live.ts'
import { spanAsked } from '#measure/metrics/queries.ts'
import { isKept, narrowed, overdueSince, rowsOf } from '#measure/metrics/rows.ts'
import { metricSettings } from '#measure/metrics/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { mayPass } from '#platform/policy/rules.ts'
import { getSetting } from '#platform/settings/settings.ts'

const Place = z.tuple([z.string(), z.string(), z.uuid()])

interface Row {
  id: string
  day: string
  at: Date
  place: string
  segment: string
  value: number
  flag: boolean
}

/** The very facts a number was counted from, newest first. */
export async function listMetricRecords(
  ctx: Ctx,
  input: Input<typeof contract.listMetricRecords>,
): Promise<Answer<typeof contract.listMetricRecords>> {
  const metric = metricOf(input.key)
  mustSee(ctx, metric)
  const [zone, settings, labels] = await Promise.all([
    metricZone(ctx),
    getSetting(ctx, metricSettings),
    readLabels(ctx, metric),
  ])
  const count = reckoned(metric.count, settings.targets)
  const part = partAsked(metric, count, input.part)
  const span = spanAsked(ctx, zone, input)
  const where = await narrowed(ctx, metric, labels, input)
  const place = input.cursor ? decodeCursor(input.cursor, Place) : undefined
  const overdue = overdueSince(ctx, count)
  const facts = isKept(metric.fact)
    ? sql`select id, day, at, segment, part, value, flag from metric_facts where workspace_id = ${ctx.workspaceId} and fact = ${metric.fact}
        and day between ${span.from}::date and ${span.to}::date ${where}`
    : sql`select id, day, at, segment, part, value, flag from (${liveRows(ctx, metric.fact, span, zone)}) l where true ${where}`
  const [rows, sums] = await Promise.all([
    ctx.db.many<Row>(sql`
      select id, day, at, at::text as place, segment, value, ${overdue ? sql`case when value = -1 then at <= ${overdue} else flag end` : sql`flag`} as flag
      from (${facts}) f where ${part ? partIs(count, part, overdue) : sql`true`}
        ${place ? sql`and (day, at, id) < (${place[0]}::date, ${place[1]}::timestamptz, ${place[2]}::uuid)` : sql.empty}
      order by day desc, at desc, id desc limit ${input.limit + 1}`),
    ctx.db.many<{ value: number; flag: boolean; n: number }>(sql`
      select value, flag, sum(n)::integer as n from (${rowsOf(ctx, metric, count, span, where, zone)}) r group by value, flag`),
  ])
  const faces = await facesOf(
    ctx,
    metric.fact,
    rows.slice(0, input.limit).map((row) => row.id),
  )
  const show = (row: Row): MetricRecord => {
    const face = faces.get(row.id)
    const own = partNames(count).findLast((one) => isIn(count, one, row))
    return {
      id: face?.id ?? row.id,
      title: face?.title ?? 'Erased since',
      who: face?.who ?? null,
      account: face?.account ?? null,
      segment: row.segment === '' ? null : labels.show('segment', row.segment).label,
      at: row.at.toISOString(),
      said: saidOf(metric, row, own, face),
      part: own ?? null,
      to: face?.to ?? null,
    }
  }
  return {
    ...toPage(rows, input.limit, show, (row) => [row.day, row.place, row.id]),
    total: sums.reduce((sum, row) => (!part || isIn(count, part, row) ? sum + row.n : sum), 0),
  }
}

/** Figures are for everybody who sees figures; the records behind them only for who may see such records. */
export function mustSee({ actor }: Ctx, metric: Metric): void {
  const noun = {
    item: 'feedback',
    answered: 'feedback',
    triaged: 'feedback',
    acted: 'feedback',
    loop: 'feedback',
    answer: 'surveys',
    invitation: 'surveys',
    pair: 'surveys',
    case: 'cases',
    resolved: 'cases',
    step: 'cases',
    request: 'requests',
  } as const
  const access = `${noun[metric.fact]}:read` as const
  if (!mayPass(actor, access))
    throw new AppError('forbidden', 'metrics.records_hidden', `These records need the right ${access}.`)
}

/** The part that was asked for. Throws `metrics.unknown_part`. */
export function partAsked(metric: Metric, count: Reckoned, part: string | undefined): Part | undefined {
  const known = partNames(count)
  const found = known.find((one) => one === part)
  if (part !== undefined && !found)
    throw new AppError(
      'invalid',
      'metrics.unknown_part',
      `${metric.name} has no part ${part}. It has: ${known.join(', ') || 'none'}.`,
    )
  return found
}

/** `isIn` of figures.ts as a condition; a test compares the two. */
export function partIs(count: Reckoned, part: Part, overdue: Date | null): Sql {
  const target = 'targetHours' in count && count.targetHours !== null ? count.targetHours * 60 : 2 ** 31 - 1
  const late = overdue ? sql`(value = -1 and at <= ${overdue})` : sql`false`
  const hit = count.as === 'share' && count.of !== 'flag' ? sql`value >= ${count.of}` : sql`flag`
  const conditions: Record<Part, Sql> = {
    promoter: sql`value >= 9`,
    passive: sql`value between 7 and 8`,
    detractor: sql`value < 7`,
    hit,
    miss: sql`not (${hit})`,
    answered: sql`value >= 0`,
    inside: sql`value >= 0 and value < ${target}`,
    late: sql`(value >= ${target} or ${late})`,
    waiting: sql`value = -1 and not ${late}`,
    better: sql`value > 0`,
    same: sql`value = 0`,
    worse: sql`value < 0`,
  }
  return conditions[part]
}

/** What a record came to, in words. */
export function saidOf(
  metric: Metric,
  row: Pick<Row, 'value' | 'flag'>,
  part: Part | undefined,
  face: Face | undefined,
): string {
  const word = (part && metric.parts[part]) ?? ''
  if (metric.fact === 'answer') return `${row.value} of ${scaleOf(face?.kind ?? '').max}`
  if (metric.fact === 'pair') {
    const points = Math.round(row.value / 100)
    return points > 0 ? `+${points} points` : points < 0 ? `−${-points} points` : 'the same'
  }
  if (metric.count.as === 'wait' || metric.count.as === 'inside')
    return row.value < 0
      ? row.flag
        ? 'still waiting, late'
        : 'still waiting'
      : `${waitText(row.value)}${part === 'late' ? ', late' : ''}`
  return word
}
