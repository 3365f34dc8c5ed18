import { effortOf, type Factor, isMoney, riceConfidence, riceImpact, type Term } from './rules.ts'

/** Scores as numbers: columns of values over all ranked requests, and what a model makes of them. Pure. */

/** What a request is scored by, as it is read. */
export interface Facts {
  id: string
  accounts: number
  /** each counted as much as its segment matters */
  segments: number
  customers: number
  contacts: number
  mrr: number
  largest: number
  blocked: number
  blocked_mrr: number
  effort_low: number | null
  effort_high: number | null
  effort_confidence: number | null
}

/** The demand of one segment: how many accounts, what they pay, and the largest of them. */
export interface SegmentDemand {
  accounts: number
  mrr: number
  largest: number
}

export interface Model {
  kind: 'rice' | 'weighted'
  terms: readonly Term[]
}

/** One factor over all requests. */
export interface Column {
  factor: Factor
  /** NaN: nobody has said it */
  values: Float64Array
  /** the value that counts in full */
  full: number
  /** How a value may differ from what is known (ranks.ts); undefined: it is as it stands. */
  spread?: { of: 'effort'; sigma: Float64Array } | { of: 'demand'; unit: Float64Array; shape: Float64Array }
}

/** All ranked requests with the columns that a model reads. */
export interface Field {
  ids: readonly string[]
  columns: ReadonlyMap<string, Column>
}

/** Builds the column of a factor; `said` gives what people say, `ofSegment` the demand of its segment. */
export function columnOf(
  factor: Factor,
  facts: readonly Facts[],
  said: (id: string) => number | undefined,
  ofSegment: (id: string) => SegmentDemand | undefined,
): Column {
  const n = facts.length
  const values = new Float64Array(n)
  let spread: Column['spread']
  if (factor.kind === 'effort') {
    const sigma = new Float64Array(n)
    facts.forEach((one, i) => {
      const effort = effortOf(one.effort_low, one.effort_high, one.effort_confidence)
      values[i] = effort?.middle ?? Number.NaN
      sigma[i] = effort ? Math.log(effort.high / effort.low) / (2 * quantile(0.5 + effort.sure / 2)) : 0
    })
    spread = { of: 'effort', sigma }
  } else if (factor.kind === 'demand') {
    const unit = new Float64Array(n)
    const shape = new Float64Array(n)
    facts.forEach((one, i) => {
      const [value, count] = demandOf(factor, one, ofSegment(one.id))
      values[i] = value
      unit[i] = count > 0 ? value / count : isMoney(factor.measure) ? 0 : 1
      shape[i] = count + 0.5
    })
    spread = { of: 'demand', unit, shape }
  } else
    facts.forEach((one, i) => {
      values[i] = said(one.id) ?? Number.NaN
    })
  return {
    factor,
    values,
    full: fullOf(factor, values),
    ...(spread && { spread }),
  }
}

/** The value of a measure, and on how many accounts it rests: money of one large account rests on about one. */
function demandOf(
  factor: Factor,
  one: Facts,
  segment: SegmentDemand | undefined,
): [value: number, count: number] {
  if (factor.segment !== null) {
    const { accounts, mrr, largest } = segment ?? { accounts: 0, mrr: 0, largest: 0 }
    return factor.measure === 'mrr' ? [mrr, restsOn(mrr, largest, accounts)] : [accounts, accounts]
  }
  switch (factor.measure) {
    case 'mrr':
      return [one.mrr, restsOn(one.mrr, one.largest, one.customers)]
    case 'blocked_mrr':
      return [one.blocked_mrr, one.blocked]
    case 'segments':
      return [one.segments, one.accounts]
    default:
      return [one[factor.measure!], one[factor.measure!]]
  }
}

/** The effective number of payers (Kish): the square of the sum over the sum of squares, the others alike. */
function restsOn(sum: number, largest: number, count: number): number {
  if (sum <= 0 || count <= 0) return 0
  const rest = Math.max(0, sum - largest)
  const squares = largest ** 2 + (count > 1 ? rest ** 2 / (count - 1) : 0)
  return squares > 0 ? sum ** 2 / squares : count
}

function fullOf(factor: Factor, values: Float64Array): number {
  if (factor.fullAt !== null) return factor.fullAt
  if (factor.kind === 'scale') return 10
  if (factor.kind === 'percentage') return 100
  if (factor.kind === 'fibonacci') return 21
  if (factor.kind === 'checkbox') return 1
  let most = 0
  for (const value of values) if (value > most) most = value
  return most || 1
}

/** The terms that count, each with its part of the whole weight (of RICE: its exponent). */
export function weighed({ kind, terms }: Model): readonly Term[] {
  const counting = terms.filter((one) => one.weight > 0)
  if (kind === 'rice') return counting
  const sum = counting.reduce((all, one) => all + one.weight, 0)
  return counting.map((one) => ({ ...one, weight: one.weight / sum }))
}

/**
 * What one value adds to the sum of a model for a weight of 1: the share of the full value, or for RICE its logarithm, so
 * that both kinds are sums.
 */
export function partOf(kind: Model['kind'], term: Term, column: Column, value: number): number {
  if (kind === 'rice') return Math.log(riceCount(column.factor, value)) * (term.lowerIsBetter ? -1 : 1)
  if (Number.isNaN(value)) return 0
  const share = value / column.full
  // where somebody set it, more counts no more
  const held = column.factor.fullAt !== null && share > 1 ? 1 : share
  return term.lowerIsBetter ? 1 - held : held
}

/** What RICE multiplies by: NaN where it cannot do without. */
export function riceCount({ key }: Pick<Factor, 'key'>, value: number): number {
  if (key === 'impact') return value * riceImpact
  if (key === 'confidence') return (Number.isNaN(value) ? riceConfidence : value) / 100
  return value
}

/** The score that a sum of parts stands for: 0 to 100, or that of RICE. NaN: it cannot be scored. */
export const scoreOf = (kind: Model['kind'], sum: number) =>
  settled(kind === 'rice' ? Math.exp(sum) : 100 * sum)

/** Rounded where only the order of additions would differ, so that what is equal ties. */
const settled = (score: number) => Math.round(score * 1e7) / 1e7

/** The sum of parts of every request. */
export function sumsOf(field: Field, model: Model): Float64Array {
  const sums = new Float64Array(field.ids.length)
  for (const term of weighed(model)) {
    const column = field.columns.get(term.factor)!
    for (let i = 0; i < sums.length; i++)
      sums[i]! += term.weight * partOf(model.kind, term, column, column.values[i]!)
  }
  return sums
}

/** The score of every request; NaN: what the model cannot do without is missing. */
export function scoresOf(field: Field, model: Model): Float64Array {
  return sumsOf(field, model).map((sum) => scoreOf(model.kind, sum))
}

/** Looks up ranks: 1 and up by falling score; equal scores share one. NaN has none. */
export function ranker(scores: Float64Array): { total: number; rank(score: number): number } {
  const sorted = scores.filter((score) => !Number.isNaN(score)).sort()
  return {
    total: sorted.length,
    rank(score) {
      let low = 0
      let high = sorted.length
      while (low < high) {
        const middle = (low + high) >>> 1
        if (sorted[middle]! <= score) low = middle + 1
        else high = middle
      }
      return sorted.length - low + 1
    },
  }
}

/** The standard normal quantile (Acklam's rational approximation, within 1.2e-9 of the truth). */
export function quantile(p: number): number {
  if (p <= 0) return -8
  if (p >= 1) return 8
  const tail = (q: number) =>
    (((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) *
      q +
      4.374664141464968) *
      q +
      2.938163982698783) /
    ((((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q +
      1)
  if (p < 0.02425) return tail(Math.sqrt(-2 * Math.log(p)))
  if (p > 0.97575) return -tail(Math.sqrt(-2 * Math.log(1 - p)))
  const q = p - 0.5
  const r = q * q
  return (
    ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
      2.506628277459239) *
      q) /
    (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
      1)
  )
}
