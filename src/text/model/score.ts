import type { Features } from '#text/model/features.ts'
import { signalCount } from '#text/model/signals.ts'
import { columns, heads, inputCount, type Weights } from '#text/model/weights.ts'

const width = columns.length
const sums = new Int32Array(width)
const inputs = new Float32Array(inputCount)
const logits = new Float64Array(heads.length)
const byColumn = new Float64Array(width)

/** What the hashed features add to each column. Shared; holds good until the next call. */
export function columnsOf(weights: Weights, { at, words, all }: Features): Float64Array {
  const { hashed, steps } = weights
  byColumn.fill(0)
  for (const [from, to] of [
    [0, words],
    [words, all],
  ] as const) {
    if (from === to) continue
    sums.fill(0)
    for (let i = from; i < to; i++) {
      const base = at[i]! * width
      for (let k = 0; k < width; k++) sums[k]! += hashed[base + k]!
    }
    const scale = 1 / Math.sqrt(to - from)
    for (let k = 0; k < width; k++) byColumn[k]! += sums[k]! * scale * steps[k]!
  }
  return byColumn
}

/** The logit of each head before calibration. Shared; holds good until the next call. */
export function logitsOf(weights: Weights, features: Features, signals: Float32Array): Float64Array {
  const found = columnsOf(weights, features)
  const feeling = found[width - 1]!
  inputs.set(signals)
  inputs[signalCount] = feeling
  inputs[signalCount + 1] = Math.tanh(feeling / 2)
  const { dense } = weights
  for (let h = 0; h < heads.length; h++) {
    let sum = h < width - 1 ? found[h]! : 0
    const base = h * inputCount
    for (let i = 0; i < inputCount; i++) sum += dense[base + i]! * inputs[i]!
    logits[h] = sum
  }
  return logits
}

/** How sure a logit of a head makes us, 0…1. */
export function confidenceOf(weights: Weights, head: number, logit: number): number {
  return 1 / (1 + Math.exp(-(weights.slopes[head]! * logit + weights.offsets[head]!)))
}
