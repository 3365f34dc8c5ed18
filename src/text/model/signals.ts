import { compile, match } from '#text/cues/pattern.ts'
import { turns, typeCues } from '#text/cues/type-cues.ts'
import type { Reading } from '#text/reading/read.ts'
import { type Feeling, feelingOf } from '#text/sentiment/feeling.ts'

/** Signals: the few numbers about a text that a person could check – which cues it has, how its words feel. */

const matcher = compile(
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
const found: Found[] = []

/** The signals of a reading. They are shared and hold good until the next call. */
export function signalsOf(reading: Reading): Signals {
  values.fill(0)
  let n = 0
  match(matcher, reading, (cue, first, last) => {
    // The same words say a thing once, and a thing said often says little more.
    const times = values[cue]!
    values[cue] = times === 0 ? 1 : Math.min(2, times + 0.3)
    if (n < 64) {
      const place = found[n]
      if (place) {
        place.cue = cue
        place.first = first
        place.last = last
      } else found.push({ cue, first, last })
      n++
    }
  })
  const feeling = feelingOf(reading)
  const { good, bad, score, count } = feeling
  let at = cueCount
  const put = (value: number) => {
    values[at++] = value
  }
  put(1)
  put(reading.questions > 0 ? 1 : 0)
  put(reading.questions > 1 ? 1 : 0)
  put(Math.min(3, reading.exclamations) / 3)
  put(reading.capitals > 0.5 ? 1 : 0)
  put(Math.log1p(reading.count) / 4)
  put(reading.count <= 5 ? 1 : 0)
  put(reading.count > 80 ? 1 : 0)
  put(score)
  put(good / (good + 3))
  put(bad / (bad + 3))
  put(count === 0 ? 1 : 0)
  put(Math.max(0, score - 0.6))
  put(Math.max(0, -score - 0.6))
  put(Math.min(good, bad) / (Math.min(good, bad) + 2))
  return { values, feeling, found, foundCount: n }
}
