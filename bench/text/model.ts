import { type Type, types } from '#text/cues/cue.ts'
import { typeCues } from '#text/cues/type-cues.ts'
import { columnsOf } from '#text/model/score.ts'
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
  const weights: Weights = {
    hashed: values,
    steps,
    dense: new Float32Array(heads.length * inputCount),
    slopes: new Float32Array(heads.length).fill(1),
    offsets: new Float32Array(heads.length),
  }
  for (let k = 0; k < width; k++)
    weights.dense.set(forTypes.dense.subarray(k * signalCount, (k + 1) * signalCount), k * inputCount)
  learnSentiment(folder, sets, weights)
  return weights
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

/** Hashed weights of good against bad, learned where somebody wrote down pros and cons. */
function feelingWeights(folder: string, sets: readonly string[], how: Recipe): Float32Array {
  const from = sets.filter((set) => set === 'sentiment-proscons')
  const source = from.length > 0 ? from : sets.filter((set) => set === 'sentiment-product-reviews-2')
  const examples = source
    .flatMap((set) => loaded(folder, set))
    .filter(({ row }) => row.sentiment && row.sentiment !== 'neutral')
    .map(({ row, read }) => ({
      ...read,
      signals: new Float32Array(signalCount),
      targets: Float32Array.of(row.sentiment === 'positive' ? 1 : 0),
      counts: Float32Array.of(1),
    }))
  return learn(examples, 1, new Float32Array(signalCount), { ...how.learning, epochs: 2, blind: 0 }).hashed
}

/** Inputs of the last step for a text: its signals, and what the column `feeling` says. */
function inputsOf(weights: Weights, row: Row): Float32Array {
  const reading = read(textOf(row))
  const inputs = new Float32Array(inputCount)
  inputs.set(signalsOf(reading).values)
  const feeling = columnsOf(weights, sumsOf(weights, reading))[width]!
  inputs[signalCount] = feeling
  inputs[signalCount + 1] = Math.tanh(feeling / 2)
  return inputs
}

/** Weighs signals and the column `feeling` on other sources than the column was learned on. */
function learnSentiment(folder: string, sets: readonly string[], weights: Weights): void {
  const inputs: Float32Array[] = []
  const targets: { positive: number; negative: number; count: number }[] = []
  const put = (row: Row, positive: number, negative: number, count: number) => {
    inputs.push(inputsOf(weights, row))
    targets.push({ positive, negative, count })
  }
  for (const set of sets) {
    if (set === 'sentiment-product-reviews-2')
      for (const { row } of loaded(folder, set))
        put(row, row.sentiment === 'positive' ? 1 : 0, row.sentiment === 'negative' ? 1 : 0, 1)
    if (set === 'type-urr')
      for (const { row } of loaded(folder, set)) {
        const stars = row.stars!
        if (stars === 5) put(row, 1, 0, 1)
        else if (stars <= 2) put(row, 0, 1, 1.5)
        else if (stars === 3) put(row, 0.4, 0.6, 0.4)
      }
    if (set === 'type-forum-vlc')
      for (const { row } of loaded(folder, set)) {
        if (/^(usage|user setup|ig-background|application guidance)/.test(row.label!)) put(row, 0, 0, 0.5)
      }
  }
  for (const name of ['positive', 'negative'] as const) {
    const found = learnDense(
      inputs,
      targets.map((target) => target[name]),
      targets.map((target) => target.count),
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
