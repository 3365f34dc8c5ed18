import { meanOf, npsDifference, npsInterval, shareOf } from '#collect/surveys/results/scores.ts'
import { weigh } from '#measure/segments/weights.ts'
import { pairedChange, sampleOf, standardisedDifference } from '#platform/statistics/differences.ts'
import { share, shareChange } from '#platform/statistics/intervals.ts'
import { riskRatio } from '#platform/statistics/risk-ratio.ts'

/**
 * How often the 95 % intervals of docs/methods.md hold the true value: samples are drawn from known truths that are
 * themselves drawn anew for each set, so that the share is the mean coverage over all of them. The dice are seeded.
 */

const fair = { min: 1, max: 7 }

/** Uniform numbers of a seed (mulberry32). */
function diceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Draws a truth and a sample of `n`; whether the interval holds the truth. */
type Trial = (n: number, dice: () => number) => boolean

const holds = ({ low, high }: { low: number; high: number | null }, truth: number) =>
  low <= truth && (high === null || truth <= high)
const around = ({ middle, half }: { middle: number; half: number }, truth: number) =>
  Math.abs(middle - truth) <= half

const exponential = (dice: () => number) => -Math.log(1 - dice())

/** Shares of `count` kinds, any as likely as any other (Dirichlet). */
function shares(count: number, dice: () => number): number[] {
  const parts = Array.from({ length: count }, () => exponential(dice))
  const sum = parts.reduce((a, b) => a + b, 0)
  return parts.map((part) => part / sum)
}

/** How many of `n` are of each kind. */
function drawn(n: number, of: readonly number[], dice: () => number): number[] {
  const counts = of.map(() => 0)
  for (let i = 0; i < n; i++) {
    let left = dice()
    let kind = 0
    while (kind < of.length - 1 && left > of[kind]!) left -= of[kind++]!
    counts[kind]!++
  }
  return counts
}

const binomial = (n: number, p: number, dice: () => number) => drawn(n, [p, 1 - p], dice)[0]!

function poisson(mean: number, dice: () => number): number {
  let count = 0
  for (let at = exponential(dice); at < mean; at += exponential(dice)) count++
  return count
}

function answers(n: number, dice: () => number) {
  const truth = shares(3, dice)
  const [promoters, passives, detractors] = drawn(n, truth, dice) as [number, number, number]
  return { score: 100 * (truth[0]! - truth[2]!), counts: { promoters, passives, detractors } }
}

/**
 * Answers of four segments, none of them in its share of the base, whose shares of hits differ by up to 30 points; the
 * truth is that of the segments that answered, as the figure says.
 */
function weighedAnswers(n: number, dice: () => number) {
  const of = () => {
    const parts = shares(16, dice)
    return [0, 4, 8, 12].map((at) => parts.slice(at, at + 4).reduce((sum, part) => sum + part, 0))
  }
  const [base, asked, middle] = [of(), of(), dice()]
  const hit = base.map(() => Math.min(1, Math.max(0, middle + 0.3 * (dice() - 0.5))))
  const counts = drawn(n, asked, dice)
  const answers = weigh(
    new Map(
      counts.map((count, i) => {
        const hits = binomial(count, hit[i]!, dice)
        const row = (flag: boolean, size: number) => ({ value: 0, flag, n: size, late: 0 })
        return [String(i), [row(true, hits), row(false, count - hits)]]
      }),
    ),
    new Map(base.map((share, i) => [String(i), share])),
  )!
  const spoke = base.map((share, i) => (counts[i]! > 0 ? share : 0))
  const truth =
    spoke.reduce((sum, share, i) => sum + share * hit[i]!, 0) / spoke.reduce((sum, share) => sum + share, 0)
  return { answers, truth }
}

export const trials: Record<string, Trial> = {
  'share (Wilson)': (n, dice) => {
    const p = dice()
    return holds(share(binomial(n, p, dice), n)!, p)
  },
  'difference of shares (Newcombe)': (n, dice) => {
    const [p, q] = [dice(), dice()]
    const change = shareChange(share(binomial(n, p, dice), n)!, share(binomial(n, q, dice), n)!)
    return holds(change, q - p)
  },
  'weighted share (Kish)': (n, dice) => {
    const { answers, truth } = weighedAnswers(n, dice)
    const [hits, all] = [answers.rows.filter(({ flag }) => flag), answers.rows].map((rows) =>
      rows.reduce((sum, row) => sum + row.n, 0),
    ) as [number, number]
    return holds(shareOf(hits, all)!, 100 * truth)
  },
  'risk ratio (Miettinen and Nurminen)': (n, dice) => {
    const [p, q] = [dice(), dice()]
    const ratio = riskRatio({ n: binomial(n, p, dice), of: n }, { n: binomial(2 * n, q, dice), of: 2 * n })
    return holds(ratio, p / q)
  },
  'NPS (exact variance, adjusted below 100)': (n, dice) => {
    const { score, counts } = answers(n, dice)
    return around(npsInterval(counts), score)
  },
  'difference of NPS': (n, dice) => {
    const [before, after] = [answers(n, dice), answers(n, dice)]
    return around(npsDifference(before.counts, after.counts)!, after.score - before.score)
  },
  'mean on a scale': (n, dice) => {
    const truth = shares(fair.max, dice)
    const counts = drawn(n, truth, dice).map((count, i) => ({ number: i + 1, count }))
    const mean = truth.reduce((sum, part, i) => sum + part * (i + 1), 0)
    return holds(meanOf(counts, fair)!, mean)
  },
  'mean of pairs (Student)': (n, dice) => {
    // what a scale of 0 to 10 moves by: two answers of one person
    const pairs = Array.from({ length: n }, () => {
      const mood = 10 * dice()
      return { before: Math.round(mood), after: Math.round(Math.min(10, mood + 4 * dice() - 2)) }
    })
    return holds(pairedChange(pairs, 2)!, pairedTruth)
  },
  'difference in differences (Welch, in strata)': (n, dice) => {
    const [before, after, drift] = [0.3 + 3 * dice(), 0.3 + 3 * dice(), dice()]
    const values = (size: number, to: number) =>
      sampleOf(Array.from({ length: size }, () => poisson(to, dice) - poisson(before, dice)))
    const first = Math.ceil(n / 2)
    return holds(
      standardisedDifference([
        { changed: values(first, after + drift), others: values(n, before + drift) },
        { changed: values(n - first, after + drift), others: values(first, before + drift) },
      ])!,
      after - before,
    )
  },
}

/** The mean of after less before in the pairs above, over a grid so fine that no draw matters. */
const pairedTruth = (() => {
  let sum = 0
  const steps = 1000
  for (let i = 0; i < steps; i++)
    for (let j = 0; j < steps; j++) {
      const mood = (10 * (i + 0.5)) / steps
      sum += Math.round(Math.min(10, mood + (4 * (j + 0.5)) / steps - 2)) - Math.round(mood)
    }
  return sum / steps ** 2
})()

/** The share of `sets` simulated sets in which the interval holds the truth. */
export function coverage(trial: Trial, n: number, sets: number, seed = 1): number {
  const dice = diceOf(seed)
  let held = 0
  for (let i = 0; i < sets; i++) if (trial(n, dice)) held++
  return held / sets
}
