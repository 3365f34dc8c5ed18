import { type Reading, startsSentence } from '#text/reading/read.ts'

/** Hashed features of a reading: words, pairs of words, and runs of three to five characters inside words. */

/** buckets that features are hashed into */
export const buckets = 1 << 16
const mask = buckets - 1

function mix(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) & mask
}

/** The bucket of a word. */
export function wordBucket({ hashes }: Reading, word: number): number {
  return mix(hashes[word]!)
}

/** The bucket of a word and the one before it; −1 where a sentence starts between them. */
export function pairBucket({ hashes, flags }: Reading, word: number): number {
  if (word === 0 || (flags[word]! & startsSentence) !== 0) return -1
  return mix(Math.imul(hashes[word - 1]!, 31) ^ hashes[word]!)
}

/** How many runs of three to five characters a word of `length` characters has, with a blank before and after it. */
export function runsIn(length: number): number {
  return length < 3 ? length * 2 - 1 : 3 * length - 3
}

/** Writes the buckets of the runs of characters of units[from, to) into the beginning of `into`. */
export function putRuns(units: Uint16Array, from: number, to: number, into: Int32Array): void {
  const length = to - from
  let n = 0
  // The word stands between two blanks; runs start at the first blank.
  for (let k = -1; k < length - 1; k++) {
    let h = k < 0 ? 0x9e3779b1 : Math.imul(0x811c9dc5 ^ units[from + k]!, 0x01000193)
    h = Math.imul(h ^ units[from + k + 1]!, 0x01000193)
    const last = Math.min(k + 4, length)
    for (let j = k + 2; j <= last; j++) {
      h = Math.imul(h ^ (j === length ? 32 : units[from + j]!), 0x01000193)
      into[n++] = mix(h ^ (j - k))
    }
  }
}
