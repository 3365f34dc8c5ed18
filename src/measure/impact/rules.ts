import { together } from '#collect/surveys/results/figures.ts'
import { tenths } from '#collect/surveys/results/scores.ts'
import { fewest } from '#collect/surveys/rules.ts'
import { holding } from '#platform/statistics/chances.ts'
import {
  type Difference,
  type Sample,
  sampleOf,
  standardisedDifference,
} from '#platform/statistics/differences.ts'

/** Whether a shipped change worked, as pure functions over what accounts did on days counted from the day it shipped. */

/** So many days before and after it shipped are compared, at most. */
export const windowDays = 90
/** Less time on one side says nothing. */
export const fewestDays = 14
/** So many days after it shipped a verdict is written down. */
export const looks = [30, 60, 90] as const

export const measureKeys = ['mentions', 'tickets', 'score', 'usage'] as const
export type MeasureKey = (typeof measureKeys)[number]

export const measureWords: Record<MeasureKey, { name: string; unit: string; isGoodUp: boolean }> = {
  mentions: { name: 'Mentions of its themes', unit: 'a month', isGoodUp: false },
  tickets: { name: 'Support tickets', unit: 'a month', isGoodUp: false },
  score: { name: 'NPS answers', unit: 'of 10', isGoodUp: true },
  usage: { name: 'Days of use', unit: 'a month', isGoodUp: true },
}

export const verdicts = ['worked', 'no_change', 'worse', 'not_enough'] as const
export type Verdict = (typeof verdicts)[number]

export const verdictWords: Record<Verdict, string> = {
  worked: 'Worked',
  no_change: 'No change visible',
  worse: 'Worse',
  not_enough: 'Not enough data yet',
}

/** An account of the comparison: the day it first asked, counted from the day of shipping; null: it never asked. */
export interface Unit {
  id: string
  /** segment and MRR band, as they were when it shipped */
  stratum: string
  askedOn: number | null
}

/** What an account did on a day, counted from the day of shipping: so many mentions, a score, a day of use. */
export interface Doing {
  id: string
  day: number
  value: number
}

export interface Measure {
  key: MeasureKey
  askers: { n: number; before: number; after: number }
  others: { n: number; before: number; after: number }
  /** the change of those who asked less that of the others; null: not enough data */
  difference: Difference | null
}

/**
 * One measure of those who asked against comparable accounts that did not. The day of shipping counts on neither side.
 * Those who asked are seen from the day after they first asked: before that they are chosen by what they said, and what
 * follows would be less by itself (regression to the mean).
 */
export function measureOf(
  key: MeasureKey,
  units: readonly Unit[],
  doings: readonly Doing[],
  afterDays: number,
): Measure {
  const strata = together(compared(key, units, doings, afterDays), ({ stratum }) => stratum)
  const both = [...strata.values()].map((seen) => ({
    askers: seen.filter(({ askedOn }) => askedOn !== null),
    others: seen.filter(({ askedOn }) => askedOn === null),
  }))
  const askers = both.flatMap((stratum) => stratum.askers)
  const others = both.reduce((sum, stratum) => sum + stratum.others.length, 0)
  // the others as if they were made up like those who asked
  const standard = (side: 'before' | 'after') =>
    both.reduce(
      (sum, stratum) =>
        sum + (stratum.askers.length / askers.length) * mean(stratum.others.map((one) => one[side])),
      0,
    )
  const changes = (seen: readonly Seen[]): Sample => sampleOf(seen.map(({ before, after }) => after - before))
  const isEnough = askers.length >= fewest && others >= fewest
  const difference = isEnough
    ? standardisedDifference(
        both.map((stratum) => ({ changed: changes(stratum.askers), others: changes(stratum.others) })),
      )
    : undefined
  return {
    key,
    askers: {
      n: askers.length,
      before: mean(askers.map(({ before }) => before)),
      after: mean(askers.map(({ after }) => after)),
    },
    others: { n: others, before: standard('before'), after: standard('after') },
    difference: difference ?? null,
  }
}

/** The accounts that a measure compares: of a segment and MRR band that has some on both sides. */
export function compared(
  key: MeasureKey,
  units: readonly Unit[],
  doings: readonly Doing[],
  afterDays: number,
): (Unit & Seen)[] {
  const byUnit = together(doings, ({ id }) => id)
  const known = units.flatMap((unit) => {
    const seen = seenOf(key, unit, byUnit.get(unit.id) ?? [], afterDays)
    return seen ? [{ ...unit, ...seen }] : []
  })
  const strataOf = (asked: boolean) =>
    new Set(known.filter(({ askedOn }) => (askedOn !== null) === asked).map(({ stratum }) => stratum))
  const [askers, others] = [strataOf(true), strataOf(false)]
  return known.filter(({ stratum }) => askers.has(stratum) && others.has(stratum))
}

/** An account before and after. */
interface Seen {
  before: number
  after: number
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

/** Before and after of one account; undefined where it cannot be told. */
function seenOf(key: MeasureKey, unit: Unit, doings: readonly Doing[], afterDays: number): Seen | undefined {
  const first = Math.max(-windowDays, (unit.askedOn ?? Number.NEGATIVE_INFINITY) + 1)
  const before = doings.filter(({ day }) => day >= first && day < 0)
  const after = doings.filter(({ day }) => day > 0 && day <= afterDays)
  if (key === 'score') {
    const earlier = doings.filter(({ day }) => day >= -windowDays && day < 0)
    if (earlier.length === 0 || after.length === 0) return undefined
    return { before: mean(earlier.map(({ value }) => value)), after: mean(after.map(({ value }) => value)) }
  }
  if (-first < fewestDays || afterDays < fewestDays) return undefined
  // whose use nobody tells of has not stopped using it
  if (key === 'usage' && before.length === 0) return undefined
  const month = (some: readonly Doing[], days: number) =>
    (30 * some.reduce((sum, { value }) => sum + value, 0)) / days
  return { before: month(before, -first), after: month(after, afterDays) }
}

export interface Judged extends Measure {
  result: 'better' | 'worse' | 'same' | 'not_enough'
}

/**
 * The verdict over all measures. A change holds when it does so among all of them (Benjamini and Hochberg) and at each of
 * the three looks (Bonferroni), so that looking often does not find what is not there. Worse in one thing is worse.
 */
export function judge(measures: readonly Measure[]): { verdict: Verdict; measures: Judged[] } {
  const known = measures.filter(({ difference }) => difference)
  const holds = holding(known.map(({ difference }) => Math.min(1, looks.length * difference!.chance)))
  const judged = measures.map((measure): Judged => {
    if (!measure.difference) return { ...measure, result: 'not_enough' }
    if (!holds[known.indexOf(measure)]) return { ...measure, result: 'same' }
    const isGood = measure.difference.points > 0 === measureWords[measure.key].isGoodUp
    return { ...measure, result: isGood ? 'better' : 'worse' }
  })
  const has = (result: Judged['result']) => judged.some((one) => one.result === result)
  const verdict = has('worse')
    ? 'worse'
    : has('better')
      ? 'worked'
      : known.length > 0
        ? 'no_change'
        : 'not_enough'
  return { verdict, measures: judged }
}

/** What a measure says, in plain words. */
export function measureText({ key, askers, others, difference, result }: Judged): string {
  const { name, unit } = measureWords[key]
  if (!difference) return `${name}: not enough data yet (${askers.n} that asked, ${others.n} comparable).`
  const moved = ({ before, after }: Measure['askers']) => `${tenths(before)} → ${tenths(after)} ${unit}`
  const claim = {
    better: 'better',
    worse: 'worse',
    same: 'could be chance',
    not_enough: '',
  }[result]
  return `${name}: ${moved(askers)} for those who asked, ${moved(others)} for comparable accounts. Difference ${tenths(difference.points)}, 95 % interval ${tenths(difference.low)} to ${tenths(difference.high)}: ${claim}.`
}

/** The next day after shipping on which it is looked at; undefined after the last. */
export function nextLook(done: number): number | undefined {
  return looks.find((look) => look > done)
}
