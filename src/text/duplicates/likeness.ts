import { gramSlots, type Sketch, type Term } from '#text/duplicates/sketch.ts'

/** How alike two texts are, among all texts of a workspace. */

/** How many items a workspace has and how many of them hold a word: what makes a word telling. */
export interface Frequencies {
  items: number
  /** mean of the items' `Sketch.length` */
  averageLength: number
  /** items that hold a word with this key */
  of(key: number): number
}

/** Saturation of BM25; its length normalisation is complete (b = 1), so a weight depends on the share of the text only. */
const saturation = 2

/**
 * How telling a key is: the weight of Robertson and Spärck Jones as BM25 uses it, kept positive (Robertson and
 * Zaragoza, The Probabilistic Relevance Framework, 2009).
 */
export function tellingWeight(frequencies: Frequencies, key: number): number {
  const holding = Math.min(frequencies.of(key), frequencies.items)
  return Math.log(1 + (frequencies.items - holding + 0.5) / (holding + 0.5))
}

/** The weight of a word in an item of which it is the share `share` (0…1). */
export function weightInItem(share: number, averageLength: number): number {
  return (saturation + 1) / (1 + saturation / (share * Math.max(averageLength, 1)))
}

/** The weight of a word that is searched for and stands `weight` times in the searching text. */
export function weightAsked(weight: number, telling: number): number {
  return Math.log2(1 + weight) * telling
}

/** What is worked out once about a text that is compared with others. */
export interface Profile {
  terms: readonly Term[]
  /** ascending, each once */
  keys: Int32Array
  /** by key: the weight in an item that is searched, and in a text that searches */
  inItem: Float32Array
  asked: Float32Array
  /** what the text scores against itself */
  self: number
  /** its character four-grams, unit length */
  gramSlots: Int32Array
  gramWeights: Float32Array
}

/** More than a sketch has terms. */
const placeBase = 1 << 16

/** Works out the profile of a sketch. */
export function profile(sketch: Sketch, frequencies: Frequencies): Profile {
  const { terms, weights } = sketch
  // Sorted as plain numbers, each with its place in the lowest digits: many times faster than by a function.
  const order = new Float64Array(terms.length)
  for (let i = 0; i < order.length; i++) order[i] = terms[i]!.key * placeBase + i
  order.sort()
  const keys: number[] = []
  const sums: number[] = []
  const telling = new Map<number, number>()
  for (const at of order) {
    const key = Math.floor(at / placeBase)
    const weight = weights[at - key * placeBase]!
    if (keys.length > 0 && keys[keys.length - 1] === key) sums[sums.length - 1]! += weight
    else {
      keys.push(key)
      sums.push(weight)
      telling.set(key, tellingWeight(frequencies, key))
    }
  }
  const length = Math.max(sketch.length, 1e-9)
  const inItem = new Float32Array(sums.length)
  const asked = new Float32Array(sums.length)
  let self = 0
  for (let i = 0; i < sums.length; i++) {
    inItem[i] = weightInItem(sums[i]! / length, frequencies.averageLength)
    asked[i] = weightAsked(sums[i]!, telling.get(keys[i]!)!)
    self += inItem[i]! * asked[i]!
  }
  return { terms, keys: Int32Array.from(keys), inItem, asked, self, ...grams(sketch, telling) }
}

const scratch = new Float32Array(gramSlots)

/**
 * Character four-grams forgive misspelt, joined and inflected words. A gram weighs what its words tell, so that no
 * second table of frequencies is needed.
 */
function grams(sketch: Sketch, telling: ReadonlyMap<number, number>) {
  let count = 0
  for (const { grams } of sketch.terms) count += grams.length
  const slots = new Int32Array(count)
  let used = 0
  sketch.terms.forEach((term, at) => {
    const each =
      (Math.log1p(sketch.weights[at]!) * (telling.get(term.key)! + 1)) / Math.sqrt(term.grams.length)
    for (const slot of term.grams) {
      if (scratch[slot] === 0) slots[used++] = slot
      scratch[slot]! += each
    }
  })
  const weights = new Float32Array(used)
  let square = 0
  for (let i = 0; i < used; i++) {
    const slot = slots[i]!
    const value = scratch[slot]!
    weights[i] = value
    square += value * value
    scratch[slot] = 0
  }
  const norm = square > 0 ? 1 / Math.sqrt(square) : 0
  for (let i = 0; i < used; i++) weights[i]! *= norm
  return { gramSlots: slots.slice(0, used), gramWeights: weights }
}

/**
 * Likeness of `one` with each of `others`, from 0 (nothing shared) to 1 (the same words): the mean of shared stems
 * (BM25 in both directions, as a share of what each text scores against itself) and shared four-grams (cosine).
 */
export function likeness(one: Profile, others: readonly Profile[]): number[] {
  for (let i = 0; i < one.gramSlots.length; i++) scratch[one.gramSlots[i]!] = one.gramWeights[i]!
  const all = others.map((other) => {
    let cosine = 0
    for (let i = 0; i < other.gramSlots.length; i++)
      cosine += scratch[other.gramSlots[i]!]! * other.gramWeights[i]!
    return Math.min(1, (sharedStems(one, other) + cosine) / 2)
  })
  for (let i = 0; i < one.gramSlots.length; i++) scratch[one.gramSlots[i]!] = 0
  return all
}

function sharedStems(one: Profile, other: Profile): number {
  if (one.self === 0 || other.self === 0) return 0
  let there = 0
  let back = 0
  let i = 0
  let j = 0
  while (i < one.keys.length && j < other.keys.length) {
    const a = one.keys[i]!
    const b = other.keys[j]!
    if (a === b) {
      there += one.asked[i]! * other.inItem[j]!
      back += other.asked[j]! * one.inItem[i]!
    }
    if (a <= b) i++
    if (b <= a) j++
  }
  return Math.min(1, (there / one.self + back / other.self) / 2)
}

/** The words that two texts share, the most telling first, as the first text writes them. */
export function sharedWords(one: Profile, other: Profile, most = 5): string[] {
  const asked = new Map<number, number>()
  one.keys.forEach((key, i) => {
    if (other.keys.includes(key)) asked.set(key, one.asked[i]!)
  })
  const words = new Map<number, string>()
  for (const { word, key } of one.terms) if (asked.has(key) && !words.has(key)) words.set(key, word)
  return [...words]
    .sort(([a, one], [b, other]) => asked.get(b)! - asked.get(a)! || (one < other ? -1 : 1))
    .slice(0, most)
    .map(([, word]) => word)
}

/**
 * The share of likeness that counts against a text which is alike to many: a text that says what everybody says is
 * nobody's duplicate (a local scaling like that of Zelnik-Manor and Perona 2004).
 */
const crowdShare = 0.5

/** How crowded it is around a text: the mean of its likeness with its three nearest others. */
export function crowding(nearest: readonly number[]): number {
  const three = nearest.slice(0, 3)
  return three.length === 0 ? 0 : three.reduce((sum, value) => sum + value, 0) / 3
}

/**
 * How sure it is that a text and a candidate say the same, 0…1: their likeness, less what comes from standing in a
 * crowd, as a probability. The two constants are set by hand; `npm run bench:text` prints how often each step is right.
 */
export function score(likeness: number, candidateCrowding: number): number {
  return 1 / (1 + Math.exp(-steepness * (likeness - crowdShare * candidateCrowding - evenOdds)))
}
const steepness = 16
const evenOdds = 0.24
