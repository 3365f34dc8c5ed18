import type { Analysis, Because, Verdict } from '#text/analysis/result.ts'
import { quote, type Source } from '#text/analysis/source.ts'
import type { Type } from '#text/cues/cue.ts'
import { compileShipped, match } from '#text/cues/pattern.ts'
import {
  type Priority,
  priorities,
  type Urgency,
  urgencies,
  urgencyCues,
  urgencyTurns,
} from '#text/cues/urgency-cues.ts'
import { type Reading, spanOf } from '#text/reading/read.ts'

const matcher = compileShipped(
  urgencyCues.map((cue) => cue.patterns),
  urgencyTurns,
)

/** What a type is usually worth when nothing else speaks (PRIORITY in the glossary). */
const usual: Record<Type, Priority> = {
  bug: 'high',
  performance: 'medium',
  usability: 'medium',
  pricing: 'medium',
  feature: 'medium',
  question: 'low',
  praise: 'low',
}

/** What an item of this type is usually worth. */
export function usualPriority(type: Type): Priority {
  return usual[type]
}

/** How soon a text must be looked at and how much it matters, by its turns of phrase and its type. */
export function urgencyOf(
  source: Source,
  reading: Reading,
  type: Type | undefined,
  sentiment: Analysis['sentiment'],
): { urgency: Verdict<Urgency>; priority: Verdict<Priority> } {
  const urgency = noTallies<Urgency>()
  const priority = noTallies<Priority>()
  // Kind words and wishes that mention a pain in passing are no emergencies.
  const isCalm = sentiment.label === 'positive' || type === 'praise'
  const { count, cues, first, last } = match(matcher, reading)
  for (let i = 0; i < count; i++) {
    const cue = urgencyCues[cues[i]!]!
    const weight = isCalm && cue.urgency !== 'later' ? cue.weight / 3 : cue.weight
    const found = { sum: weight, times: 1, cue: cues[i]!, first: first[i]!, last: last[i]! }
    if (cue.urgency) add(urgency, cue.urgency, found)
    if (cue.priority) add(priority, cue.priority, { ...found })
  }
  const tell = ({ cue, first, last }: Tally): Because[] => [
    quote(source, urgencyCues[cue]!.meaning, ...spanOf(reading, first, last)),
  ]
  const soonest = surest(urgency, urgencies, 1.2)
  const isHurt = sentiment.label === 'negative' && (type === 'bug' || type === 'performance')
  return {
    urgency: soonest
      ? { label: soonest.label, confidence: soonest.confidence, because: tell(soonest.tally) }
      : isHurt
        ? { label: 'soon', confidence: 0.5, because: [{ meaning: 'A fault that somebody is unhappy about' }] }
        : { label: 'later', confidence: 0.6, because: [{ meaning: 'No words of haste' }] },
    priority: weightiest(priority, type, tell),
  }
}

interface Tally {
  sum: number
  times: number
  cue: number
  first: number
  last: number
}

type Tallies<T extends string> = Partial<Record<T, Tally>>
const noTallies = <T extends string>(): Tallies<T> => ({})

function add<T extends string>(tallies: Tallies<T>, label: T, found: Tally): void {
  const tally = tallies[label]
  if (!tally) tallies[label] = found
  else if (tally.times < 4) tally.sum += found.sum / (++tally.times) ** 1.5
}

function surest<T extends string>(tallies: Tallies<T>, order: readonly T[], least: number) {
  let best: { label: T; tally: Tally } | undefined
  let total = 0
  for (const label of order) {
    const tally = tallies[label]
    if (!tally) continue
    total += tally.sum
    if (tally.sum >= least && (!best || tally.sum > best.tally.sum)) best = { label, tally }
  }
  return (
    best && {
      label: best.label,
      tally: best.tally,
      confidence: Math.min(0.95, best.tally.sum / (total + 0.8)),
    }
  )
}

function weightiest(
  tallies: Tallies<Priority>,
  type: Type | undefined,
  tell: (tally: Tally) => Because[],
): Verdict<Priority> {
  const found = surest(tallies, priorities, 1.2)
  if (found) return { label: found.label, confidence: found.confidence, because: tell(found.tally) }
  return type
    ? { label: usual[type], confidence: 0.5, because: [{ meaning: `Usual for ${type}` }] }
    : { label: 'medium', confidence: 0.35, because: [{ meaning: 'Nothing speaks for another' }] }
}
