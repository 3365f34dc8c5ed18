import { fewest } from '#collect/surveys/rules.ts'
import { student95, z95 } from '#measure/statistics/distributions.ts'

/** The figures of the SOP as pure functions over counts. Nothing here rounds before the end, and nothing reads a clock. */

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
 * The mean of paired differences with its 95 % interval by Student's t; undefined below `fewest` pairs. With all
 * differences alike it has no width.
 */
export function pairedChange(pairs: readonly { before: number; after: number }[]): PairedChange | undefined {
  const n = pairs.length
  if (n < fewest) return undefined
  const mean = (of: (pair: { before: number; after: number }) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / n
  const [before, after] = [mean((pair) => pair.before), mean((pair) => pair.after)]
  const points = after - before
  const variance = (mean((pair) => (pair.after - pair.before - points) ** 2) * n) / (n - 1)
  const half = student95(n - 1) * Math.sqrt(variance / n)
  const [low, high] = [points - half, points + half]
  return { n, before, after, points, low, high, couldBeChance: low <= 0 && high >= 0 }
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

/** A number with its 95 % interval. */
export interface Ranged {
  value: number
  low: number
  high: number
}

/**
 * How a number changed between two independent samples, from the interval of each (method of variance estimates recovery:
 * G. Zou and A. Donner, "Construction of confidence limits about effect measures", Statistics in Medicine 27, 2008). For
 * shares it is `shareChange`.
 */
export function changeOf(before: Ranged, after: Ranged): Ranged & { couldBeChance: boolean } {
  const value = after.value - before.value
  const low = value - Math.hypot(after.value - after.low, before.high - before.value)
  const high = value + Math.hypot(after.high - after.value, before.value - before.low)
  return { value, low, high, couldBeChance: low <= 0 && high >= 0 }
}

/** A count with the interval of what it would be on average (score interval of a Poisson mean). */
export function countOf(n: number): Ranged {
  const middle = n + (z95 * z95) / 2
  const half = z95 * Math.sqrt(n + (z95 * z95) / 4)
  return { value: n, low: Math.max(0, middle - half), high: middle + half }
}

/**
 * The median with the interval between the values whose ranks a binomial of one half reaches in 95 of 100 samples (H. David
 * and H. Nagaraja, "Order Statistics", 2003, section 7.1, normal approximation). Undefined without values.
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

/** Minutes as waits are kept, rounded down: the same steps as metric_wait() of the database (a test compares them). */
export function keptWait(minutes: number): number {
  const whole = Math.max(0, Math.floor(minutes))
  const step = whole < 60 ? 1 : whole < 1440 ? 10 : whole < 10080 ? 60 : 1440
  return whole - (whole % step)
}

export const steps = ['day', 'week', 'month', 'quarter'] as const
export type Step = (typeof steps)[number]

/** The day with which the week (Monday), month or quarter of a day begins. */
export function stepStart(day: string, step: Step): string {
  if (step === 'day') return day
  const date = new Date(`${day}T00:00:00Z`)
  if (step === 'week') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7))
  else {
    date.setUTCDate(1)
    if (step === 'quarter') date.setUTCMonth(date.getUTCMonth() - (date.getUTCMonth() % 3))
  }
  return date.toISOString().slice(0, 10)
}

/** The day with which the next one begins. */
export function nextStep(start: string, step: Step): string {
  const date = new Date(`${start}T00:00:00Z`)
  if (step === 'day' || step === 'week') date.setUTCDate(date.getUTCDate() + (step === 'day' ? 1 : 7))
  else date.setUTCMonth(date.getUTCMonth() + (step === 'month' ? 1 : 3))
  return date.toISOString().slice(0, 10)
}

/** The days, weeks, months or quarters that a span touches, cut at its ends: those are partial. */
export function stepsOf(
  span: { from: string; to: string },
  step: Step,
): { start: string; from: string; to: string; isPartial: boolean }[] {
  const list = []
  for (let start = stepStart(span.from, step); start <= span.to; start = nextStep(start, step)) {
    const next = nextStep(start, step)
    const end = new Date(Date.parse(`${next}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
    list.push({
      start,
      from: start < span.from ? span.from : start,
      to: end > span.to ? span.to : end,
      isPartial: start < span.from || end > span.to,
    })
  }
  return list
}
