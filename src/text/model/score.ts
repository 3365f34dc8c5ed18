import type { Features } from '#text/model/features.ts'
import { signalCount } from '#text/model/signals.ts'
import { columns, heads, inputCount, type Weights } from '#text/model/weights.ts'

const width = columns.length
const inputs = new Float32Array(inputCount)
const logits = new Float64Array(heads.length)
const byColumn = new Float64Array(width)

/** Weights of four columns as one number, by their array. */
const packed = new WeakMap<Int8Array, Uint32Array>()
/** Four columns are summed at once, in two numbers of two sums each of 16 bits: so many features before they are full. */
const mostSummed = 256

/** What the hashed features add to each column. Shared; holds good until the next call. */
export function columnsOf({ hashed, steps }: Weights, { at, words, all }: Features): Float64Array {
  let fours = packed.get(hashed)
  if (!fours) {
    // The lowest byte comes first on every processor that Node is built for but one.
    fours = new Uint32Array(hashed.buffer, hashed.byteOffset, hashed.length >> 2)
    packed.set(hashed, fours)
  }
  byColumn.fill(0)
  for (const [from, to] of [
    [0, words],
    [words, all],
  ] as const) {
    if (from === to) continue
    const scale = 1 / Math.sqrt(to - from)
    for (let start = from; start < to; start += mostSummed) {
      const end = Math.min(to, start + mostSummed)
      for (let column = 0; column < width; column += 4) {
        let even = 0
        let odd = 0
        for (let i = start; i < end; i++) {
          // −128…127 becomes 0…255, so that no sum borrows from its neighbour.
          const four = fours[(at[i]! * width + column) >> 2]! ^ 0x80808080
          even += four & 0x00ff00ff
          odd += (four >>> 8) & 0x00ff00ff
        }
        const added = 128 * (end - start)
        byColumn[column]! += ((even & 0xffff) - added) * scale * steps[column]!
        byColumn[column + 1]! += ((odd & 0xffff) - added) * scale * steps[column + 1]!
        byColumn[column + 2]! += ((even >>> 16) - added) * scale * steps[column + 2]!
        byColumn[column + 3]! += ((odd >>> 16) - added) * scale * steps[column + 3]!
      }
    }
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
