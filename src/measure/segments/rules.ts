import { type NpsCounts, npsDifference } from '#collect/surveys/results/scores.ts'
import { fewest } from '#collect/surveys/rules.ts'
import { type Counted, type Figure, figureChange, figureOf, type Reckoned } from '#measure/metrics/figures.ts'
import { holding } from '#platform/statistics/chances.ts'
import { normalTails, z95 } from '#platform/statistics/distributions.ts'
import { changeOf, countOf, type Ranged } from '#platform/statistics/intervals.ts'

/** Groups of customers side by side, as pure functions over counts. */

export const comparedBy = ['segment', 'mrr', 'product'] as const
export type ComparedBy = (typeof comparedBy)[number]

export const weightedBy = ['segment', 'mrr'] as const
export type WeightedBy = (typeof weightedBy)[number]

/** What is answered, so that who answers may be weighed. */
export const weightedMetrics = [
  'nps',
  'csat',
  'ces',
  'handling_satisfaction',
  'negative_after_implementation',
] as const
/** Whether a metric is made of answers. */
export const isWeighted = (key: string): key is (typeof weightedMetrics)[number] =>
  (weightedMetrics as readonly string[]).includes(key)

/** What is compared, in the order it is shown. */
export const comparedMetrics = [
  'nps',
  'csat',
  'ces',
  'volume',
  'response_time',
  'closure_rate',
] as const satisfies readonly string[]

/** What a difference may claim when all that is shown is looked at together. */
export const claims = ['holds', 'perhaps', 'chance'] as const
export type Claim = (typeof claims)[number]

export interface Difference extends Ranged {
  /** how likely so large a difference is if there were none, either way */
  chance: number
}

export interface Compared {
  figure: Figure
  /** against all others together; null where one side is too small to say */
  difference: Difference | null
}

/**
 * How likely a difference is by chance, from its 95 % interval: the level at which an interval of this shape, drawn from
 * the same side, would just reach zero. It is below 5 % exactly where the interval does not hold zero.
 */
export function chanceOf({ value, low, high }: Ranged): number {
  if (value === 0) return 1
  const half = value > 0 ? value - low : high - value
  return half <= 0 ? 0 : normalTails((z95 * Math.abs(value)) / half)
}

const npsCounts = ({ parts }: Figure): NpsCounts => ({
  promoters: parts.promoter!,
  passives: parts.passive!,
  detractors: parts.detractor!,
})

/** What stands in facts without a product area. */
const nil = '00000000-0000-0000-0000-000000000000'

/** Whether a key stands for no group: nobody knows the segment, MRR or area. It is shown, not compared. */
export const isUnknown = (key: string): boolean => key === '' || key === nil

/** Each group with its figure, and against all other groups together. */
export function compareGroups(
  count: Reckoned,
  rows: ReadonlyMap<string, readonly Counted[]>,
): Map<string, Compared> {
  return new Map(
    [...rows].map(([group, own]): [string, Compared] => {
      const figure = figureOf(count, own)
      if (isUnknown(group)) return [group, { figure, difference: null }]
      const others = [...rows].flatMap(([other, list]) => (other === group || isUnknown(other) ? [] : list))
      const rest = figureOf(count, others)
      const change = figureChange(count, rest, figure)
      if (!change) return [group, { figure, difference: null }]
      const { value, low, high } = change
      // the score is rounded, what it claims is not
      const exact = count.as === 'nps' ? npsDifference(npsCounts(rest), npsCounts(figure)) : undefined
      const chance = chanceOf(
        exact
          ? { value: exact.middle, low: exact.middle - exact.half, high: exact.middle + exact.half }
          : change,
      )
      return [group, { figure, difference: { value, low, high, chance } }]
    }),
  )
}

/** What was said in a group, and by how many accounts it could have been said. */
export interface Volume {
  items: number
  /** accounts over the time: one that was there for half of it is a half */
  accounts: number
  /** Σ of each account's items, squared; and their sum */
  squares: number
  ofAccounts: number
}

/**
 * How many times as much counts of items vary between accounts as independent ones would: Pearson's statistic over its
 * freedom, at least 1 (quasi-Poisson; P. McCullagh and J. Nelder, “Generalized Linear Models”, 2nd ed. 1989, 6.2.3). One
 * for all groups, as each alone is too small to tell.
 */
export function dispersion(groups: readonly Volume[]): number {
  const known = groups.filter(({ accounts, ofAccounts }) => accounts > 0 && ofAccounts > 0)
  const freedom = known.reduce((sum, { accounts }) => sum + accounts - 1, 0)
  if (freedom <= 0) return 1
  const pearson = known.reduce((sum, { accounts, squares, ofAccounts }) => {
    const each = ofAccounts / accounts
    return sum + Math.max(0, squares - ofAccounts * each) / each
  }, 0)
  return Math.max(1, pearson / freedom)
}

/** Items per 100 accounts with their interval; null where too few were said or no account was there to say them. */
export function perHundred({ items, accounts }: Volume, spread: number): Ranged | null {
  if (items < fewest || accounts < 1) return null
  const { low, high } = countOf(items / spread)
  const times = 100 / accounts
  return { value: items * times, low: low * spread * times, high: high * spread * times }
}

interface ComparedVolume {
  ranged: Ranged | null
  difference: Difference | null
}

/** Groups by how much they say for their number of accounts. */
export function compareVolumes(groups: ReadonlyMap<string, Volume>): {
  all: Ranged | null
  groups: Map<string, ComparedVolume>
} {
  const spread = dispersion([...groups.values()])
  const counted = new Map([...groups].filter(([, { accounts }]) => accounts > 0))
  const sum = (list: readonly Volume[]): Volume => ({
    items: list.reduce((total, one) => total + one.items, 0),
    accounts: list.reduce((total, one) => total + one.accounts, 0),
    squares: 0,
    ofAccounts: 0,
  })
  return {
    all: perHundred(sum([...counted.values()]), spread),
    groups: new Map(
      [...groups].map(([group, own]): [string, ComparedVolume] => {
        const ranged = perHundred(own, spread)
        const others = [...counted].flatMap(([other, one]) => (other === group ? [] : [one]))
        const rest = perHundred(sum(others), spread)
        if (!ranged || !rest) return [group, { ranged, difference: null }]
        const { value, low, high } = changeOf(rest, ranged)
        return [group, { ranged, difference: { value, low, high, chance: chanceOf({ value, low, high }) } }]
      }),
    ),
  }
}

/**
 * What each difference may claim: it holds when at most 5 % of all that hold on the page are expected to be chance
 * (Benjamini and Hochberg); alone it would have held: perhaps; else it could be chance.
 */
export function claimsOf(chances: readonly number[]): Claim[] {
  const holds = holding(chances)
  return chances.map((chance, i) => (holds[i] ? 'holds' : chance < 0.05 ? 'perhaps' : 'chance'))
}
