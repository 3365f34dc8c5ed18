import { type Frequencies, profile } from '#text/duplicates/likeness.ts'
import type { Sketch } from '#text/duplicates/sketch.ts'

/** What themes are told apart by: stems and character four-grams, half and half, one long together. */

export interface Features {
  /** a word's key, or a gram's slot less 2^32, so that the two never meet */
  ids: Float64Array
  weights: Float32Array
}

const gramBase = -(2 ** 32)
const share = Math.SQRT1_2

/** The features of one item; empty where it has no words. */
export function featuresOf(sketch: Sketch, frequencies: Frequencies): Features {
  const { keys, asked, gramSlots, gramWeights } = profile(sketch, frequencies)
  const ids = new Float64Array(keys.length + gramSlots.length)
  const weights = new Float32Array(ids.length)
  let square = 0
  for (const weight of asked) square += weight * weight
  const norm = square > 0 ? share / Math.sqrt(square) : 0
  for (let i = 0; i < keys.length; i++) {
    ids[i] = keys[i]!
    weights[i] = asked[i]! * norm
  }
  for (let i = 0; i < gramSlots.length; i++) {
    ids[keys.length + i] = gramBase + gramSlots[i]!
    weights[keys.length + i] = gramWeights[i]! * share
  }
  return { ids, weights }
}

/** How often each word occurs in a set of items. */
export function countWords(sketches: readonly Sketch[]): Frequencies & { counts: Map<number, number> } {
  const counts = new Map<number, number>()
  let total = 0
  for (const { terms, length } of sketches) {
    total += length
    for (const key of new Set(terms.map((term) => term.key))) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return {
    items: sketches.length,
    averageLength: total / Math.max(sketches.length, 1),
    of: (key) => counts.get(key) ?? 0,
    counts,
  }
}

/** The features of many items in two arrays, with ids as places 0…size−1. */
export class FeatureTable {
  readonly starts: Int32Array
  readonly places: Int32Array
  readonly weights: Float32Array
  readonly ids: number[] = []

  constructor(all: readonly Features[]) {
    this.starts = new Int32Array(all.length + 1)
    all.forEach(({ ids }, item) => {
      this.starts[item + 1] = this.starts[item]! + ids.length
    })
    this.places = new Int32Array(this.starts[all.length]!)
    this.weights = new Float32Array(this.places.length)
    const placeOf = new Map<number, number>()
    all.forEach(({ ids, weights }, item) => {
      const from = this.starts[item]!
      for (let i = 0; i < ids.length; i++) {
        let place = placeOf.get(ids[i]!)
        if (place === undefined) {
          place = this.ids.push(ids[i]!) - 1
          placeOf.set(ids[i]!, place)
        }
        this.places[from + i] = place
      }
      this.weights.set(weights, from)
    })
  }

  get items(): number {
    return this.starts.length - 1
  }
}
