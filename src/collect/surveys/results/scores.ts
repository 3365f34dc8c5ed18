import { type QuestionKind, type ScoredKind, type SurveyKind, scaleOf } from '#collect/surveys/kinds.ts'
import { fewest, rounded, roundedRatio } from '#collect/surveys/rules.ts'
import { z95 } from '#platform/statistics/distributions.ts'
import { share } from '#platform/statistics/intervals.ts'

/** A figure with the interval that holds the true one in 95 of 100 such samples, and how many answers it rests on. */
export interface Estimate {
  value: number
  low: number
  high: number
  n: number
}

/** A share in per cent with its interval (Wilson). Null without answers. */
export function shareOf(k: number, n: number): Estimate | null {
  const found = share(k, n)
  return found && { value: (100 * k) / n, low: 100 * found.low, high: 100 * found.high, n }
}

export interface NpsCounts {
  promoters: number
  passives: number
  detractors: number
}

/**
 * NPS = % promoters − % detractors, the one way it is reckoned: from counts, rounded once at the end, half away from zero.
 * The interval is that of the mean of n draws of +100, 0 and −100. From 100 answers on: score ± 1.96 · √(s²/n) with the
 * sample variance s² = 100² · ((p + d) − (p − d)²) · n/(n − 1); with everybody alike it has no width, so the smallest
 * share that 95 % of such samples still allow (the rule of three, 3/n) is used instead. Below 100 answers the adjusted
 * Wald interval: ¾ promoter, 1½ passives and ¾ detractor are added before p, d and their spread are reckoned, because
 * the plain one holds the true score too seldom there. Both from B. Rocks, “Interval Estimation for the Net Promoter
 * Score”, The American Statistician 70 (2016). Cut at −100 and 100. Null below 5 answers.
 */
export function nps(counts: NpsCounts): Estimate | null {
  const { promoters, passives, detractors } = counts
  const n = promoters + passives + detractors
  if (n < fewest) return null
  const value = roundedRatio(100 * (promoters - detractors), n)
  const { middle, half } = npsInterval(counts)
  return {
    value,
    low: Math.max(-100, Math.min(value, rounded(middle - half))),
    high: Math.min(100, Math.max(value, rounded(middle + half))),
    n,
  }
}

const adjustedBelow = 100

/** Where the score lies, in points: `middle` ± `half`. Below 100 answers the middle is drawn towards 0. */
export function npsInterval(counts: NpsCounts): { middle: number; half: number } {
  const size = counts.promoters + counts.passives + counts.detractors
  const added = size < adjustedBelow ? 3 : 0
  const n = size + added
  const promoters = counts.promoters + added / 4
  const detractors = counts.detractors + added / 4
  const mean = (promoters - detractors) / n
  const spread = (promoters + detractors) / n - mean * mean
  if (spread === 0) return { middle: 100 * mean, half: Math.min(100, 300 / n) }
  return { middle: 100 * mean, half: 100 * z95 * Math.sqrt(spread / (added > 0 ? n : n - 1)) }
}

export interface NpsChange {
  points: number
  low: number
  high: number
  /** The interval holds zero: the change could be chance. */
  couldBeChance: boolean
}

/**
 * Where the difference of two scores lies, in points: that of the middles, its half the root of both halves squared
 * (Welch). Undefined when one of the samples is too small to say.
 */
export function npsDifference(
  before: NpsCounts,
  after: NpsCounts,
): { middle: number; half: number } | undefined {
  if (!nps(before) || !nps(after)) return undefined
  const [x, y] = [npsInterval(before), npsInterval(after)]
  return { middle: y.middle - x.middle, half: Math.hypot(x.half, y.half) }
}

/** The change between two samples with its 95 % interval; undefined when one of them is too small to say. */
export function npsChange(before: NpsCounts, after: NpsCounts): NpsChange | undefined {
  const difference = npsDifference(before, after)
  if (!difference) return undefined
  const { middle, half } = difference
  return {
    points: nps(after)!.value - nps(before)!.value,
    low: rounded(middle - half),
    high: rounded(middle + half),
    couldBeChance: middle - half <= 0 && middle + half >= 0,
  }
}

/** A score or one end of its interval as pages show it: whole, with a true minus, never “−0”. */
export function points(value: number): string {
  const whole = rounded(value)
  return whole < 0 ? `−${-whole}` : String(whole)
}

/** A number to one decimal, with a true minus, never “−0.0”. */
export function tenths(value: number): string {
  const text = Math.abs(value).toFixed(1)
  return value < 0 && text !== '0.0' ? `−${text}` : text
}

/**
 * The mean of counted numbers to one decimal, with the interval of the normal approximation from their own spread. Below
 * 100 numbers half a one at each end of the scale is added before the spread is reckoned, as for the NPS: without them
 * few numbers, often all alike, would claim too much. Null below 2.
 */
export function meanOf(
  counts: readonly { number: number; count: number }[],
  scale: { min: number; max: number },
): Estimate | null {
  const n = counts.reduce((sum, one) => sum + one.count, 0)
  if (n < 2) return null
  const total = counts.reduce((sum, one) => sum + one.number * one.count, 0)
  const added = n < adjustedBelow ? [scale.min, scale.max].map((number) => ({ number, count: 0.5 })) : []
  const all = [...counts, ...added]
  const size = n + added.length / 2
  const middle = all.reduce((sum, one) => sum + one.count * one.number, 0) / size
  const squares = all.reduce((sum, one) => sum + one.count * (one.number - middle) ** 2, 0)
  const half = (z95 * Math.sqrt(squares / (added.length > 0 ? size : size - 1))) / Math.sqrt(size)
  return { value: roundedRatio(10 * total, n) / 10, low: middle - half, high: middle + half, n }
}

/** How the score of a kind is called, and what of its scale counts as good; without `from` it has a mean only. */
export const scoreWords: Record<ScoredKind, { name: string; from: number | null }> = {
  nps: { name: 'NPS', from: null },
  csat: { name: 'gave 4 or 5', from: 4 },
  stars: { name: 'gave 4 or 5 stars', from: 4 },
  ces: { name: 'gave 5 to 7', from: 5 },
  agreement: { name: 'agree or strongly agree', from: 4 },
  helpfulness: { name: 'found it somewhat or very helpful', from: 3 },
  rating: { name: 'gave 8 to 10', from: 8 },
}

/** Negative, good (9 and 10 of an NPS, else what `scoreWords` names), or neither. */
export function partOf(kind: ScoredKind, number: number, isNegative: boolean) {
  if (isNegative) return 'negative'
  return number >= (scoreWords[kind].from ?? 9) ? 'good' : 'neutral'
}

export interface Scores {
  nps: Estimate | null
  share: Estimate | null
  mean: Estimate | null
}

/** The scores of a question: NPS, or the share of good answers and the mean. All null below 5 answers, where they say nothing. */
export function scoresOfKind(
  kind: QuestionKind | SurveyKind,
  counts: readonly { number: number; count: number }[],
): Scores {
  const none = { nps: null, share: null, mean: null }
  const words = scoreWords[kind as ScoredKind]
  const { min, max } = scaleOf(kind)
  const known = counts.filter(({ number }) => number >= min && number <= max)
  const sum = (from: number, to: number) =>
    known.reduce((total, one) => total + (one.number >= from && one.number <= to ? one.count : 0), 0)
  const n = sum(min, max)
  if (!words || n < fewest) return none
  if (kind === 'nps')
    return { ...none, nps: nps({ promoters: sum(9, 10), passives: sum(7, 8), detractors: sum(0, 6) }) }
  return { ...none, share: shareOf(sum(words.from!, max), n), mean: meanOf(known, { min, max }) }
}
