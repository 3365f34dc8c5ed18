import { student95, studentTails } from '#platform/statistics/distributions.ts'

/** Values of one group, as sums: how many, their mean, the sum of squared distances from it. */
export interface Sample {
  n: number
  mean: number
  squares: number
}

/** A sample from its values. */
export function sampleOf(values: readonly number[]): Sample {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(n, 1)
  return { n, mean, squares: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) }
}

export interface Difference {
  points: number
  low: number
  high: number
  /** how likely so large a difference is if there were none, either way */
  chance: number
}

/** Two samples that are alike in what they are chosen by, such as the segment. */
export interface Stratum {
  changed: Sample
  others: Sample
}

/**
 * The mean of one group less that of another of the same make-up, with its 95 % interval: the difference in each stratum,
 * weighted by how many of the changed are in it (direct standardisation). With values that are each a change over time
 * it is the difference in differences (O. Ashenfelter and D. Card, Review of Economics and Statistics 67 (1985)
 * 648–660). The variance is that of independent means with one spread for each side, since a stratum may hold a single
 * account; the freedom of Student's t is that of Welch and Satterthwaite (Biometrika 34 (1947) 28–35). Strata without
 * anybody to compare with must be left out. Undefined where a side has no spread to reckon with.
 */
export function standardisedDifference(strata: readonly Stratum[]): Difference | undefined {
  const n = strata.reduce((sum, { changed }) => sum + changed.n, 0)
  const weight = (stratum: Stratum) => stratum.changed.n / n
  const points = strata.reduce(
    (sum, stratum) => sum + weight(stratum) * (stratum.changed.mean - stratum.others.mean),
    0,
  )
  const one = spread(strata.map(({ changed }) => changed))
  const two = spread(strata.map(({ others }) => others))
  if (!one || !two) return undefined
  const variance1 = one.variance / n
  const variance2 =
    two.variance * strata.reduce((sum, stratum) => sum + weight(stratum) ** 2 / stratum.others.n, 0)
  const variance = variance1 + variance2
  if (variance === 0) return { points, low: points, high: points, chance: points === 0 ? 1 : 0 }
  const freedom = variance ** 2 / (variance1 ** 2 / one.freedom + variance2 ** 2 / two.freedom)
  const error = Math.sqrt(variance)
  const half = student95(freedom) * error
  return { points, low: points - half, high: points + half, chance: studentTails(points / error, freedom) }
}

/** The spread inside the strata, taken together. */
function spread(samples: readonly Sample[]): { variance: number; freedom: number } | undefined {
  const freedom = samples.reduce((sum, { n }) => sum + n, 0) - samples.length
  if (freedom < 1) return undefined
  return { variance: samples.reduce((sum, { squares }) => sum + squares, 0) / freedom, freedom }
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
 * The mean of paired differences with its 95 % interval by Student's t (1908); undefined below `fewest` pairs. With all
 * differences alike it has no width.
 */
export function pairedChange(
  pairs: readonly { before: number; after: number }[],
  fewest: number,
): PairedChange | undefined {
  if (pairs.length < fewest) return undefined
  const before = sampleOf(pairs.map((pair) => pair.before)).mean
  const after = sampleOf(pairs.map((pair) => pair.after)).mean
  const { n, mean: points, squares } = sampleOf(pairs.map((pair) => pair.after - pair.before))
  const half = student95(n - 1) * Math.sqrt(squares / (n - 1) / n)
  const [low, high] = [points - half, points + half]
  return { n, before, after, points, low, high, couldBeChance: low <= 0 && high >= 0 }
}
