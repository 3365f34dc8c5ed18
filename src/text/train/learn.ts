import { buckets, pairBucket, putRuns, runsIn, wordBucket } from '#text/model/features.ts'
import { always, signalCount, signalsOf } from '#text/model/signals.ts'
import { hasRuns } from '#text/model/sums.ts'
import { type Reading, read } from '#text/reading/read.ts'
import { randomFrom, shuffled } from '#text/train/random.ts'

/** Learning of logistic models over hashed features and signals, by AdaGrad (Duchi et al. 2011). Deterministic. */

export interface Example {
  at: Int32Array
  words: number
  signals: Float32Array
  /** by column: the share of readers who would say yes, and how much the example counts there; 0 is unknown */
  targets: Float32Array
  counts: Float32Array
}

/** Reads a text for learning. */
export function example(text: string, width: number): Example {
  const reading = read(text)
  const signals = signalsOf(reading).values.slice()
  const { words, all } = featuresOf(reading)
  return {
    at: Int32Array.from(all),
    words,
    signals,
    targets: new Float32Array(width),
    counts: new Float32Array(width),
  }
}

/** The buckets of a reading, first those of words and pairs of words, and how many these are. */
function featuresOf(reading: Reading): { all: number[]; words: number } {
  const all: number[] = []
  for (let word = 0; word < reading.count; word++) {
    all.push(wordBucket(reading, word))
    const pair = pairBucket(reading, word)
    if (pair >= 0) all.push(pair)
  }
  const words = all.length
  for (let word = 0; word < reading.count; word++) {
    if (!hasRuns(reading, word)) continue
    const from = reading.from[word]!
    const to = reading.to[word]!
    const runs = new Int32Array(runsIn(to - from))
    putRuns(reading.units, from, to, runs)
    all.push(...runs)
  }
  return { all, words }
}

export interface Learned {
  /** by bucket, then column */
  hashed: Float32Array
  /** by column, then signal */
  dense: Float32Array
}

export interface Settings {
  epochs: number
  /** step of the hashed weights, and how strongly they are drawn to 0 */
  step: number
  decay: number
  /** step of the signals’ weights, and how strongly they are drawn to what a reader would make of them */
  signalStep: number
  pull: number
  /** share of examples that are learned without their cues, so that other words must explain them */
  blind: number
  seed: number
}

export const settings: Settings = {
  epochs: 4,
  step: 0.2,
  decay: 1e-5,
  signalStep: 0.1,
  pull: 5e-4,
  blind: 0.2,
  seed: 1,
}

const least = 0.015
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

/** Learns `width` columns at once. `prior` are the weights of the signals to start from and to stay near to. */
export function learn(
  examples: readonly Example[],
  width: number,
  prior: Float32Array,
  with_: Settings,
): Learned {
  const hashed = new Float32Array(buckets * width)
  const dense = prior.slice()
  const squares = new Float32Array(buckets * width).fill(0.02)
  const denseSquares = new Float32Array(dense.length).fill(1)
  const random = randomFrom(with_.seed)
  const sums = new Float64Array(width)
  for (let epoch = 0; epoch < with_.epochs; epoch++) {
    for (const i of shuffled(examples.length, random)) {
      const { at, words, signals, targets, counts } = examples[i]!
      const isBlind = random() < with_.blind
      const wordScale = 1 / Math.sqrt(words || 1)
      const charScale = 1 / Math.sqrt(at.length - words || 1)
      sums.fill(0)
      for (let f = 0; f < at.length; f++) {
        const base = at[f]! * width
        const value = f < words ? wordScale : charScale
        for (let k = 0; k < width; k++) sums[k]! += hashed[base + k]! * value
      }
      for (let k = 0; k < width; k++) {
        if (counts[k] === 0) continue
        let sum = sums[k]!
        for (let s = isBlind ? always : 0; s < signalCount; s++)
          sum += dense[k * signalCount + s]! * signals[s]!
        const slope = (sigmoid(sum) - targets[k]!) * counts[k]!
        // What is right already teaches nothing worth the time.
        if (Math.abs(slope) < least) continue
        for (let f = 0; f < at.length; f++) {
          const place = at[f]! * width + k
          const move = (f < words ? wordScale : charScale) * slope + with_.decay * hashed[place]!
          squares[place]! += move * move
          hashed[place]! -= (with_.step * move) / Math.sqrt(squares[place]!)
        }
        for (let s = isBlind ? always : 0; s < signalCount; s++) {
          const value = signals[s]!
          if (value === 0) continue
          const place = k * signalCount + s
          const move = value * slope + with_.pull * (dense[place]! - prior[place]!)
          denseSquares[place]! += move * move
          dense[place]! -= (with_.signalStep * move) / Math.sqrt(denseSquares[place]!)
        }
      }
    }
  }
  return { hashed, dense }
}

/** Learns one logistic model over plain inputs, from `prior` on and drawn to it by `pull`. */
export function learnDense(
  inputs: readonly Float32Array[],
  targets: readonly number[],
  counts: readonly number[],
  prior: Float32Array,
  { rounds, step, pull, seed }: { rounds: number; step: number; pull: number; seed: number },
): Float32Array {
  const weights = prior.slice()
  const width = weights.length
  const squares = new Float32Array(width).fill(1)
  const random = randomFrom(seed)
  for (let round = 0; round < rounds; round++) {
    for (const i of shuffled(inputs.length, random)) {
      const input = inputs[i]!
      let sum = 0
      for (let k = 0; k < width; k++) sum += weights[k]! * input[k]!
      const slope = (sigmoid(sum) - targets[i]!) * counts[i]!
      for (let k = 0; k < width; k++) {
        if (input[k] === 0) continue
        const move = slope * input[k]! + pull * (weights[k]! - prior[k]!)
        squares[k]! += move * move
        weights[k]! -= (step * move) / Math.sqrt(squares[k]!)
      }
    }
  }
  return weights
}

/** Hashed weights in eight bits: the values, and what one step is worth in each column. */
export function quantise(hashed: Float32Array, width: number): { values: Int8Array; steps: Float32Array } {
  const steps = new Float32Array(width)
  const sizes = Array.from({ length: width }, (_, k) => {
    const column = new Float32Array(hashed.length / width)
    for (let i = 0; i < column.length; i++) column[i] = Math.abs(hashed[i * width + k]!)
    return column.sort()
  })
  // One weight in ten thousand may be cut: the rest keeps finer steps.
  for (let k = 0; k < width; k++) steps[k] = (sizes[k]![Math.floor(sizes[k]!.length * 0.9999)] || 1e-6) / 127
  const values = new Int8Array(hashed.length)
  for (let i = 0; i < hashed.length; i++)
    values[i] = Math.max(-127, Math.min(127, Math.round(hashed[i]! / steps[i % width]!)))
  return { values, steps }
}
