import { z95 } from '#platform/statistics/distributions.ts'

/** Single numbers with the interval that holds the true one in 95 of 100 such samples. Nothing here rounds. */

/** A number with its 95 % interval. */
export interface Ranged {
  value: number
  low: number
  high: number
}

/** A share with its 95 % interval, all from 0 to 1. */
export interface Share {
  n: number
  of: number
  share: number
  low: number
  high: number
}

/**
 * A share with Wilson's score interval (Wilson 1927; recommended for any n by Brown, Cai and DasGupta, “Interval estimation
 * for a binomial proportion”, Statistical Science 16, 2001). Null when nothing was counted.
 */
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

/**
 * How a number changed between two independent samples, from the interval of each (method of variance estimates recovery:
 * G. Zou and A. Donner, “Construction of confidence limits about effect measures”, Statistics in Medicine 27, 2008).
 */
export function changeOf(before: Ranged, after: Ranged): Ranged & { couldBeChance: boolean } {
  const value = after.value - before.value
  const low = value - Math.hypot(after.value - after.low, before.high - before.value)
  const high = value + Math.hypot(after.high - after.value, before.value - before.low)
  return { value, low, high, couldBeChance: low <= 0 && high >= 0 }
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
 * How a share changed between two independent samples: with Wilson's intervals that is method 10 of R. Newcombe, “Interval
 * estimation for the difference between independent proportions”, Statistics in Medicine 17 (1998).
 */
export function shareChange(before: Share, after: Share): ShareChange {
  const { value: difference, ...rest } = changeOf(ranged(before), ranged(after))
  return { difference, ...rest }
}

const ranged = ({ share: value, low, high }: Share): Ranged => ({ value, low, high })

/** A count with the interval of what it would be on average (score interval of a Poisson mean). */
export function countOf(n: number): Ranged {
  const middle = n + (z95 * z95) / 2
  const half = z95 * Math.sqrt(n + (z95 * z95) / 4)
  return { value: n, low: Math.max(0, middle - half), high: middle + half }
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

/**
 * The median with the interval between the values whose ranks a binomial of one half reaches in 95 of 100 samples (H. David
 * and H. Nagaraja, “Order Statistics”, 2003, section 7.1, normal approximation). Undefined without values.
 */
export function medianOf(tally: Tally): Ranged | undefined {
  const n = tally.reduce((sum, [, count]) => sum + count, 0)
  const value = quantile(tally, 0.5)
  if (value === undefined) return undefined
  const half = (z95 * Math.sqrt(n)) / 2
  const low = Math.max(1, Math.floor(n / 2 - half))
  const high = Math.min(n, Math.ceil(n / 2 + half) + 1)
  return { value, low: quantile(tally, low / n)!, high: quantile(tally, high / n)! }
}
