import { normalTails, z95 } from '#platform/statistics/distributions.ts'

/** Of how many how many had the outcome. */
export interface Group {
  n: number
  of: number
}

/** How many times as frequent an outcome is in one group as in another. */
export interface RiskRatio {
  /** null: the other group had none */
  ratio: number | null
  low: number
  /** null: no upper end */
  high: number | null
  /** how likely so large a difference is if both were alike, either way */
  chance: number
}

/**
 * The ratio of two shares with its 95 % score interval: all ratios that the score test does not refuse, which holds for
 * small groups and empty cells too. Sources: P. Koopman, Biometrics 40 (1984) 513–517; with the factor N/(N − 1) of
 * O. Miettinen and M. Nurminen, Statistics in Medicine 4 (1985) 213–226. `chance` is the same test at a ratio of one, so
 * that it is below 5 % just when the interval leaves one out (the “N − 1” chi-squared test; I. Campbell, Statistics in
 * Medicine 26 (2007) 3661–3675).
 */
export function riskRatio(exposed: Group, others: Group): RiskRatio {
  const score = (ratio: number) => scoreOf(exposed, others, ratio)
  return {
    ratio: others.n === 0 ? null : exposed.n / exposed.of / (others.n / others.of),
    low: exposed.n === 0 ? 0 : edge(score, z95),
    high: others.n === 0 ? null : edge(score, -z95),
    chance: normalTails(score(1)),
  }
}

/** Fewer than this expected in a cell of the table: the score test does not hold (Campbell 2007). */
const fewestExpected = 1

/** Whether a table of two groups has enough in it for a ratio: five with the outcome, five in each group, one expected in each cell. */
export function canCompare(exposed: Group, others: Group, fewest: number): boolean {
  const all = exposed.of + others.of
  const hits = exposed.n + others.n
  const smallest = (Math.min(exposed.of, others.of) * Math.min(hits, all - hits)) / Math.max(all, 1)
  return hits >= fewest && Math.min(exposed.of, others.of) >= fewest && smallest >= fewestExpected
}

/** How many standard errors the shares are from the ratio, at the shares that are likeliest if it were the true one. */
function scoreOf(one: Group, two: Group, ratio: number): number {
  const difference = one.n / one.of - (ratio * two.n) / two.of
  const a = (one.of + two.of) * ratio
  const b = -(one.of * ratio + one.n + two.of + two.n * ratio)
  const c = one.n + two.n
  const share2 = (-b - Math.sqrt(Math.max(0, b * b - 4 * a * c))) / (2 * a)
  const share1 = Math.min(1, ratio * share2)
  const all = one.of + two.of
  const variance =
    ((share1 * (1 - share1)) / one.of + (ratio * ratio * share2 * (1 - share2)) / two.of) * (all / (all - 1))
  if (variance <= 0) return difference === 0 ? 0 : difference * Number.POSITIVE_INFINITY
  return difference / Math.sqrt(variance)
}

/** The ratio at which a score that falls with it is `at`. */
function edge(score: (ratio: number) => number, at: number): number {
  let [low, high] = [-1, 1]
  while (low > -60 && score(Math.exp(low)) < at) low *= 2
  while (high < 60 && score(Math.exp(high)) > at) high *= 2
  while (high - low > 1e-9) {
    const middle = (low + high) / 2
    if (score(Math.exp(middle)) > at) low = middle
    else high = middle
  }
  return Math.exp((low + high) / 2)
}
