/** Requests as rules: how one may move, what a quote weighs, and how urgent its demand is. Pure. */

export const statuses = [
  'open',
  'under_review',
  'planned',
  'in_progress',
  'shipped',
  'declined',
  'parked',
] as const
export type Status = (typeof statuses)[number]

export const statusWords: Record<Status, string> = {
  open: 'Open',
  under_review: 'Under review',
  planned: 'Planned',
  in_progress: 'In progress',
  shipped: 'Shipped',
  declined: 'Declined',
  parked: 'Parked',
}

/** Where a request may go from where it stands; the schema keeps the same list (request_moves_allowed). */
export const movesFrom: Record<Status, readonly Status[]> = {
  open: ['under_review', 'planned', 'in_progress', 'shipped', 'declined', 'parked'],
  under_review: ['open', 'planned', 'in_progress', 'shipped', 'declined', 'parked'],
  planned: ['under_review', 'in_progress', 'shipped', 'declined', 'parked'],
  in_progress: ['under_review', 'planned', 'shipped', 'declined', 'parked'],
  shipped: ['in_progress'],
  declined: ['under_review'],
  parked: ['under_review', 'planned', 'in_progress', 'declined', 'parked'],
}

/** A no is explained, and so is taking back what was shipped or declined. */
export function needsReason(from: Status, to: Status): boolean {
  return to === 'declined' || to === 'parked' || from === 'shipped' || from === 'declined'
}

/** Requests as a team looks at them. */
export const groups = {
  undecided: ['open', 'under_review'],
  coming: ['planned', 'in_progress'],
  parked: ['parked'],
  declined: ['declined'],
  shipped: ['shipped'],
} as const satisfies Record<string, readonly Status[]>
export type Group = keyof typeof groups

/** How much it matters to who said it. A prospect who cannot go on without it is blocked. */
export const importances = [0, 1, 2, 3] as const
export type Importance = (typeof importances)[number]
export const importanceWords: Record<Importance, string> = {
  0: 'mentions it',
  1: 'would like it',
  2: 'needs it',
  3: 'cannot go on without it',
}
export const blocking = 3

export const mostCompetitors = 20
export const mostLinks = 20

/** Who stands behind a request, counted each once. Money is monthly, in one currency. */
export interface Demand {
  accounts: number
  /** accounts that pay now */
  customers: number
  mrrCents: number
  /** the largest MRR among them */
  largestCents: number
  /** prospects who cannot go on without it, and what they would pay */
  blocked: number
  blockedCents: number
}

/** All accounts that pay now, and what they pay in the currency of most of them. */
export interface Base {
  customers: number
  mrrCents: number
  currency: string
}

export const levels = ['high', 'medium', 'low', 'none'] as const
export type Level = (typeof levels)[number]

/** From these shares on demand is high, and from these on medium. */
const shareOfCustomers = { high: 0.05, medium: 0.01 }
const shareOfMrr = { high: 0.1, medium: 0.02 }
/** What blocked prospects would bring, as a share of all MRR. */
const shareBlocked = { high: 0.03, medium: 0.005 }
/** Below this many accounts, and from this share of one account on, demand rests on few. */
const fewAccounts = 3
const onesShare = 0.6

export interface Priority {
  level: Level
  /** one sentence a reason, the weightiest first */
  reasons: string[]
  /** why it may be less than it looks; null: it is spread out */
  caution: string | null
}

/**
 * The priority that demand gives a request, in words. Each measure has its own level and the highest counts: many small
 * customers and one large one are both a reason, and neither hides the other.
 */
export function priorityOf(demand: Demand, base: Base): Priority {
  const { accounts, customers, blocked } = demand
  if (accounts === 0) return { level: 'none', reasons: ['No account has asked for it yet.'], caution: null }
  const measures: { level: Level; reason: string }[] = []
  if (customers > 0) {
    const share = customers / Math.max(base.customers, customers)
    measures.push({
      level: levelOf(share, shareOfCustomers),
      reason: `${some(customers, 'customer asks', 'customers ask')} for it, ${percent(share)} of all.`,
    })
  }
  if (demand.mrrCents > 0) {
    const share = demand.mrrCents / Math.max(base.mrrCents, demand.mrrCents)
    measures.push({
      level: levelOf(share, shareOfMrr),
      reason: `Customers who ask pay ${money(demand.mrrCents, base.currency)} a month, ${percent(share)} of all MRR.`,
    })
  }
  if (blocked > 0) {
    const share = base.mrrCents > 0 ? demand.blockedCents / base.mrrCents : 1
    const waits = some(blocked, 'prospect waits', 'prospects wait')
    measures.push({
      level: levelOf(share, shareBlocked),
      reason:
        demand.blockedCents > 0
          ? `${waits} for it: ${money(demand.blockedCents, base.currency)} a month would come.`
          : `${waits} for it; what would come is not known.`,
    })
  }
  if (measures.length === 0)
    measures.push({
      level: 'low',
      reason: `${some(accounts, 'account asks', 'accounts ask')} for it; none pays now.`,
    })
  const sorted = [...measures].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level))
  return {
    level: sorted[0]!.level,
    reasons: sorted.map((one) => one.reason),
    caution: cautionOf(demand),
  }
}

function cautionOf({ accounts, mrrCents, largestCents }: Demand): string | null {
  if (accounts < fewAccounts) return `It rests on ${some(accounts, 'account', 'accounts')}.`
  const share = mrrCents > 0 ? largestCents / mrrCents : 0
  return share >= onesShare ? `One account is ${percent(share)} of the MRR behind it.` : null
}

const levelOf = (share: number, from: { high: number; medium: number }): Level =>
  share >= from.high ? 'high' : share >= from.medium ? 'medium' : 'low'

const some = (n: number, one: string, many: string) => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`

/** A share as people say it: one decimal below ten per cent, and never 0 for what is there. */
export function percent(share: number): string {
  const value = share * 100
  if (value > 0 && value < 0.1) return 'less than 0.1 %'
  return `${value < 9.95 ? Number(value.toFixed(1)) : Math.round(value)} %`
}

const money = (cents: number, currency: string) =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency, maximumFractionDigits: 0 }).format(
    cents / 100,
  )
