import { types } from '#text/cues/cue.ts'
import { buckets } from '#text/model/features.ts'
import { signalCount, signalNames } from '#text/model/signals.ts'

/** The trained numbers, and how they are written into one small file. */

/** What hashed features are weighed for: each type, and how it feels. */
export const columns = [...types, 'feeling'] as const
/** What is decided in the end. */
export const heads = [...types, 'positive', 'negative'] as const
export type Head = (typeof heads)[number]

/** Of the signals, of the two numbers that the column `feeling` gives, and of one for each type. */
export const inputCount = signalCount + 2 + types.length

export interface Weights {
  /** by bucket, then column */
  hashed: Int8Array
  /** what one step of `hashed` is worth, by column */
  steps: Float32Array
  /** by head, then input */
  dense: Float32Array
  /** calibration of each head: confidence = 1 / (1 + exp(−(slope × logit + offset))) */
  slopes: Float32Array
  offsets: Float32Array
}

interface Head1 {
  format: 'hearback-text-1'
  buckets: number
  columns: readonly string[]
  heads: readonly string[]
  signals: readonly string[]
}

const shape: Head1 = {
  format: 'hearback-text-1',
  buckets,
  columns,
  heads,
  signals: signalNames,
}

/** Writes weights as bytes: a line of JSON that names their shape, then the numbers. */
export function encode(weights: Weights): Uint8Array {
  const head = new TextEncoder().encode(`${JSON.stringify(shape)}\n`)
  const floats = [weights.steps, weights.dense, weights.slopes, weights.offsets]
  const size = floats.reduce((sum, one) => sum + one.byteLength, 0)
  const bytes = new Uint8Array(head.length + size + weights.hashed.length)
  bytes.set(head)
  let at = head.length
  for (const one of floats) {
    bytes.set(new Uint8Array(one.buffer, one.byteOffset, one.byteLength), at)
    at += one.byteLength
  }
  bytes.set(new Uint8Array(weights.hashed.buffer, weights.hashed.byteOffset, weights.hashed.length), at)
  return bytes
}

/** Reads them back; refuses a file made for other code. */
export function decode(bytes: Uint8Array): Weights {
  const end = bytes.indexOf(10)
  const head = new TextDecoder().decode(bytes.subarray(0, Math.max(0, end)))
  if (head !== JSON.stringify(shape))
    throw new Error(
      'The weights of the text model do not fit this version. Train them again with `npm run train:text`.',
    )
  // A Buffer's own slice would share the memory, which need not be aligned.
  const data = Uint8Array.prototype.slice.call(bytes, end + 1)
  let at = 0
  const floats = (count: number) => {
    const found = new Float32Array(data.buffer, at, count)
    at += count * 4
    return found
  }
  const steps = floats(columns.length)
  const dense = floats(heads.length * inputCount)
  const slopes = floats(heads.length)
  const offsets = floats(heads.length)
  return { steps, dense, slopes, offsets, hashed: new Int8Array(data.buffer, at, buckets * columns.length) }
}
