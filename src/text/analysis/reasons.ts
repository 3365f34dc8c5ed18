import type { Because } from '#text/analysis/result.ts'
import { quote, type Source } from '#text/analysis/source.ts'
import { typeCues } from '#text/cues/type-cues.ts'
import type { Signals } from '#text/model/signals.ts'
import { type Sums, saidBy } from '#text/model/sums.ts'
import { inputCount, type Weights } from '#text/model/weights.ts'
import { isPlaceholder, type Reading, spanOf } from '#text/reading/read.ts'
import { isStopWord } from '#text/words/terms.ts'

/** Why: the turns and words that spoke loudest for a verdict. */

const most = 3

/** The reasons for type `head`: its cues, or the words that the hashed features weigh most. */
export function reasonsForType(
  source: Source,
  weights: Weights,
  reading: Reading,
  sums: Sums,
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
  if (said.length === 0) return tellingWords(source, weights, reading, sums, head, 1)
  said.sort((a, b) => b.weight - a.weight)
  return said.slice(0, most).map((one) => one.because)
}

/** The words that the hashed features of a column weigh most in the direction of `sign`. */
export function tellingWords(
  source: Source,
  weights: Weights,
  reading: Reading,
  sums: Sums,
  column: number,
  sign: 1 | -1,
): Because[] {
  const best: { word: number; strength: number }[] = []
  for (let word = 0; word < reading.count; word++) {
    if (reading.flags[word]! & isPlaceholder) continue
    const strength = sign * saidBy(weights, reading, sums, word, column)
    if (strength < 0.05) continue
    if (isStopWord(reading.folded.text.slice(reading.from[word]!, reading.to[word]!))) continue
    putBest(best, word, strength)
  }
  return best.map(({ word }) =>
    quote(source, 'Sounds like others of this kind', ...spanOf(reading, word, word)),
  )
}

/** Keeps the strongest words, the strongest first; of equals the first. */
export function putBest(best: { word: number; strength: number }[], word: number, strength: number): void {
  if (best.length === most && best[most - 1]!.strength >= strength) return
  let at = Math.min(best.length, most - 1)
  for (; at > 0 && best[at - 1]!.strength < strength; at--) best[at] = best[at - 1]!
  best[at] = { word, strength }
}
