import type { Status } from '#prioritize/requests/rules.ts'

/** What requests are scored by: factors, their values, and models that weigh them. Pure; score.ts reckons with it. */

/** Requests that compete with each other: those open and those coming. */
export const ranked = ['open', 'under_review', 'planned', 'in_progress'] as const satisfies readonly Status[]
/** More than these are not ranked; those with most behind them are. */
export const mostRanked = 20_000

/** How a factor is said: the first five by people, the others are read where they are counted. */
export const kinds = ['scale', 'fibonacci', 'percentage', 'checkbox', 'money', 'demand', 'effort'] as const
export type Kind = (typeof kinds)[number]
export const kindWords: Record<Kind, string> = {
  scale: '0 to 10',
  fibonacci: 'Fibonacci: 1, 2, 3, 5, 8, 13, 21',
  percentage: 'Percentage',
  checkbox: 'Yes or no',
  money: 'Money',
  demand: 'Read from demand',
  effort: 'Read from the estimate',
}
export const fibonacci = [1, 2, 3, 5, 8, 13, 21] as const

/** What demand can be read as. */
export const measures = [
  ...(['accounts', 'customers', 'contacts', 'mrr', 'blocked', 'blocked_mrr'] as const),
  // accounts, each counted as much as its segment matters
  'segments',
] as const
export type Measure = (typeof measures)[number]
export const isMoney = (measure: Measure | null) => measure === 'mrr' || measure === 'blocked_mrr'

export interface Factor {
  /** the key of a built-in factor, or the id of one of the workspace */
  key: string
  name: string
  kind: Kind
  measure: Measure | null
  /** of demand: only that of accounts of this segment */
  segment: string | null
  /** the value that counts in full; null: the largest there is */
  fullAt: number | null
}

const built = (key: string, name: string, kind: Kind, measure: Measure | null = null): Factor => ({
  ...{ key, name, kind, measure, segment: null, fullAt: null },
})

/** Factors that every workspace has. Impact and effort are the axes of the matrix and two terms of RICE. */
export const builtIn: readonly Factor[] = [
  built('impact', 'Impact', 'scale'),
  built('confidence', 'Confidence', 'percentage'),
  built('strategic_fit', 'Strategic fit', 'scale'),
  built('urgency', 'Urgency', 'scale'),
  built('effort', 'Effort', 'effort'),
  built('accounts', 'Accounts behind it', 'demand', 'accounts'),
  built('customers', 'Customers behind it', 'demand', 'customers'),
  built('segment_importance', 'Segment importance', 'demand', 'segments'),
  built('contacts', 'Contacts behind it', 'demand', 'contacts'),
  built('mrr', 'MRR behind it', 'demand', 'mrr'),
  built('blocked', 'Blocked prospects', 'demand', 'blocked'),
  built('blocked_mrr', 'MRR of blocked prospects', 'demand', 'blocked_mrr'),
]
export const builtInKeys = builtIn.map((one) => one.key) as [string, ...string[]]

/** How much a segment matters, 0 to 10, where the workspace has not said it, and accounts of none. */
export const usualImportance = 5

/**
 * Accounts behind a request, each counted as much as its segment matters: of importance 10 as one, of 5 as half.
 * `inSegment` is how many of them are in a segment whose importance somebody set.
 */
export function accountsBySegment(
  accounts: number,
  importance: Readonly<Record<string, number>>,
  inSegment: (segment: string) => number,
): number {
  let tenths = accounts * usualImportance
  for (const [segment, matters] of Object.entries(importance))
    tenths += inSegment(segment) * (matters - usualImportance)
  return tenths / 10
}

/** Whether people say its value; the others are counted or estimated elsewhere. */
export const isSaid = (factor: Pick<Factor, 'kind'>) => factor.kind !== 'demand' && factor.kind !== 'effort'

/** Why a value cannot be one of this factor; undefined: it can. Money is in minor units. */
export function wrongValue(factor: Pick<Factor, 'kind' | 'name'>, value: number): string | undefined {
  const must = (what: string) => `${factor.name} must be ${what}`
  switch (factor.kind) {
    case 'scale':
      return value >= 0 && value <= 10 ? undefined : must('from 0 to 10')
    case 'fibonacci':
      return fibonacci.includes(value as 1) ? undefined : must(`one of ${fibonacci.join(', ')}`)
    case 'percentage':
      return value >= 0 && value <= 100 ? undefined : must('from 0 to 100')
    case 'checkbox':
      return value === 0 || value === 1 ? undefined : must('0 (no) or 1 (yes)')
    case 'money':
      return Number.isInteger(value) && value >= 0 && value <= 1e12
        ? undefined
        : must('a whole number of cents from 0')
    default:
      return `${factor.name} is read from ${factor.kind === 'effort' ? 'the estimate of effort' : 'demand'}; it cannot be typed`
  }
}

export interface Term {
  factor: string
  weight: number
  /** cost, risk: the less of it, the more points */
  lowerIsBetter: boolean
}

/** The first so many that a comparison looks at, where nobody says: ten, and at most half of those ranked. */
export const topOf = (total: number) => Math.max(1, Math.min(10, Math.floor(total / 2)))

export const mostTerms = 12
export const modelKinds = ['rice', 'weighted'] as const

/** Why these terms make no model; undefined: they do. */
export function wrongTerms(terms: readonly Term[]): string | undefined {
  if (new Set(terms.map((one) => one.factor)).size < terms.length)
    return 'A factor stands in it twice. Give each one weight.'
  if (!terms.some((one) => one.weight > 0))
    return 'The weights sum to nothing, so every score would be the same. Give at least one factor a weight above 0.'
  return undefined
}

/** What a weighted model begins with: the factors that product teams weigh most often. */
export const firstTerms: readonly Term[] = [
  { factor: 'strategic_fit', weight: 3, lowerIsBetter: false },
  { factor: 'mrr', weight: 3, lowerIsBetter: false },
  { factor: 'segment_importance', weight: 2, lowerIsBetter: false },
  { factor: 'urgency', weight: 2, lowerIsBetter: false },
  { factor: 'effort', weight: 2, lowerIsBetter: true },
]

/** RICE = reach × impact × confidence ÷ effort. Its terms as a model: exponents instead of weights. */
export const riceTerms: readonly Term[] = [
  { factor: 'accounts', weight: 1, lowerIsBetter: false },
  { factor: 'impact', weight: 1, lowerIsBetter: false },
  { factor: 'confidence', weight: 1, lowerIsBetter: false },
  { factor: 'effort', weight: 1, lowerIsBetter: true },
]
/** Impact 10 is RICE's "massive", which counts 3. */
export const riceImpact = 0.3
/** RICE's lowest confidence, for a request nobody has rated. */
export const riceConfidence = 50

/** The quadrants of the matrix, as the procedure names them. */
export const quadrants = {
  do_first: { name: 'Do first', words: 'high impact, low effort' },
  strategic: { name: 'Strategic', words: 'high impact, high effort: plan carefully' },
  quick_wins: { name: 'Quick wins', words: 'low impact, low effort: fill sprints' },
  dont_do: { name: 'Don’t do', words: 'low impact, high effort' },
} as const
export type Quadrant = keyof typeof quadrants

/** Impact from here on is high. */
export const highImpact = 5

/** The quadrant of a place in the matrix; effort above `highEffort` is high. */
export function quadrantOf(impact: number, effort: number, highEffort: number): Quadrant {
  if (impact >= highImpact) return effort <= highEffort ? 'do_first' : 'strategic'
  return effort <= highEffort ? 'quick_wins' : 'dont_do'
}

/** What is taken as the width of an estimate that is one number, and of one that begins at nothing. */
const singleWidth = 1.25
const fromNothing = 10

/** Where an estimate begins on a scale of ratios, which has no zero. */
export const beginOf = (low: number, high: number) => (low > 0 ? low : high / fromNothing)

/** An estimate as the model reads it: its middle, and the range with how likely the truth lies in it. Null: none, or zero. */
export function effortOf(
  low: number | null,
  high: number | null,
  confidence: number | null,
): { middle: number; low: number; high: number; sure: number } | null {
  if (low === null || high === null || high <= 0) return null
  const from = beginOf(low, high)
  const [least, most] = from === high ? [high / singleWidth, high * singleWidth] : [from, high]
  return { middle: Math.sqrt(from * high), low: least, high: most, sure: (confidence ?? 80) / 100 }
}

/** A place in the matrix as an estimate: about that much, as rough as a drop by hand is. */
export function effortAt(
  middle: number,
  was: { low: number; high: number; confidence: number | null } | null,
): { low: number; high: number; confidence: number | null } {
  const half = was && was.low > 0 ? Math.sqrt(was.high / was.low) : 1.5
  const round = (value: number) => Math.max(0.1, Number(value.toPrecision(2)))
  return {
    low: round(middle / half),
    high: Math.max(round(middle / half), round(middle * half)),
    confidence: was?.confidence ?? null,
  }
}
