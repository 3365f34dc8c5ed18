import { isEmoji, isPlaceholder, type Reading, startsSentence } from '#text/reading/read.ts'

/** Hashed features of a reading: words, pairs of words, and runs of three to five characters inside words. */

/** buckets that features are hashed into */
export const buckets = 1 << 16
const mask = buckets - 1

export interface Features {
  /** buckets: first those of words and pairs of words, then those of characters */
  at: Int32Array
  words: number
  /** how many entries of `at` are filled */
  all: number
  /** for each entry the word it comes from */
  of: Int32Array
}

let size = 4096
let at = new Int32Array(size)
let of = new Int32Array(size)

function mix(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) & mask
}

/** The features of a reading. The arrays are shared and hold good until the next call. */
export function featuresOf(reading: Reading): Features {
  const { count, hashes, flags, from, to } = reading
  const text = reading.folded.text
  let n = 0
  const reserve = (more: number) => {
    if (n + more <= size) return
    while (n + more > size) size *= 2
    const longerAt = new Int32Array(size)
    longerAt.set(at)
    at = longerAt
    const longerOf = new Int32Array(size)
    longerOf.set(of)
    of = longerOf
  }
  reserve(2 * count)
  for (let i = 0; i < count; i++) {
    of[n] = i
    at[n++] = mix(hashes[i]!)
    if (i > 0 && (flags[i]! & startsSentence) === 0) {
      of[n] = i
      at[n++] = mix(Math.imul(hashes[i - 1]!, 31) ^ hashes[i]!)
    }
  }
  const words = n
  for (let i = 0; i < count; i++) {
    if (flags[i]! & (isPlaceholder | isEmoji)) continue
    const start = from[i]!
    const end = to[i]!
    const length = end - start
    reserve(3 * (length + 2))
    // The word stands between two blanks; runs start at the first blank.
    for (let k = -1; k < length - 1; k++) {
      let h = k < 0 ? 0x9e3779b1 : Math.imul(0x811c9dc5 ^ text.charCodeAt(start + k), 0x01000193)
      h = Math.imul(h ^ text.charCodeAt(start + k + 1), 0x01000193)
      const last = Math.min(k + 4, length)
      for (let j = k + 2; j <= last; j++) {
        h = Math.imul(h ^ (j === length ? 32 : text.charCodeAt(start + j)), 0x01000193)
        of[n] = i
        at[n++] = mix(h ^ (j - k))
      }
    }
  }
  return { at, words, all: n, of }
}
