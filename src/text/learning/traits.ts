import { hashOf } from '#text/reading/read.ts'
import { isStopStem } from '#text/words/terms.ts'

/** What lessons and texts are compared by: words, neighbours, and runs of three to five characters, as hashes. */
export interface Traits {
  /** the stems in the order of the text */
  words: readonly string[]
  /** hashes, each once: first those of words and neighbours, then those of characters */
  at: Int32Array
  /** how many of `at` are of words and neighbours */
  wordCount: number
  /** how much each says by how often it stands there */
  weights: Float32Array
}

/** Longer words are compared by their beginnings. */
const longestRun = 24
/** What a word such as “the” says, compared with others. */
export const stopWeight = 0.3

let size = 1 << 12
let keys = new Int32Array(size)
let used = new Int32Array(size)
let counts = new Float32Array(size)
let order = new Int32Array(size)
let round = 0
let count = 0

function add(hash: number, weight: number): void {
  if (count * 2 > size) grow()
  const key = hash | 0
  let slot = (Math.imul(key, 0x9e3779b1) >>> 8) & (size - 1)
  while (used[slot] === round) {
    if (keys[slot] === key) {
      counts[slot]! += weight
      return
    }
    slot = (slot + 1) & (size - 1)
  }
  used[slot] = round
  keys[slot] = key
  counts[slot] = weight
  order[count++] = slot
}

function grow(): void {
  const held = Array.from(order.subarray(0, count), (slot) => [keys[slot]!, counts[slot]!] as const)
  size *= 2
  keys = new Int32Array(size)
  used = new Int32Array(size)
  counts = new Float32Array(size)
  order = new Int32Array(size)
  round = 1
  count = 0
  for (const [key, weight] of held) add(key, weight)
}

/** The traits of a text by its stems. Words that say nothing of the subject count little. */
export function traitsOf(words: readonly string[]): Traits {
  round++
  count = 0
  let before = 0
  for (const [i, word] of words.entries()) {
    const hash = hashOf(word)
    add(hash ^ 0x5bd1e995, isStopStem(word) ? stopWeight : 1)
    if (i > 0) add(Math.imul(before, 31) ^ hash, 1)
    before = hash
  }
  const wordCount = count
  for (const word of words) {
    if (word.charCodeAt(0) === 35 || isStopStem(word)) continue
    const length = Math.min(word.length, longestRun)
    // The word stands between two blanks; runs start at the first blank.
    for (let k = -1; k < length - 1; k++) {
      let h = k < 0 ? 0x9e3779b1 : Math.imul(0x811c9dc5 ^ word.charCodeAt(k), 0x01000193)
      h = Math.imul(h ^ word.charCodeAt(k + 1), 0x01000193)
      const last = Math.min(k + 4, length)
      for (let j = k + 2; j <= last; j++) {
        h = Math.imul(h ^ (j === length ? 32 : word.charCodeAt(j)), 0x01000193)
        add(h ^ (j - k), 1)
      }
    }
  }
  const at = new Int32Array(count)
  const weights = new Float32Array(count)
  for (let i = 0; i < count; i++) {
    const slot = order[i]!
    at[i] = keys[slot]!
    const times = counts[slot]!
    weights[i] = times <= 1 ? times : 1 + Math.log(times)
  }
  return { words, at, wordCount, weights }
}

/** The hash under which a single word stands in `at`. */
export function wordHash(word: string): number {
  return hashOf(word) ^ 0x5bd1e995
}
