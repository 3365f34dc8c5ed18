import { compileShipped, match } from '#text/cues/pattern.ts'
import { turns, typeCues } from '#text/cues/type-cues.ts'
import type { Reading } from '#text/reading/read.ts'
import { type Feeling, feelingOf } from '#text/sentiment/feeling.ts'

/** Signals: the few numbers about a text that a person could check – which cues it has, how its words feel. */

const matcher = compileShipped(
  typeCues.map((cue) => cue.patterns),
  turns,
)
const cueCount = typeCues.length

/** Names of the signals in their order: the cues, then the rest. */
export const signalNames: readonly string[] = [
  ...typeCues.map((cue) => cue.name),
  'always',
  'question',
  'questions',
  'exclamation',
  'capitals',
  'length',
  'short',
  'long',
  'feeling',
  'good',
  'bad',
  'no feeling',
  'strong good',
  'strong bad',
  'both',
]
export const always = cueCount
export const signalCount = signalNames.length

/** A cue found in words [first, last] of the reading. */
export interface Found {
  cue: number
  first: number
  last: number
}

export interface Signals {
  values: Float32Array
  feeling: Feeling
  /** the cues found, in reading order of their first words; only `foundCount` entries hold */
  found: Found[]
  foundCount: number
}

const values = new Float32Array(signalCount)
const found: Found[] = Array.from({ length: 64 }, () => ({ cue: 0, first: 0, last: 0 }))

/** The signals of a reading. They are shared and hold good until the next call. */
export function signalsOf(reading: Reading): Signals {
  values.fill(0)
  const { count: all, cues, first, last } = match(matcher, reading)
  for (let i = 0; i < all; i++) {
    // The same words say a thing once, and a thing said often says little more.
    const times = values[cues[i]!]!
    values[cues[i]!] = times === 0 ? 1 : Math.min(2, times + 0.3)
  }
  const n = Math.min(all, found.length)
  for (let i = 0; i < n; i++) {
    const place = found[i]!
    place.cue = cues[i]!
    place.first = first[i]!
    place.last = last[i]!
  }
  const feeling = feelingOf(reading)
  const { good, bad, score, count } = feeling
  const rest = [
    1,
    reading.questions > 0 ? 1 : 0,
    reading.questions > 1 ? 1 : 0,
    Math.min(3, reading.exclamations) / 3,
    reading.capitals > 0.5 ? 1 : 0,
    Math.log1p(reading.count) / 4,
    reading.count <= 5 ? 1 : 0,
    reading.count > 80 ? 1 : 0,
    score,
    good / (good + 3),
    bad / (bad + 3),
    count === 0 ? 1 : 0,
    Math.max(0, score - 0.6),
    Math.max(0, -score - 0.6),
    Math.min(good, bad) / (Math.min(good, bad) + 2),
  ]
  for (let i = 0; i < rest.length; i++) values[cueCount + i] = rest[i]!
  return { values, feeling, found, foundCount: n }
}
