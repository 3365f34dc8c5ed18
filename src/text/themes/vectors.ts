import type { Sketch } from '#text/duplicates/sketch.ts'
import { normalizeRows, type Sparse, strongest } from '#text/themes/matrix.ts'
import { sample } from '#text/themes/sample.ts'
import { randomFrom } from '#text/train/random.ts'

/**
 * Items as short vectors. Words that keep the same company get like vectors, learned from the items themselves, so that
 * two items can be near without sharing a word; no outside model is needed.
 */

const dimensions = 80
/** Words that get a vector: the most frequent, in at least two items. */
const mostWords = 4096
/** Items from which the company of words is learned. */
const mostItems = 30_000
/** Frequent words are a little less of a surprise than they are frequent (Levy, Goldberg and Dagan 2015). */
const contextSmoothing = 0.75

/** For each item a row of `dimensions`, one long; a row of zeros for an item without any word that has a vector. */
export function itemVectors(
  sketches: readonly Sketch[],
  seed: number,
): { vectors: Float32Array; dimensions: number } {
  const holding = new Map<number, number>()
  const keysOf = sketches.map((sketch) => {
    const keys = new Map<number, number>()
    sketch.terms.forEach(({ key }, i) => {
      keys.set(key, (keys.get(key) ?? 0) + sketch.weights[i]!)
    })
    for (const key of keys.keys()) holding.set(key, (holding.get(key) ?? 0) + 1)
    return keys
  })
  const words = [...holding]
    .filter(([, items]) => items >= 2)
    .sort(([a, one], [b, other]) => other - one || a - b)
    .slice(0, mostWords)
  const placeOf = new Map(words.map(([key], i) => [key, i]))
  const vectors = new Float32Array(sketches.length * dimensions)
  if (words.length === 0) return { vectors, dimensions }

  const company = companyOf(keysOf, placeOf, seed)
  const ofWord = strongest(company, dimensions, seed, 0.5)
  normalizeRows(ofWord, dimensions)
  const mean = new Float64Array(dimensions)
  let filled = 0
  keysOf.forEach((keys, item) => {
    const to = item * dimensions
    let isFilled = false
    for (const [key, weight] of keys) {
      const place = placeOf.get(key)
      if (place === undefined) continue
      isFilled = true
      const telling = Math.log2(1 + weight) * (Math.log((sketches.length + 1) / (holding.get(key)! + 1)) + 1)
      for (let i = 0; i < dimensions; i++) vectors[to + i]! += telling * ofWord[place * dimensions + i]!
    }
    if (isFilled) filled++
  })
  normalizeRows(vectors, dimensions)
  // what all items have in common tells none apart
  for (let i = 0; i < vectors.length; i++) mean[i % dimensions]! += vectors[i]!
  for (let item = 0; item < sketches.length; item++) {
    const from = item * dimensions
    if (vectors.subarray(from, from + dimensions).every((value) => value === 0)) continue
    for (let i = 0; i < dimensions; i++) vectors[from + i]! -= mean[i]! / filled
  }
  normalizeRows(vectors, dimensions)
  return { vectors, dimensions }
}

/** Positive pointwise mutual information of words that stand in the same item. */
function companyOf(
  keysOf: readonly ReadonlyMap<number, number>[],
  placeOf: ReadonlyMap<number, number>,
  seed: number,
): Sparse {
  const size = placeOf.size
  const counts = new Float32Array((size * (size + 1)) / 2)
  const at = (high: number, low: number) => (high * (high + 1)) / 2 + low
  for (const item of sample(keysOf.length, mostItems, randomFrom(seed))) {
    const places: number[] = []
    for (const key of keysOf[item]!.keys()) {
      const place = placeOf.get(key)
      if (place !== undefined && places.length < 200) places.push(place)
    }
    places.sort((a, b) => a - b)
    for (let i = 0; i < places.length; i++) for (let j = 0; j <= i; j++) counts[at(places[i]!, places[j]!)]!++
  }
  const sums = new Float64Array(size)
  for (let high = 0; high < size; high++) {
    for (let low = 0; low <= high; low++) {
      const count = counts[at(high, low)]!
      sums[high]! += count
      if (low !== high) sums[low]! += count
    }
  }
  let smoothed = 0
  for (const sum of sums) smoothed += sum ** contextSmoothing
  const starts = new Int32Array(size + 1)
  const columns: number[] = []
  const values: number[] = []
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const count = counts[column <= row ? at(row, column) : at(column, row)]!
      if (count === 0) continue
      const surprise = Math.log((count * smoothed) / (sums[row]! * sums[column]! ** contextSmoothing))
      if (surprise <= 0) continue
      columns.push(column)
      values.push(surprise)
    }
    starts[row + 1] = columns.length
  }
  return {
    rows: size,
    width: size,
    starts,
    columns: Int32Array.from(columns),
    values: Float32Array.from(values),
  }
}
