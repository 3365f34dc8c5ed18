import { type Type, types } from '#text/cues/cue.ts'
import { typeCues } from '#text/cues/type-cues.ts'
import { inputsOf } from '#text/model/score.ts'
import { always, signalCount, signalNames, signalsOf } from '#text/model/signals.ts'
import { sumsOf } from '#text/model/sums.ts'
import { columns, heads, inputCount, type Weights } from '#text/model/weights.ts'
import { read } from '#text/reading/read.ts'
import {
  type Example,
  example,
  learn,
  learnDense,
  quantise,
  type Settings,
  settings,
} from '#text/train/learn.ts'
import { licensed, type Row, rowsOf } from './datasets.ts'

/** Trains the shipped model from licensed sets, and the same without one of them to see how it does on new sources. */

/** How common each type is taken to be where nothing is said (log-odds). */
const usual: Record<Type, number> = {
  bug: -2.2,
  feature: -2.2,
  usability: -2.7,
  performance: -3,
  pricing: -3.2,
  praise: -1.6,
  question: -2,
}

const width = types.length

/** What a reader makes of the signals, before any example. */
function prior(): Float32Array {
  const weights = new Float32Array(width * signalCount)
  for (const [k, type] of types.entries()) {
    for (const [s, { says }] of typeCues.entries()) weights[k * signalCount + s] = says[type] ?? 0
    weights[k * signalCount + always] = usual[type]
  }
  const question = types.indexOf('question') * signalCount
  weights[question + signalNames.indexOf('question')] = 1.4
  const praise = types.indexOf('praise') * signalCount
  weights[praise + signalNames.indexOf('feeling')] = 1.2
  weights[praise + signalNames.indexOf('bad')] = -1
  return weights
}

export interface Recipe {
  /** how much the cues’ own opinion counts where nobody labelled */
  weak: number
  /** one in so many of the texts that nobody labelled is read */
  every: number
  learning: Settings
}
export const recipe: Recipe = { weak: 0.2, every: 1, learning: settings }

/** One in four of the 13,000 bank questions is enough. */
const share: Partial<Record<string, number>> = { 'topics-banking77': 8, 'sentiment-proscons': 4 }

const textOf = (row: Row) => (row.title ? `${row.title}\n${row.text}` : row.text)

const cache = new Map<string, { row: Row; read: Example }[]>()
function loaded(folder: string, set: string): { row: Row; read: Example }[] {
  let found = cache.get(set)
  if (!found) {
    const every = share[set] ?? 1
    found = rowsOf(folder, set)
      .filter((_, i) => i % every === 0)
      .map((row) => ({
        row,
        read: example(textOf(row), columns.length),
      }))
    cache.set(set, found)
  }
  return found
}

/** Trains on all licensed sets but those named; calibration is left to the caller. */
export function trained(folder: string, without: readonly string[] = [], how: Recipe = recipe): Weights {
  const sets = licensed.filter((set) => !without.includes(set))
  const { dense, ...rest } = hashedWeights(folder, sets, how)
  const weights: Weights = {
    ...rest,
    dense: dense.slice(),
    slopes: new Float32Array(heads.length).fill(1),
    offsets: new Float32Array(heads.length),
  }
  learnSentiment(folder, sets, weights, how)
  return weights
}

type Hashed = Pick<Weights, 'hashed' | 'steps' | 'dense'>
const made = new Map<string, Hashed>()

/** The weights of the hashed features, and those of the signals for types; what feels how is learned on top of them. */
function hashedWeights(folder: string, sets: readonly string[], how: Recipe): Hashed {
  const key = `${how.every} ${sets.join(' ')}`
  let found = made.get(key)
  if (!found) {
    found = learnHashed(folder, sets, how)
    made.set(key, found)
  }
  return found
}

function learnHashed(folder: string, sets: readonly string[], how: Recipe): Hashed {
  const start = prior()
  const typed = sets
    .filter((set) => set !== 'raw-nsmc-korean')
    .flatMap((set) => typeExamples(folder, set, start, how))
  const forTypes = learn(typed, width, start, how.learning)
  const forFeeling = feelingWeights(folder, sets, how)

  const hashed = new Float32Array(forFeeling.length * columns.length)
  for (let b = 0; b < forFeeling.length; b++) {
    for (let k = 0; k < width; k++) hashed[b * columns.length + k] = forTypes.hashed[b * width + k]!
    hashed[b * columns.length + width] = forFeeling[b]!
  }
  const { values, steps } = quantise(hashed, columns.length)
  const dense = new Float32Array(heads.length * inputCount)
  for (let k = 0; k < width; k++)
    dense.set(forTypes.dense.subarray(k * signalCount, (k + 1) * signalCount), k * inputCount)
  return { hashed: values, steps, dense }
}

function typeExamples(folder: string, set: string, start: Float32Array, { weak, every }: Recipe): Example[] {
  const rows = loaded(folder, set)
  const isLabelled = rows.some(({ row }) => row.types)
  return rows
    .filter((_, i) => isLabelled || i % every === 0)
    .map(({ row, read }) => {
      const one = { ...read, targets: new Float32Array(width), counts: new Float32Array(width) }
      const isBank = set === 'topics-banking77'
      for (const [k, type] of types.entries()) {
        const known = isBank ? bankTypes[type] : row.types?.[type]
        if (known !== undefined) {
          one.targets[k] = known ? 1 : 0
          one.counts[k] = isBank ? 0.5 : set === 'type-forum-vlc' && doubted.has(type) ? 0 : 1
        }
        if (one.counts[k] === 0 && !isBank && weak > 0) {
          let sum = 0
          for (let s = 0; s < signalCount; s++) sum += start[k * signalCount + s]! * one.signals[s]!
          one.targets[k] = 1 / (1 + Math.exp(-sum))
          one.counts[k] = weak
        }
      }
      return one
    })
}
/** A bank’s customers ask; they neither wish for features nor praise. */
const bankTypes: Partial<Record<Type, boolean>> = { question: true, feature: false, praise: false }
/** The forum’s readers did not look for these. */
const doubted = new Set<Type>(['performance', 'usability', 'pricing'])

/** How a row feels where that is known: the share of readers who would call it good, and how much it counts. */
function feelingOf({ set, stars, sentiment }: Row): [good: number, count: number] | undefined {
  if (set === 'type-urr') {
    if (stars === 3) return [0.4, 0.4]
    return stars === 5 ? [1, 1] : stars === 4 ? [1, 0.3] : [0, 1.5]
  }
  if (set === 'sentiment-proscons' || set === 'sentiment-product-reviews-2')
    return sentiment === 'neutral' ? undefined : [sentiment === 'positive' ? 1 : 0, 1]
  return undefined
}

/** Hashed weights of good against bad. */
function feelingWeights(folder: string, sets: readonly string[], how: Recipe): Float32Array {
  const examples = sets
    .flatMap((set) => loaded(folder, set))
    .flatMap(({ row, read }) => {
      const feeling = feelingOf(row)
      if (!feeling) return []
      const [good, count] = feeling
      const signals = new Float32Array(signalCount)
      return [{ ...read, signals, targets: Float32Array.of(good), counts: Float32Array.of(count) }]
    })
  return learn(examples, 1, new Float32Array(signalCount), { ...how.learning, epochs: 2, blind: 0 }).hashed
}

/** Inputs of the last step for a text: its signals, and what the columns say. */
function inputsFor(weights: Hashed, row: Row): Float32Array {
  const reading = read(textOf(row))
  return inputsOf(weights, sumsOf(weights, reading), signalsOf(reading).values).slice()
}

/** How a row feels to the last step, where its set has labels for that. */
function sidesOf({ set, stars, sentiment, label }: Row) {
  const sides = (positive: number, negative: number, count: number) => ({ positive, negative, count })
  if (set === 'sentiment-product-reviews-2')
    return sides(sentiment === 'positive' ? 1 : 0, sentiment === 'negative' ? 1 : 0, 1)
  if (set === 'type-urr') {
    if (stars === 4) return undefined
    return stars === 5 ? sides(1, 0, 1) : stars === 3 ? sides(0.4, 0.6, 0.4) : sides(0, 1, 1.5)
  }
  const isPlain = /^(usage|user setup|ig-background|application guidance)/.test(label ?? '')
  return set === 'type-forum-vlc' && isPlain ? sides(0, 0, 0.5) : undefined
}

/** Weighs signals and columns; those of each source are from weights that were learned on the others. */
function learnSentiment(folder: string, sets: readonly string[], weights: Weights, how: Recipe): void {
  const examples = sets
    .filter((set) => loaded(folder, set).some(({ row }) => sidesOf(row)))
    .flatMap((set) => {
      const others = hashedWeights(
        folder,
        sets.filter((one) => one !== set),
        how,
      )
      return loaded(folder, set).flatMap(({ row }) => {
        const sides = sidesOf(row)
        return sides ? [{ sides, inputs: inputsFor(others, row) }] : []
      })
    })
  for (const name of ['positive', 'negative'] as const) {
    const found = learnDense(
      examples.map(({ inputs }) => inputs),
      examples.map(({ sides }) => sides[name]),
      examples.map(({ sides }) => sides.count),
      feelingPrior(name === 'positive' ? 1 : -1),
      { rounds: 6, step: 0.05, pull: 2e-3, seed: 3 },
    )
    weights.dense.set(found, heads.indexOf(name) * inputCount)
  }
}

/** What a reader makes of the signals of feeling, before any example; `side` is 1 for positive, −1 for negative. */
function feelingPrior(side: 1 | -1): Float32Array {
  const prior = new Float32Array(inputCount)
  const put = (name: string, weight: number) => {
    prior[signalNames.indexOf(name)] = weight
  }
  put('always', -1)
  put('feeling', 2.4 * side)
  put('good', side)
  put('bad', -side)
  put('no feeling', -0.3)
  put(side === 1 ? 'strong good' : 'strong bad', 1)
  for (const { name, says } of typeCues) {
    if (says.praise === undefined) continue
    prior[signalNames.indexOf(name)] = 0.25 * side * Math.sign(says.praise)
  }
  prior[signalCount] = 0.15 * side
  prior[signalCount + 1] = 0.8 * side
  return prior
}
