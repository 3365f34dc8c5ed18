import type { Because } from '#text/analysis/result.ts'
import { quote, type Source } from '#text/analysis/source.ts'
import { typeCues } from '#text/cues/type-cues.ts'
import type { Features } from '#text/model/features.ts'
import type { Signals } from '#text/model/signals.ts'
import { columns, inputCount, type Weights } from '#text/model/weights.ts'
import { isPlaceholder, type Reading, spanOf } from '#text/reading/read.ts'
import { isStopWord } from '#text/words/terms.ts'

/** Why: the turns and words that spoke loudest for a verdict. */

const most = 3

/** The reasons for type `head`: its cues, or the words that the hashed features weigh most. */
export function reasonsForType(
  source: Source,
  weights: Weights,
  reading: Reading,
  features: Features,
  signals: Signals,
  head: number,
): Because[] {
  const said: { weight: number; because: Because; from: number; to: number }[] = []
  for (let i = 0; i < signals.foundCount; i++) {
    const { cue, first, last } = signals.found[i]!
    const weight = weights.dense[head * inputCount + cue]!
    if (weight < 0.3) continue
    const [from, to] = spanOf(reading, first, last)
    const because = quote(source, typeCues[cue]!.meaning, from, to)
    // Of turns that overlap the one that says more is told.
    const other = said.findIndex((one) => from < one.to && one.from < to)
    if (other < 0) said.push({ weight, because, from, to })
    else if (
      weight > said[other]!.weight ||
      (weight === said[other]!.weight && to - from > said[other]!.to - said[other]!.from)
    )
      said[other] = { weight, because, from, to }
  }
  if (said.length === 0) return tellingWords(source, weights, reading, features, head, 1)
  said.sort((a, b) => b.weight - a.weight)
  return said.slice(0, most).map((one) => one.because)
}

let sums = new Float64Array(256)

/** The words that the hashed features of a column weigh most in the direction of `sign`. */
export function tellingWords(
  source: Source,
  { hashed, steps }: Weights,
  reading: Reading,
  { at, words, all, of }: Features,
  column: number,
  sign: 1 | -1,
): Because[] {
  if (reading.count > sums.length) sums = new Float64Array(reading.count * 2)
  sums.fill(0, 0, reading.count)
  const wordScale = 1 / Math.sqrt(words || 1)
  const charScale = 1 / Math.sqrt(all - words || 1)
  for (let i = 0; i < all; i++)
    sums[of[i]!]! +=
      sign * hashed[at[i]! * columns.length + column]! * steps[column]! * (i < words ? wordScale : charScale)
  const best: { word: number; sum: number }[] = []
  for (let word = 0; word < reading.count; word++) {
    const sum = sums[word]!
    if (sum < 0.05 || reading.flags[word]! & isPlaceholder) continue
    if (isStopWord(reading.folded.text.slice(reading.from[word]!, reading.to[word]!))) continue
    best.push({ word, sum })
    best.sort((a, b) => b.sum - a.sum)
    if (best.length > most) best.pop()
  }
  return best.map(({ word }) =>
    quote(source, 'Sounds like others of this kind', ...spanOf(reading, word, word)),
  )
}
