import { type QuestionKind, type ScoredKind, scaleOf } from '#collect/surveys/kinds.ts'
import { fewest } from '#collect/surveys/rules.ts'

/** A figure with the interval that holds the true one in 95 of 100 such samples, and how many answers it rests on. */
export interface Estimate {
  value: number
  low: number
  high: number
  n: number
}

/** The two-sided 95 % point of the normal distribution. */
const z = 1.959964

/**
 * A share in per cent with Wilson's score interval (Wilson 1927; recommended for any n by Brown, Cai and DasGupta,
 * “Interval estimation for a binomial proportion”, Statistical Science 16, 2001). Null without answers.
 */
export function shareOf(k: number, n: number): Estimate | null {
  if (n === 0) return null
  const p = k / n
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  return { value: 100 * p, low: 100 * Math.max(0, middle - half), high: 100 * Math.min(1, middle + half), n }
}

/**
 * NPS: per cent of 9–10 less per cent of 0–6. Each answer counts 1, 0 or −1, so with p promoters and d detractors of n the
 * variance of their mean is (p + d − (p − d)²) / n: that of a difference of two shares of one trinomial (Goodman, “On
 * simultaneous confidence intervals for multinomial proportions”, Technometrics 7, 1965). Null without answers.
 */
export function npsEstimate(promoters: number, detractors: number, n: number): Estimate | null {
  if (n === 0) return null
  const [p, d] = [promoters / n, detractors / n]
  const half = z * Math.sqrt(Math.max(0, p + d - (p - d) ** 2) / n)
  const value = 100 * (p - d)
  return { value, low: Math.max(-100, value - 100 * half), high: Math.min(100, value + 100 * half), n }
}

/** The mean of counted numbers, with the interval of the normal approximation from their own spread; null below 2. */
export function meanOf(counts: readonly { number: number; count: number }[]): Estimate | null {
  const n = counts.reduce((sum, one) => sum + one.count, 0)
  if (n < 2) return null
  const value = counts.reduce((sum, one) => sum + one.number * one.count, 0) / n
  const squares = counts.reduce((sum, one) => sum + one.count * (one.number - value) ** 2, 0)
  const half = z * Math.sqrt(squares / (n - 1) / n)
  return { value, low: value - half, high: value + half, n }
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

export interface Scores {
  nps: Estimate | null
  share: Estimate | null
  mean: Estimate | null
}

/** The scores of a question: NPS, or the share of good answers and the mean. All null below 5 answers, where they say nothing. */
export function scoresOfKind(
  kind: QuestionKind,
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
  if (kind === 'nps') return { ...none, nps: npsEstimate(sum(9, 10), sum(0, 6), n) }
  return { ...none, share: shareOf(sum(words.from!, max), n), mean: meanOf(known) }
}
