import {
  crowding,
  type Frequencies,
  likeness,
  type Profile,
  profile,
  score,
  weightInItem,
} from '#text/duplicates/likeness.ts'
import type { Sketch, Term } from '#text/duplicates/sketch.ts'

/** A collection of texts in memory that finds the nearest others of each. It keeps words, not texts. */

/** Candidates come from at most this many entries of the word lists, the most telling words first. */
const mostEntries = 100_000
/** Candidates that are compared word by word and gram by gram. */
const mostCompared = 64
/** Neighbours that are kept of each text until all are known. */
const mostKept = 24
/** Profiles are kept for the next comparison up to this many four-grams in all (8 bytes each). */
const mostGrams = 12_000_000

export interface Near {
  at: number
  /** how sure it is that both say the same, 0…1 */
  score: number
}

/** Add all texts, then ask. Memory: about 8 bytes a word and 350 bytes a text. */
export class Collection {
  #terms: Term[] = []
  #termAt = new Map<string, number>()
  #starts: number[] = [0]
  #words = new Int32Array(1 << 16)
  #weights = new Float32Array(1 << 16)
  #lengths: number[] = []
  #total = 0

  get size(): number {
    return this.#lengths.length
  }

  /** Adds a text; its place is the number of those before it. */
  add({ terms, weights, length }: Sketch): void {
    const start = this.#starts.at(-1)!
    const end = start + terms.length
    if (end > this.#words.length) {
      const words = new Int32Array(Math.max(end, this.#words.length * 2))
      words.set(this.#words)
      this.#words = words
      const grown = new Float32Array(words.length)
      grown.set(this.#weights)
      this.#weights = grown
    }
    terms.forEach((term, i) => {
      let id = this.#termAt.get(term.word)
      if (id === undefined) {
        id = this.#terms.length
        this.#terms.push(term)
        this.#termAt.set(term.word, id)
      }
      this.#words[start + i] = id
      this.#weights[start + i] = weights[i]!
    })
    this.#starts.push(end)
    this.#lengths.push(length)
    this.#total += length
  }

  #sketch(at: number): Sketch {
    const from = this.#starts[at]!
    const to = this.#starts[at + 1]!
    return {
      terms: Array.from(this.#words.subarray(from, to), (id) => this.#terms[id]!),
      weights: Array.from(this.#weights.subarray(from, to)),
      length: this.#lengths[at]!,
    }
  }

  /**
   * The `most` (at most 24) nearest others of each text, nearest first, in the order of the texts. `onStep` hears of
   * each text whose neighbours are found. All are looked up before the first is yielded, because a candidate that
   * is alike to many counts less.
   */
  *nearest(most: number, onStep: (done: number) => void = () => {}): Generator<Near[]> {
    const lists = this.#lists()
    const kept = new Int32Array(this.size * mostKept).fill(-1)
    const likenesses = new Float32Array(this.size * mostKept)
    const crowd = new Float32Array(this.size)
    for (let at = 0; at < this.size; at++) {
      const near = lists.near(at)
      near.slice(0, mostKept).forEach((one, i) => {
        kept[at * mostKept + i] = one.at
        likenesses[at * mostKept + i] = one.likeness
      })
      crowd[at] = crowding(near.map((one) => one.likeness))
      onStep(at + 1)
    }
    for (let at = 0; at < this.size; at++) {
      const near: Near[] = []
      for (let i = at * mostKept; i < (at + 1) * mostKept && kept[i]! >= 0; i++)
        near.push({ at: kept[i]!, score: score(likenesses[i]!, crowd[kept[i]!]!) })
      yield near.sort((a, b) => b.score - a.score || a.at - b.at).slice(0, most)
    }
  }

  /** The texts by word. */
  #lists() {
    const keyAt = new Map<number, number>()
    const keyOf = Int32Array.from(this.#terms, ({ key }) => {
      const at = keyAt.get(key) ?? keyAt.size
      keyAt.set(key, at)
      return at
    })
    const holding = new Int32Array(keyAt.size)
    const last = new Int32Array(keyAt.size).fill(-1)
    this.#eachKey(keyOf, last, (key) => holding[key]!++)
    const starts = new Int32Array(keyAt.size + 1)
    for (let key = 0; key < holding.length; key++) starts[key + 1] = starts[key]! + holding[key]!

    const frequencies: Frequencies = {
      items: this.size,
      averageLength: this.#total / Math.max(this.size, 1),
      of: (key) => holding[keyAt.get(key)!] ?? 0,
    }
    // the weight of a key in a text, summed over its words, waits in `shares` until the text is done
    const texts = new Int32Array(starts[keyAt.size]!)
    const shares = new Float32Array(texts.length)
    const filled = starts.slice(0, -1)
    last.fill(-1)
    this.#eachKey(
      keyOf,
      last,
      (key, text, share) => {
        texts[filled[key]!] = text
        shares[filled[key]!] = share
        filled[key]!++
      },
      (key, share) => {
        shares[filled[key]! - 1]! += share
      },
    )
    for (let i = 0; i < shares.length; i++) shares[i] = weightInItem(shares[i]!, frequencies.averageLength)

    const profiles = new Map<number, Profile>()
    let grams = 0
    const profileAt = (at: number): Profile => {
      let made = profiles.get(at)
      if (!made) {
        if (grams > mostGrams) {
          profiles.clear()
          grams = 0
        }
        made = profile(this.#sketch(at), frequencies)
        grams += made.gramSlots.length
        profiles.set(at, made)
      }
      return made
    }

    const scores = new Float32Array(this.size)
    const near = (at: number) => {
      const own = profileAt(at)
      const rarest = Array.from(own.keys, (key, i) => ({ list: keyAt.get(key)!, asked: own.asked[i]! })).sort(
        (a, b) => holding[a.list]! - holding[b.list]! || a.list - b.list,
      )
      const touched: number[] = []
      let left = mostEntries
      for (const { list, asked } of rarest) {
        // of a list that is too long the newest texts are looked at
        const from = Math.max(starts[list]!, starts[list + 1]! - left)
        left -= starts[list + 1]! - from
        for (let i = from; i < starts[list + 1]!; i++) {
          const text = texts[i]!
          if (scores[text] === 0) touched.push(text)
          scores[text]! += asked * shares[i]!
        }
        if (left <= 0) break
      }
      scores[at] = 0
      const candidates = best(touched, scores, mostCompared).filter((text) => text !== at)
      for (const text of touched) scores[text] = 0
      const alike = likeness(own, candidates.map(profileAt))
      return candidates
        .map((text, i) => ({ at: text, likeness: alike[i]! }))
        .sort((a, b) => b.likeness - a.likeness || a.at - b.at)
    }
    return { near }
  }

  /** Calls `first` for each key of each text once, and `again` for its further words in the same text. */
  #eachKey(
    keyOf: Int32Array,
    last: Int32Array,
    first: (key: number, text: number, share: number) => void,
    again: (key: number, share: number) => void = () => {},
  ): void {
    for (let text = 0; text < this.size; text++) {
      for (let i = this.#starts[text]!; i < this.#starts[text + 1]!; i++) {
        const key = keyOf[this.#words[i]!]!
        const share = this.#weights[i]! / this.#lengths[text]!
        if (last[key] === text) again(key, share)
        else first(key, text, share)
        last[key] = text
      }
    }
  }
}

/** The `most` of `places` with the highest scores, in no order that matters; ties go to the lower place. */
function best(places: number[], scores: Float32Array, most: number): number[] {
  if (places.length <= most) return places
  const sample = Float32Array.from(places, (place) => scores[place]!).sort()
  const least = sample[sample.length - most]!
  const above = places.filter((place) => scores[place]! > least)
  const level = places.filter((place) => scores[place] === least).sort((a, b) => a - b)
  return [...above, ...level.slice(0, most - above.length)]
}
