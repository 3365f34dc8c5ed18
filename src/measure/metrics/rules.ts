/** The figures of the SOP as pure functions over counts. Nothing here rounds before the end, and nothing reads a clock. */

/** Under this many answers a score says nothing and is hidden. */
export const fewestAnswers = 5

export type NpsGroup = 'promoter' | 'passive' | 'detractor'

/** Promoters give 9–10, passives 7–8, detractors 0–6 (SOP, "Scoring"). */
export function npsGroup(score: number): NpsGroup {
  return score >= 9 ? 'promoter' : score >= 7 ? 'passive' : 'detractor'
}

export interface NpsCounts {
  promoters: number
  passives: number
  detractors: number
}

export interface Nps {
  n: number
  /** Whole, from −100 to 100; null when nobody answered. Hide it below `fewestAnswers` (`isEnough`). */
  score: number | null
  isEnough: boolean
  /** Half the width of the 95 % interval, in points, one decimal; null below two answers. */
  margin: number | null
  low: number | null
  high: number | null
}

const z95 = 1.959963984540054

/**
 * NPS = % promoters − % detractors, rounded once at the end (half away from zero).
 * The interval is that of the mean of n draws of +100, 0 and −100: score ± 1.96 · √(s²/n) with the sample variance
 * s² = 100² · ((p + d) − (p − d)²) · n/(n − 1), cut at −100 and 100. Source: B. Rocks, "Interval Estimation for the Net
 * Promoter Score", The American Statistician 70 (2016), the Wald interval; with everybody alike it has no width, so the
 * smallest share that 95 % of such samples still allow (the rule of three, 3/n) is used instead.
 */
export function nps(counts: NpsCounts): Nps {
  const { promoters, passives, detractors } = counts
  const n = promoters + passives + detractors
  if (n === 0) return { n, score: null, isEnough: false, margin: null, low: null, high: null }
  const score = roundedRatio(100 * (promoters - detractors), n)
  const isEnough = n >= fewestAnswers
  if (n < 2) return { n, score, isEnough, margin: null, low: null, high: null }
  const { mean, halfWidth } = npsInterval(counts)
  return {
    n,
    score,
    isEnough,
    margin: Math.round(halfWidth * 10) / 10,
    low: Math.max(-100, Math.round(mean - halfWidth)),
    high: Math.min(100, Math.round(mean + halfWidth)),
  }
}

function npsInterval({ promoters, passives, detractors }: NpsCounts): { mean: number; halfWidth: number } {
  const n = promoters + passives + detractors
  const mean = (100 * (promoters - detractors)) / n
  const alike = promoters === n || detractors === n || passives === n
  const halfWidth = alike
    ? Math.min(100, 300 / n)
    : z95 * Math.sqrt(npsVariance({ promoters, passives, detractors }) / n)
  return { mean, halfWidth }
}

function npsVariance({ promoters, passives, detractors }: NpsCounts): number {
  const n = promoters + passives + detractors
  const mean = (promoters - detractors) / n
  return 10_000 * ((promoters + detractors) / n - mean * mean) * (n / (n - 1))
}

export interface NpsChange {
  points: number
  low: number
  high: number
  /** The interval holds zero: the change could be chance. */
  couldBeChance: boolean
}

/** The change between two samples with its 95 % interval (Welch); undefined when one of them is too small to say. */
export function npsChange(before: NpsCounts, after: NpsCounts): NpsChange | undefined {
  const [a, b] = [nps(before), nps(after)]
  if (!a.isEnough || !b.isEnough) return undefined
  const [x, y] = [npsInterval(before), npsInterval(after)]
  const difference = y.mean - x.mean
  const halfWidth = Math.hypot(x.halfWidth, y.halfWidth)
  const [low, high] = [Math.round(difference - halfWidth), Math.round(difference + halfWidth)]
  return {
    points: b.score! - a.score!,
    low,
    high,
    couldBeChance: difference - halfWidth <= 0 && difference + halfWidth >= 0,
  }
}

/** A named range of NPS; `from` belongs to it unless `isAbove`. */
export interface Band {
  key: string
  name: string
  from: number
  isAbove?: boolean
}

/**
 * The SOP's bands as data: world-class > 70, good 50–70, average 30–50, poor < 30. A workspace may name its own
 * (the documents disagree on what 50 is called); a score on a border belongs to the higher band, except that 70 is good.
 */
export const defaultBands: readonly Band[] = [
  { key: 'world_class', name: 'world-class', from: 70, isAbove: true },
  { key: 'good', name: 'good', from: 50 },
  { key: 'average', name: 'average', from: 30 },
  { key: 'poor', name: 'poor', from: -100 },
]

/** The band of a score: the first whose lower end it reaches. */
export function bandOf(score: number, bands: readonly Band[] = defaultBands): Band {
  const found = bands.find((band) => (band.isAbove ? score > band.from : score >= band.from))
  return found ?? bands.at(-1)!
}

/** A share with its 95 % interval (Wilson score interval, 1927), all from 0 to 1; null when nothing was counted. */
export interface Share {
  n: number
  of: number
  share: number
  low: number
  high: number
}

export function share(n: number, of: number): Share | null {
  if (of <= 0) return null
  const p = n / of
  const z2 = z95 * z95
  const centre = (p + z2 / (2 * of)) / (1 + z2 / of)
  const half = (z95 / (1 + z2 / of)) * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of))
  return {
    n,
    of,
    share: p,
    low: n === 0 ? 0 : Math.max(0, centre - half),
    high: n === of ? 1 : Math.min(1, centre + half),
  }
}

/** The difference of two shares. */
export interface ShareChange {
  /** After less before, from −1 to 1. */
  difference: number
  low: number
  high: number
  couldBeChance: boolean
}

/**
 * How a share changed between two independent samples, with its 95 % interval. Source: R. Newcombe, "Interval estimation
 * for the difference between independent proportions", Statistics in Medicine 17 (1998), method 10.
 */
export function shareChange(before: Share, after: Share): ShareChange {
  const difference = after.share - before.share
  const low = difference - Math.hypot(after.share - after.low, before.high - before.share)
  const high = difference + Math.hypot(after.high - after.share, before.share - before.low)
  return { difference, low, high, couldBeChance: low <= 0 && high >= 0 }
}

/** The mean difference of pairs. */
export interface PairedChange {
  n: number
  before: number
  after: number
  /** Mean of after less before. */
  points: number
  low: number
  high: number
  couldBeChance: boolean
}

/**
 * The mean of paired differences with its 95 % interval by Student's t; undefined below `fewestAnswers` pairs. With all
 * differences alike it has no width. The quantile is the expansion of Abramowitz and Stegun, 26.7.5, within 0.3 % from
 * four degrees of freedom on.
 */
export function pairedChange(pairs: readonly { before: number; after: number }[]): PairedChange | undefined {
  const n = pairs.length
  if (n < fewestAnswers) return undefined
  const mean = (of: (pair: { before: number; after: number }) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / n
  const [before, after] = [mean((pair) => pair.before), mean((pair) => pair.after)]
  const points = after - before
  const variance = (mean((pair) => (pair.after - pair.before - points) ** 2) * n) / (n - 1)
  const half = t95(n - 1) * Math.sqrt(variance / n)
  const [low, high] = [points - half, points + half]
  return { n, before, after, points, low, high, couldBeChance: low <= 0 && high >= 0 }
}

/** The 97.5 % quantile of Student's t. */
function t95(freedom: number): number {
  const z = z95
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  )
}

/** Response rate = answered / delivered, as a whole percentage; null when nothing was delivered. */
export function responseRate(answered: number, delivered: number): number | null {
  return delivered > 0 ? roundedRatio(100 * answered, delivered) : null
}

/** CSAT = share of 4 and 5 on a scale of 1–5, as a whole percentage. */
export function csat(countsByRating: readonly number[]): { n: number; percent: number | null } {
  const n = countsByRating.reduce((sum, count) => sum + count, 0)
  return {
    n,
    percent: n === 0 ? null : roundedRatio(100 * ((countsByRating[3] ?? 0) + (countsByRating[4] ?? 0)), n),
  }
}

/** CES = mean of answers on 1–7, one decimal. */
export function ces(countsByAnswer: readonly number[]): { n: number; mean: number | null } {
  const n = countsByAnswer.reduce((sum, count) => sum + count, 0)
  const total = countsByAnswer.reduce((sum, count, i) => sum + count * (i + 1), 0)
  return { n, mean: n === 0 ? null : roundedRatio(10 * total, n) / 10 }
}

/** A value and how often it occurs; values in rising order. */
export type Tally = readonly (readonly [value: number, count: number])[]

/**
 * The smallest value that at least the share `q` of all values does not exceed (nearest rank, PostgreSQL's
 * percentile_disc): always a value that occurred. Undefined when there are none.
 */
export function quantile(tally: Tally, q: number): number | undefined {
  const n = tally.reduce((sum, [, count]) => sum + count, 0)
  if (n === 0) return undefined
  const rank = Math.max(1, Math.ceil(q * n - 1e-9))
  let seen = 0
  for (const [value, count] of tally) {
    seen += count
    if (seen >= rank) return value
  }
  return tally.at(-1)![0]
}

/** a / b to the nearest whole number, half away from zero, exact for whole a and b below 2^53. */
export function roundedRatio(a: number, b: number): number {
  const sign = a < 0 ? -1 : 1
  const size = Math.abs(a)
  const whole = Math.floor(size / b)
  const rest = size - whole * b
  const rounded = sign * (rest * 2 >= b ? whole + 1 : whole)
  return rounded === 0 ? 0 : rounded
}

/** "Q3 26" for the quarter that begins on a day. */
export function quarterName(startsOn: string): string {
  return `Q${Math.floor((Number(startsOn.slice(5, 7)) - 1) / 3) + 1} ${startsOn.slice(2, 4)}`
}

/** The first days of the last `count` quarters up to the one that holds `today` (UTC), the oldest first. */
export function lastQuarters(today: Date, count: number): string[] {
  const first = Math.floor(today.getUTCMonth() / 3) * 3
  return Array.from({ length: count }, (_, i) => {
    const start = new Date(Date.UTC(today.getUTCFullYear(), first - 3 * (count - 1 - i), 1))
    return start.toISOString().slice(0, 10)
  })
}
