import { fewest } from '#collect/surveys/rules.ts'
import { addDays, dayOf } from '#measure/dashboards/rules.ts'
import { holding } from '#platform/statistics/chances.ts'
import { type Share, share } from '#platform/statistics/intervals.ts'
import { canCompare, type RiskRatio, riskRatio } from '#platform/statistics/risk-ratio.ts'

/** What goes with what, as pure functions over counts of accounts. */

export const outcomes = ['churn', 'renewal', 'nps', 'usage'] as const
/** What may have come of an account: it left, did not renew, last answered as a detractor, or used the product less. */
export type Outcome = (typeof outcomes)[number]

export const windows = [90, 180, 365] as const
/** So many days are looked at for what was said, and as many after them for what came of it. */
export type Window = (typeof windows)[number]
/** The same as addresses write it. */
export type WindowKey = `${Window}`

/** The window that an address names; half a year where it names none. */
export function windowOf(days: string | undefined): WindowKey {
  return windows.map((one): WindowKey => `${one}`).find((one) => one === days) ?? '180'
}

/** A renewal is decided so many days after its date: whoever has not left by then has renewed. */
export const renewalGraceDays = 30

/** The days of a study seen today: said from `from` on and before `at`, what came of it from `at` to `to`. */
export function studyDays(today: Date, days: number): { from: string; at: string; to: string } {
  const to = dayOf(today)
  const at = addDays(to, 1 - days)
  return { from: addDays(at, -days), at, to }
}

interface OutcomeWords {
  /** as the page is called */
  title: string
  /** those it happened to, and the others: "left", "stayed" */
  hit: string
  other: string
  /** "2.1 times as likely to leave" */
  to: string
  /** of which accounts it is asked */
  base: string
}

export const outcomeWords: Record<Outcome, OutcomeWords> = {
  churn: {
    title: 'Churn',
    hit: 'left',
    other: 'stayed',
    to: 'leave',
    base: 'accounts that were customers on that day',
  },
  renewal: {
    title: 'Renewal',
    hit: 'did not renew',
    other: 'renewed',
    to: 'not renew',
    base: 'customers whose contract was to be renewed since',
  },
  nps: {
    title: 'NPS',
    hit: 'answered as detractors',
    other: 'did not',
    to: 'answer as detractors',
    base: 'customers who answered an NPS survey since, by their last answer',
  },
  usage: {
    title: 'Usage',
    hit: 'used the product less',
    other: 'did not',
    to: 'use the product less',
    base: 'customers whose use is known; less is what a rule of signals found',
  },
}

export const exposureKinds = ['theme', 'signal', 'silence'] as const
/** What an account may have done before: spoken of a theme, been found by a rule of signals, said nothing at all. */
export type ExposureKind = (typeof exposureKinds)[number]

/** Accounts that did it, and those of them it happened to. */
export interface Exposure {
  kind: ExposureKind
  key: string
  label: string
  accounts: number
  hits: number
}

export interface Correlation extends Exposure {
  /** of those it happened to, and of the others, who had done it before */
  amongHit: Share | null
  amongOther: Share | null
  /** undefined: not enough data to compare */
  ratio: RiskRatio | undefined
  /** it holds when everything that is shown is looked at together */
  holds: boolean
}

/**
 * Each exposure against an outcome in a cohort of `accounts`, of which it happened to `hits`. The family that Benjamini
 * and Hochberg's correction looks at is every exposure with enough data, whether or not it is shown. What tells most is
 * first, what has not enough data last.
 */
export function correlate(
  exposures: readonly Exposure[],
  { accounts, hits }: { accounts: number; hits: number },
): Correlation[] {
  const found = exposures.map((exposure) => {
    const exposed = { n: exposure.hits, of: exposure.accounts }
    const others = { n: hits - exposure.hits, of: accounts - exposure.accounts }
    return {
      ...exposure,
      amongHit: share(exposure.hits, hits),
      amongOther: share(exposure.accounts - exposure.hits, accounts - hits),
      ratio: canCompare(exposed, others, fewest) ? riskRatio(exposed, others) : undefined,
      holds: false,
    }
  })
  const family = found.filter((one) => one.ratio)
  const holds = holding(family.map((one) => one.ratio!.chance))
  for (const [i, one] of family.entries()) one.holds = holds[i]!
  return found.sort(
    (a, b) =>
      Number(b.ratio !== undefined) - Number(a.ratio !== undefined) ||
      (a.ratio?.chance ?? 1) - (b.ratio?.chance ?? 1) ||
      b.accounts - a.accounts ||
      (a.key < b.key ? -1 : 1),
  )
}

const percent = (value: number) => `${Math.round(100 * value)} %`
/** Two decimals below one, one up to ten, whole above and for whole numbers. */
export function times(value: number): string {
  if (Number.isInteger(value) || value >= 9.95) return String(Math.round(value))
  return value < 0.995 ? String(Number(value.toFixed(2))) : value.toFixed(1)
}

/** What an exposure is in a sentence: "had mentioned X". */
export function exposureText({ kind, label }: Pick<Exposure, 'kind' | 'label'>): string {
  if (kind === 'theme') return `had mentioned ${label}`
  return kind === 'signal' ? `had the signal “${label}”` : 'had said nothing'
}

/** A finding in plain words, with its interval and what it may claim. */
export function correlationText(one: Correlation, outcome: Outcome): string {
  const { hit, other, to } = outcomeWords[outcome]
  const { amongHit, amongOther, ratio } = one
  if (!amongHit || !amongOther || !ratio)
    return `${one.accounts} accounts ${exposureText(one)}, ${one.hits} of them ${hit}: not enough data to compare.`
  const shares = `${percent(amongHit.share)} of those that ${hit} ${exposureText(one)}, against ${percent(amongOther.share)} of those that ${other}.`
  const size =
    ratio.ratio === null
      ? `Nobody else ${hit}, so there is no ratio`
      : `That is ${times(ratio.ratio)} times as likely to ${to}`
  const interval = `95 % interval ${times(ratio.low)} to ${ratio.high === null ? 'any' : times(ratio.high)} times`
  const claim = one.holds
    ? ''
    : ratio.chance < 0.05
      ? ' Perhaps chance among so many rows.'
      : ' It could be chance.'
  return `${shares} ${size} (${interval}).${claim}`
}
