import { signalCount } from '#text/model/signals.ts'
import type { Sums } from '#text/model/sums.ts'
import { columns, heads, inputCount, type Weights } from '#text/model/weights.ts'

const width = columns.length
const inputs = new Float32Array(inputCount)
/** places of the inputs that are not 0: most cues are absent */
const spoken = new Uint8Array(inputCount)
const logits = new Float64Array(heads.length)
const byColumn = new Float64Array(width)

/** What the hashed features add to each column. Shared; holds good until the next call. */
export function columnsOf(
  { steps }: Pick<Weights, 'steps'>,
  { words, runs, wordCount, runCount }: Sums,
): Float64Array {
  const wordScale = 1 / Math.sqrt(wordCount || 1)
  const runScale = 1 / Math.sqrt(runCount || 1)
  for (let column = 0; column < width; column++)
    byColumn[column] = (words[column]! * wordScale + runs[column]! * runScale) * steps[column]!
  return byColumn
}

/** What the heads of feeling weigh: the signals, and what the columns say. Shared; holds good until the next call. */
export function inputsOf(weights: Pick<Weights, 'steps'>, sums: Sums, signals: Float32Array): Float32Array {
  const found = columnsOf(weights, sums)
  const feeling = found[width - 1]!
  inputs.set(signals)
  inputs[signalCount] = feeling
  inputs[signalCount + 1] = Math.tanh(feeling / 2)
  for (let k = 0; k < width - 1; k++) inputs[signalCount + 2 + k] = Math.tanh(found[k]! / 2)
  return inputs
}

/** The logit of each head before calibration. Shared; holds good until the next call. */
export function logitsOf(weights: Weights, sums: Sums, signals: Float32Array): Float64Array {
  const inputs = inputsOf(weights, sums, signals)
  const { dense } = weights
  let count = 0
  for (let i = 0; i < inputCount; i++) if (inputs[i] !== 0) spoken[count++] = i
  for (let h = 0; h < heads.length; h++) {
    let sum = h < width - 1 ? byColumn[h]! : 0
    const base = h * inputCount
    for (let k = 0; k < count; k++) sum += dense[base + spoken[k]!]! * inputs[spoken[k]!]!
    logits[h] = sum
  }
  return logits
}

/** How sure a logit of a head makes us, 0…1. */
export function confidenceOf(weights: Weights, head: number, logit: number): number {
  return 1 / (1 + Math.exp(-(weights.slopes[head]! * logit + weights.offsets[head]!)))
}
