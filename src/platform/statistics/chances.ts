import { normalTails } from '#platform/statistics/distributions.ts'

/** How likely something is by chance, and what of several findings holds. */

/**
 * How likely at least `hits` of `tries` are if each is one with probability `share`: the upper tail of the binomial
 * distribution, summed; above 2,000 tries by its normal approximation with continuity correction.
 */
export function atLeast(hits: number, tries: number, share: number): number {
  if (hits <= 0) return 1
  if (hits > tries || share <= 0) return 0
  if (share >= 1) return 1
  if (tries > 2000) {
    const z = (hits - 0.5 - tries * share) / Math.sqrt(tries * share * (1 - share))
    const tail = normalTails(z) / 2
    return z >= 0 ? tail : 1 - tail
  }
  let term = tries * Math.log1p(-share)
  const odds = Math.log(share) - Math.log1p(-share)
  let sum = 0
  for (let k = 0; k <= tries; k++) {
    if (k >= hits) sum += Math.exp(term)
    term += Math.log((tries - k) / (k + 1)) + odds
  }
  return Math.min(1, sum)
}

/**
 * How likely two counts of equal time are this far apart, either way, when nothing changed. Given their sum, each is a toss:
 * the conditional test of two Poisson counts of Przyborowski and Wilenski (Biometrika 31, 1940), two-sided by doubling.
 */
export function chanceOfCounts(now: number, before: number): number {
  const all = now + before
  return all === 0 ? 1 : Math.min(1, 2 * Math.min(atLeast(now, all, 0.5), atLeast(before, all, 0.5)))
}

/** False alarms that are accepted among all marks of a list. */
const falseShare = 0.05

/**
 * Which of several findings hold when all are looked at together, with at most 5 % false ones among those that hold
 * (Benjamini and Hochberg, Journal of the Royal Statistical Society B 57, 1995).
 */
export function holding(chances: readonly number[]): boolean[] {
  const order = [...chances].sort((a, b) => a - b)
  let limit = -1
  order.forEach((chance, i) => {
    if (chance <= (falseShare * (i + 1)) / order.length) limit = chance
  })
  return chances.map((chance) => chance <= limit)
}
