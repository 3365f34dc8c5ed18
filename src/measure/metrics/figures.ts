import { scaleOf } from '#collect/surveys/kinds.ts'
import { meanOf, nps, npsChange, shareOf } from '#collect/surveys/results/scores.ts'
import { fewest } from '#collect/surveys/rules.ts'
import type { Count, Part, Target } from '#measure/metrics/definitions.ts'
import { pairedChange } from '#platform/statistics/differences.ts'
import { changeOf, countOf, medianOf, quantile, type Ranged } from '#platform/statistics/intervals.ts'

/** So many facts of one value. Of those that still wait (−1) the flag says that they wait for longer than the target. */
export interface Counted {
  value: number
  flag: boolean
  n: number
  late: number
}

export interface Figure {
  /** what the number rests on */
  n: number
  /** null: too few to say */
  value: number | null
  low: number | null
  high: number | null
  parts: Partial<Record<Part, number>>
  /** waits only: nine of ten were done by then */
  nineOfTen: number | null
  /** waits only: the share inside the target, of those done or late, in per cent */
  inside: (Ranged & { n: number }) | null
  /** how many of them came in more than a day after they happened */
  cameLate: number
}

/** A way of counting with the target the workspace set. */
export type Reckoned =
  | Exclude<Count, { as: 'wait' | 'inside' }>
  | { as: 'wait' | 'inside'; targetHours: number | null }

/** A way of counting with the targets of a workspace. */
export function reckoned(count: Count, targets: Record<Target, number>): Reckoned {
  return 'target' in count ? { as: count.as, targetHours: count.target && targets[count.target] } : count
}

const total = (rows: readonly Counted[], fits: (row: Counted) => boolean = () => true) =>
  rows.reduce((sum, row) => (fits(row) ? sum + row.n : sum), 0)

/** The number a metric is for some facts: the one place where facts become figures. */
export function figureOf(count: Reckoned, rows: readonly Counted[]): Figure {
  const parts = partsOf(count, rows)
  const cameLate = rows.reduce((sum, row) => sum + row.late, 0)
  const say = (n: number, ranged: Ranged | null | undefined, more: Partial<Figure> = {}): Figure => ({
    n,
    value: ranged?.value ?? null,
    low: ranged?.low ?? null,
    high: ranged?.high ?? null,
    parts,
    nineOfTen: null,
    inside: null,
    cameLate,
    ...more,
  })
  const share = (hits: number, of: number) => (of >= fewest ? shareOf(hits, of) : null)
  const n = total(rows)
  switch (count.as) {
    case 'number':
      return say(n, countOf(n))
    case 'nps':
      return say(
        n,
        nps({ promoters: parts.promoter!, passives: parts.passive!, detractors: parts.detractor! }),
      )
    case 'mean':
      return say(
        n,
        n < fewest
          ? null
          : meanOf(
              rows.map((row) => ({ number: row.value, count: row.n })),
              scaleOf(count.of),
            ),
      )
    case 'share':
      return say(n, share(parts.hit!, n))
    case 'inside':
      return say(parts.inside! + parts.late!, share(parts.inside!, parts.inside! + parts.late!))
    case 'wait': {
      const tally = tallyOf(rows.filter(({ value }) => value >= 0))
      const done = total(rows, ({ value }) => value >= 0)
      const judged = (parts.inside ?? 0) + (parts.late ?? 0)
      return say(done, done >= fewest ? medianOf(tally) : null, {
        nineOfTen: done >= fewest ? (quantile(tally, 0.9) ?? null) : null,
        inside: count.targetHours === null ? null : share(parts.inside!, judged),
      })
    }
    case 'pairs': {
      const change = pairedChange(
        rows.flatMap(({ value, n }) => Array.from({ length: n }, () => ({ before: 0, after: value / 100 }))),
        fewest,
      )
      return say(n, change && { value: change.points, low: change.low, high: change.high })
    }
  }
}

/** How the facts of a figure fall into its parts, each of which opens a list of its own. */
function partsOf(count: Reckoned, rows: readonly Counted[]): Figure['parts'] {
  const list: Partial<Record<Part, number>> = {}
  for (const part of partNames(count)) list[part] = total(rows, (row) => isIn(count, part, row))
  return list
}

/** The parts there are of a way of counting. */
export function partNames(count: Reckoned): readonly Part[] {
  switch (count.as) {
    case 'nps':
      return ['promoter', 'passive', 'detractor']
    case 'share':
      return ['hit', 'miss']
    case 'inside':
      return ['inside', 'late', 'waiting']
    case 'wait':
      return count.targetHours === null ? ['answered', 'waiting'] : ['answered', 'inside', 'late', 'waiting']
    case 'pairs':
      return ['better', 'same', 'worse']
    default:
      return []
  }
}

/** Whether a fact belongs to a part. */
export function isIn(count: Reckoned, part: Part, { value, flag }: Pick<Counted, 'value' | 'flag'>): boolean {
  const target =
    count.as === 'wait' || count.as === 'inside' ? (count.targetHours ?? Infinity) * 60 : Infinity
  const isHit = count.as === 'share' && (count.of === 'flag' ? flag : value >= count.of)
  switch (part) {
    case 'promoter':
      return value >= 9
    case 'passive':
      return value >= 7 && value < 9
    case 'detractor':
      return value < 7
    case 'hit':
      return isHit
    case 'miss':
      return !isHit
    case 'answered':
      return value >= 0
    case 'inside':
      return value >= 0 && value < target
    case 'late':
      return value >= target || (value < 0 && flag)
    case 'waiting':
      return value < 0 && !flag
    case 'better':
      return value > 0
    case 'same':
      return value === 0
    case 'worse':
      return value < 0
  }
}

function tallyOf(rows: readonly Counted[]): [number, number][] {
  const counts = new Map<number, number>()
  for (const { value, n } of rows) counts.set(value, (counts.get(value) ?? 0) + n)
  return [...counts].sort(([a], [b]) => a - b)
}

/** How a figure changed, with its interval; null where one of the two is too small to say. */
export function figureChange(
  count: Reckoned,
  before: Figure,
  after: Figure,
): (Ranged & { couldBeChance: boolean }) | null {
  if (count.as === 'nps') {
    const groups = ({ parts }: Figure) => ({
      promoters: parts.promoter!,
      passives: parts.passive!,
      detractors: parts.detractor!,
    })
    const change = npsChange(groups(before), groups(after))
    return change
      ? { value: change.points, low: change.low, high: change.high, couldBeChance: change.couldBeChance }
      : null
  }
  const ranged = ({ value, low, high }: Figure) => (value === null ? null : { value, low: low!, high: high! })
  const [a, b] = [ranged(before), ranged(after)]
  return a && b ? changeOf(a, b) : null
}
