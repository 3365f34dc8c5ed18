import { setImmediate } from 'node:timers/promises'
import { randomFrom } from '#text/train/random.ts'
import {
  type Column,
  type Field,
  type Model,
  partOf,
  quantile,
  ranker,
  scoreOf,
  scoresOf,
  sumsOf,
  weighed,
} from './score.ts'

/**
 * How sure ranks are. Effort is drawn from its range and demand from what as many accounts could as well have been; every
 * draw ranks all requests anew, and the middle 80 % of a request's ranks are its interval (Goldstein and Spiegelhalter
 * 1996). Draws hang on the request's own id alone: the same data give the same interval, whatever else is ranked. It
 * touches nothing; of many requests it takes half a second, in which others get their turn.
 */

export const draws = 100
export const interval = 0.8
/** Rankings of all before others get their turn on the processor. */
const breath = 5
const steps = 1024
const normal = Float64Array.from({ length: steps }, (_, i) => quantile((i + 0.5) / steps))

export interface Sure {
  rankLow: number
  rankHigh: number
  scoreLow: number
  scoreHigh: number
}

/** The interval of rank and score of the requests at these places; the rank itself always lies in it. */
export async function intervalsOf(field: Field, model: Model, places: readonly number[]): Promise<Sure[]> {
  const { kind } = model
  const terms = weighed(model).map((term) => ({ term, column: field.columns.get(term.factor)! }))
  const isUnsure = ({ column }: (typeof terms)[number]) =>
    column.spread !== undefined || (kind === 'weighted' && column.values.some(Number.isNaN))
  const fixed = sumsOf(field, { kind, terms: [] })
  const point = sumsOf(field, model)
  for (const { term, column } of terms.filter((one) => !isUnsure(one)))
    for (let i = 0; i < fixed.length; i++)
      fixed[i]! += term.weight * partOf(kind, term, column, column.values[i]!)
  const unsure = terms
    .filter(isUnsure)
    .map((one, at) => ({ ...one, draw: drawer(one.column, kind), salt: at + 1 }))
  const seeds = Uint32Array.from(field.ids, seedOf)
  const ranks = places.map(() => new Float64Array(draws))
  const scores = places.map(() => new Float64Array(draws))
  for (let d = 0; d < draws; d++) {
    if (d % breath === 0) await setImmediate()
    const sums = fixed.slice()
    for (const { term, column, draw, salt } of unsure)
      for (let i = 0; i < sums.length; i++)
        sums[i]! += term.weight * partOf(kind, term, column, draw(i, mixed(seeds[i]!, salt * 7919 + d)))
    // what cannot be scored is not ranked by luck either
    for (let i = 0; i < sums.length; i++) if (Number.isNaN(point[i]!)) sums[i] = Number.NaN
    const order = ranker(sums)
    places.forEach((place, at) => {
      ranks[at]![d] = order.rank(sums[place]!)
      scores[at]![d] = scoreOf(kind, sums[place]!)
    })
  }
  const order = ranker(point.map((sum) => scoreOf(kind, sum)))
  return places.map((place, at) => {
    const score = scoreOf(kind, point[place]!)
    const rank = order.rank(score)
    const [rankLow, rankHigh] = middleOf(ranks[at]!)
    const [scoreLow, scoreHigh] = middleOf(scores[at]!)
    const held = (value: number) => (kind === 'weighted' ? Math.max(0, Math.min(100, value)) : value)
    return {
      rankLow: Math.min(rankLow, rank),
      rankHigh: Math.max(rankHigh, rank),
      scoreLow: Math.min(held(scoreLow), score),
      scoreHigh: Math.max(held(scoreHigh), score),
    }
  })
}

/** Draws the value of a request from a step of the table of quantiles. */
function drawer({ values, spread, full }: Column, kind: Model['kind']): (i: number, step: number) => number {
  // Nobody has said it: in a weighted model it may be anything.
  const anything = (step: number) => (kind === 'rice' ? Number.NaN : (full * (step + 0.5)) / steps)
  if (spread?.of === 'effort') {
    const { sigma } = spread
    return (i, step) =>
      Number.isNaN(values[i]!) ? anything(step) : values[i]! * Math.exp(sigma[i]! * normal[step]!)
  }
  if (spread?.of === 'demand') {
    // A rate that gave this count is a gamma with half a count more (Jeffreys), drawn after Wilson and Hilferty.
    const { unit, shape } = spread
    const a = shape.map((k) => 1 - 1 / (9 * k))
    const b = shape.map((k) => 1 / (3 * Math.sqrt(k)))
    return (i, step) => unit[i]! * shape[i]! * Math.max(0, a[i]! + b[i]! * normal[step]!) ** 3
  }
  return (i, step) => (Number.isNaN(values[i]!) ? anything(step) : values[i]!)
}

/** A number that is a request's own: the random end of its id. */
const seedOf = (id: string) => Number.parseInt(id.slice(-8), 16) >>> 0

/** A step of the table, the same for the same seed and turn. */
function mixed(seed: number, turn: number): number {
  let x = (seed ^ Math.imul(turn + 1, 0x9e3779b1)) >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return ((x ^ (x >>> 16)) >>> 0) % steps
}

function middleOf(values: Float64Array): [low: number, high: number] {
  const sorted = values.sort()
  const cut = (1 - interval) / 2
  return [sorted[Math.floor(cut * draws)]!, sorted[Math.ceil((1 - cut) * draws) - 1]!]
}

/** Weightings tried for a sensitivity. */
export const weightings = 200

export interface Sensitivity {
  /** the share of weightings in which the same requests make the top */
  topKept: number
  rows: { place: number; rank: number; inTop: number; sameRank: number; rankLow: number; rankHigh: number }[]
  /** how many leave the top when one factor counts double, alone */
  doubled: { factor: string; leave: number }[]
}

/**
 * Which ranks survive other weights: each weight is multiplied by a chance between 1 ÷ (1 + spread) and 1 + spread, all at
 * once. Of RICE the exponents change so.
 */
export async function sensitivityOf(
  field: Field,
  model: Model,
  top: number,
  spread: number,
): Promise<Sensitivity> {
  const { kind } = model
  const terms = weighed(model)
  const scores = scoresOf(field, model)
  const order = ranker(scores)
  const rows = Array.from(scores.keys())
    .filter((i) => !Number.isNaN(scores[i]!))
    .map((place) => ({ place, rank: order.rank(scores[place]!) }))
    .filter((row) => row.rank <= top)
    .sort((a, b) => a.rank - b.rank)
    // a tie at the edge may be longer than the top
    .slice(0, top * 2)
  const random = randomFrom(1)
  const ranks = rows.map(() => new Float64Array(weightings))
  let kept = 0
  for (let w = 0; w < weightings; w++) {
    if (w % breath === 0) await setImmediate()
    const changed = terms.map((one) => ({ ...one, weight: one.weight * (1 + spread) ** (2 * random() - 1) }))
    const other = scoresOf(field, { kind, terms: changed })
    const { rank } = ranker(other)
    let stays = true
    rows.forEach((row, at) => {
      ranks[at]![w] = rank(other[row.place]!)
      if (ranks[at]![w]! > top) stays = false
    })
    if (stays) kept += 1
  }
  const share = (at: number, holds: (rank: number) => boolean) => ranks[at]!.filter(holds).length / weightings
  return {
    topKept: kept / weightings,
    rows: rows.map((row, at) => {
      const sorted = ranks[at]!.slice().sort()
      const cut = (1 - interval) / 2
      return {
        ...row,
        inTop: share(at, (rank) => rank <= top),
        sameRank: share(at, (rank) => rank === row.rank),
        rankLow: Math.min(row.rank, sorted[Math.floor(cut * weightings)]!),
        rankHigh: Math.max(row.rank, sorted[Math.ceil((1 - cut) * weightings) - 1]!),
      }
    }),
    doubled: terms.map(({ factor }) => {
      const twice = terms.map((one) => (one.factor === factor ? { ...one, weight: one.weight * 2 } : one))
      const other = scoresOf(field, { kind, terms: twice })
      const { rank } = ranker(other)
      return { factor, leave: rows.filter((row) => rank(other[row.place]!) > top).length }
    }),
  }
}
