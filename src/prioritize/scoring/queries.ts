import { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { conditionsOf } from '#prioritize/requests/filter.ts'
import { rootOf } from '#prioritize/requests/load.ts'
import { type Row, rowsSql, showRow } from '#prioritize/requests/rows.ts'
import { groups, priorityOf, type Status } from '#prioritize/requests/rules.ts'
import type * as contract from '#prioritize/scoring/contract.ts'
import { type Read, readRanked } from '#prioritize/scoring/field.ts'
import { keyOf, modelKeyOf, type NamedModel, ownFactors, showFactor } from '#prioritize/scoring/models.ts'
import { intervalsOf } from '#prioritize/scoring/ranks.ts'
import { builtIn, effortOf, highImpact, isSaid, quadrantOf, ranked } from '#prioritize/scoring/rules.ts'
import { ranker, scoresOf } from '#prioritize/scoring/score.ts'
import { scoringSettings } from '#prioritize/scoring/settings.ts'
import { explain } from '#prioritize/scoring/words.ts'

type Filter = Pick<Input<typeof contract.rankRequests>, 'group' | 'owner' | 'area' | 'account' | 'q'>

export const showModelName = ({ id, name, kind, version }: NamedModel) => ({
  ...{ id: modelKeyOf(id), name, kind, version },
})

/** The ids that fit a filter; undefined: all that are ranked. */
async function fitting(ctx: Ctx, filter: Filter): Promise<Set<string> | undefined> {
  const ws = ctx.workspaceId
  const conditions = await conditionsOf(ctx, filter)
  if (filter.group) conditions.push(sql`and r.status = any(${[...groups[filter.group]]})`)
  if (conditions.length === 0) return undefined
  const rows = await ctx.db.many<{ id: string }>(sql`
    select r.id from requests r where r.workspace_id = ${ws} and r.merged_into_id is null and r.status = any(${[...ranked]})
      ${sql.join(conditions, ' ')}`)
  return new Set(rows.map((row) => row.id))
}

/** The places of all by falling score, of equal ones those with more demand first; those without a score last. */
export function orderOf(scores: Float64Array): number[] {
  return Array.from(scores.keys()).sort((a, b) => {
    const [one, other] = [scores[a]!, scores[b]!]
    if (Number.isNaN(one) || Number.isNaN(other))
      return Number(Number.isNaN(one)) - Number(Number.isNaN(other)) || a - b
    return other - one || a - b
  })
}

/** The scores at these places, as they are shown. */
async function showScores(
  read: Read & { model: NamedModel },
  scores: Float64Array,
  places: readonly number[],
) {
  const { field, facts, model, frame } = read
  const order = ranker(scores)
  const sure = await intervalsOf(field, model, places)
  return places.map((place, at) => {
    const score = scores[place]!
    const isScored = !Number.isNaN(score)
    const terms = explain(field, model, facts, place, {
      currency: frame.base.currency,
      effortUnit: frame.effortUnit,
    })
    return {
      score: isScored ? score : null,
      scoreLow: isScored ? sure[at]!.scoreLow : null,
      scoreHigh: isScored ? sure[at]!.scoreHigh : null,
      rank: isScored ? order.rank(score) : null,
      rankLow: isScored ? sure[at]!.rankLow : null,
      rankHigh: isScored ? sure[at]!.rankHigh : null,
      terms: terms.map((one) => ({ ...one, factor: keyOf(one.factor) })),
      missing: terms.filter((one) => one.value === null).map((one) => one.name),
    }
  })
}

const CursorPlace = z.tuple([z.number().nullable(), z.uuid()])

/** Requests by score. */
export async function rankRequests(
  ctx: Ctx,
  input: Input<typeof contract.rankRequests>,
): Promise<Answer<typeof contract.rankRequests>> {
  const after = input.cursor ? decodeCursor(input.cursor, CursorPlace) : undefined
  const [read, fits] = await Promise.all([readRanked(ctx, input.model, input.version), fitting(ctx, input)])
  const { facts, model, frame } = read
  const scores = scoresOf(read.field, model)
  const order = orderOf(scores).filter((place) => !fits || fits.has(facts[place]!.id))
  const start = startOf(order, after)
  const places = order.slice(start, start + input.limit + 1)
  const shown = places.slice(0, input.limit)
  const rows = await readRows(
    ctx,
    shown.map((place) => facts[place]!.id),
  )
  const result = await showScores(read, scores, shown)
  const data = toPage(
    places.map((place, at) => ({ place, at })),
    input.limit,
    ({ place, at }) => ({ request: showRow(rows.get(facts[place]!.id)!, frame), ...result[at]! }),
    ({ place }) => [Number.isNaN(scores[place]!) ? null : scores[place]!, facts[place]!.id],
  )
  return { ...data, model: showModelName(model), of: ranker(scores).total }

  /** Behind the last one seen; where its score changed since, behind where it stood. */
  function startOf(list: readonly number[], seen: z.output<typeof CursorPlace> | undefined): number {
    if (!seen) return 0
    const [score, id] = seen
    const at = list.findIndex((place) => facts[place]!.id === id)
    if (at >= 0) return at + 1
    const next = list.findIndex((place) => !(scores[place]! >= (score ?? Number.NEGATIVE_INFINITY)))
    return next < 0 ? list.length : next
  }
}

async function readRows(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Row>> {
  if (ids.length === 0) return new Map()
  const rows = await ctx.db.many<Row>(rowsSql(ctx, sql`and r.id = any(${ids}::uuid[])`))
  return new Map(rows.map((row) => [row.id, row]))
}

/** The score of one request with what people said of it. */
export async function getScore(
  ctx: Ctx,
  { requestId }: { requestId: string },
): Promise<Answer<typeof contract.getScore>> {
  const id = await rootOf(ctx, requestId)
  const [read, own, said, { highEffort }] = await Promise.all([
    readRanked(ctx),
    ownFactors(ctx),
    ctx.db.many<{ factor: string; value: number }>(sql`
      select factor, value from score_values where workspace_id = ${ctx.workspaceId} and request_id = ${id}`),
    getSetting(ctx, scoringSettings),
  ])
  const { facts, model, placeOf, field } = read
  const scores = scoresOf(field, model)
  const place = placeOf.get(id)
  const nothing = {
    ...{ score: null, scoreLow: null, scoreHigh: null, rank: null, rankLow: null, rankHigh: null },
    ...{ terms: [], missing: [] },
  }
  const impact = said.find((one) => one.factor === 'impact')?.value
  const one = place === undefined ? undefined : facts[place]!
  const effort = one && effortOf(one.effort_low, one.effort_high, one.effort_confidence)
  const isIn = (key: string) => model.terms.some((one) => one.factor === key && one.weight > 0)
  const factors = [...builtIn, ...own].filter(isSaid)
  return {
    model: showModelName(model),
    of: ranker(scores).total,
    quadrant: impact !== undefined && effort ? quadrantOf(impact, effort.middle, highEffort) : null,
    ...(place === undefined ? nothing : (await showScores(read, scores, [place]))[0]!),
    said: [...factors.filter((one) => isIn(one.key)), ...factors.filter((one) => !isIn(one.key))].map(
      (factor) => ({
        ...showFactor(factor),
        value: said.find((one) => one.factor === factor.key)?.value ?? null,
        isInModel: isIn(factor.key),
      }),
    ),
  }
}

/** Requests by impact and effort. */
export async function getMatrix(
  ctx: Ctx,
  input: Input<typeof contract.getMatrix>,
): Promise<Answer<typeof contract.getMatrix>> {
  const [read, fits, { highEffort }] = await Promise.all([
    readRanked(ctx, undefined, undefined, ['impact', 'effort']),
    fitting(ctx, input),
    getSetting(ctx, scoringSettings),
  ])
  const { facts, field, model, frame } = read
  const impacts = field.columns.get('impact')!.values
  const scores = scoresOf(field, model)
  const rank = ranker(scores)
  const all = orderOf(scores).filter((place) => !fits || fits.has(facts[place]!.id))
  const isPlaced = (place: number) =>
    !Number.isNaN(impacts[place]!) && !Number.isNaN(field.columns.get('effort')!.values[place]!)
  const placed = all.filter(isPlaced).slice(0, input.limit)
  const unplaced = all
    .filter((place) => !isPlaced(place))
    .sort((a, b) => a - b)
    .slice(0, input.limit)
  const shown = [...placed, ...unplaced]
  const titles = await readTitles(
    ctx,
    shown.map((place) => facts[place]!.id),
  )
  const sure = await intervalsOf(field, model, shown)
  const show = (place: number, at: number) => {
    const one = facts[place]!
    const effort = effortOf(one.effort_low, one.effort_high, one.effort_confidence)
    const impact = Number.isNaN(impacts[place]!) ? null : impacts[place]!
    const isScored = !Number.isNaN(scores[place]!)
    const { title, status } = titles.get(one.id)!
    return {
      ...{ id: encodeId('req', one.id), title, status, accounts: one.accounts, impact },
      effort: effort && {
        ...{
          low: one.effort_low!,
          high: one.effort_high!,
          middle: effort.middle,
          confidence: one.effort_confidence,
        },
      },
      quadrant: impact !== null && effort ? quadrantOf(impact, effort.middle, highEffort) : null,
      rank: isScored ? rank.rank(scores[place]!) : null,
      rankLow: isScored ? sure[at]!.rankLow : null,
      rankHigh: isScored ? sure[at]!.rankHigh : null,
      score: isScored ? scores[place]! : null,
      caution: priorityOf(
        {
          ...{
            accounts: one.accounts,
            customers: one.customers,
            mrrCents: one.mrr,
            largestCents: one.largest,
          },
          ...{ blocked: one.blocked, blockedCents: one.blocked_mrr },
        },
        frame.base,
      ).caution,
    }
  }
  return {
    ...{ model: showModelName(model), highImpact, highEffort, effortUnit: frame.effortUnit, of: rank.total },
    placed: placed.map(show),
    unplaced: unplaced.map((place, at) => show(place, placed.length + at)),
    more: all.length - shown.length,
  }
}

/** Titles and statuses of requests. */
export async function readTitles(ctx: Ctx, ids: readonly string[]) {
  const rows = await ctx.db.many<{ id: string; title: string; status: Status }>(sql`
    select id, title, status from requests where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row]))
}
