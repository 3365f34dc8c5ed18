import { pairBucket, putRuns, runsIn, wordBucket } from '#text/model/features.ts'
import { columns, type Weights } from '#text/model/weights.ts'
import { isEmoji, isPlaceholder, type Reading } from '#text/reading/read.ts'
import { longestWord } from '#text/words/words.ts'

/**
 * What the hashed features of a reading add to each column, in whole numbers. Runs of characters depend on their word
 * alone, and people use the same words again and again: their sums are kept for words met before.
 */

const width = columns.length
const slots = 1 << 13
/** Longer words are rare and are summed each time, in the place after all others. */
const longestKept = 16

interface Kept {
  /** weights of four columns as one number */
  fours: Uint32Array
  /** by place: the word that is kept there, 0 long where there is none, and its sums by column */
  hashes: Int32Array
  lengths: Uint8Array
  units: Uint16Array
  sums: Int32Array
}

const keptOf = new WeakMap<Int8Array, Kept>()

function keptFor({ hashed }: Pick<Weights, 'hashed'>): Kept {
  let kept = keptOf.get(hashed)
  if (!kept) {
    kept = {
      // The lowest byte comes first on every processor that Node is built for but one.
      fours: new Uint32Array(hashed.buffer, hashed.byteOffset, hashed.length >> 2),
      hashes: new Int32Array(slots),
      lengths: new Uint8Array(slots),
      units: new Uint16Array(slots * longestKept),
      sums: new Int32Array((slots + 1) * width),
    }
    keptOf.set(hashed, kept)
  }
  return kept
}

/** Writes the sums of some buckets, fewer than 256, into `sums` from `place` on. */
function sum(
  fours: Uint32Array,
  buckets: Int32Array,
  count: number,
  sums: Int32Array | Float64Array,
  place: number,
): void {
  // Four columns are summed at once, in two numbers of two sums each of 16 bits.
  const added = 128 * count
  for (let column = 0; column < width; column += 4) {
    let even = 0
    let odd = 0
    for (let i = 0; i < count; i++) {
      // −128…127 becomes 0…255, so that no sum borrows from its neighbour.
      const four = fours[(buckets[i]! * width + column) >> 2]! ^ 0x80808080
      even += four & 0x00ff00ff
      odd += (four >>> 8) & 0x00ff00ff
    }
    sums[place + column]! += (even & 0xffff) - added
    sums[place + column + 1]! += (odd & 0xffff) - added
    sums[place + column + 2]! += (even >>> 16) - added
    sums[place + column + 3]! += (odd >>> 16) - added
  }
}

const runs = new Int32Array(runsIn(longestWord))

/** Where the sums of the runs of characters of a word begin; they hold until the next call. */
function runSums(kept: Kept, { units, hashes, from, to }: Reading, word: number): number {
  const start = from[word]!
  const length = to[word]! - start
  const hash = hashes[word]!
  let slot = slots
  if (length <= longestKept) {
    slot = (hash ^ (hash >>> 15)) & (slots - 1)
    const base = slot * longestKept
    if (kept.lengths[slot] === length && kept.hashes[slot] === hash) {
      let i = 0
      while (i < length && kept.units[base + i] === units[start + i]) i++
      if (i === length) return slot * width
    }
    kept.lengths[slot] = length
    kept.hashes[slot] = hash
    for (let i = 0; i < length; i++) kept.units[base + i] = units[start + i]!
  }
  const place = slot * width
  kept.sums.fill(0, place, place + width)
  putRuns(units, start, start + length, runs)
  sum(kept.fours, runs, runsIn(length), kept.sums, place)
  return place
}

/** Words whose characters say nothing of their own. */
const noRuns = isPlaceholder | isEmoji

/** Whether the runs of characters of a word count. */
export function hasRuns({ flags }: Reading, word: number): boolean {
  return (flags[word]! & noRuns) === 0
}

export interface Sums {
  /** by column: of words and pairs of words, and of runs of characters */
  words: Float64Array
  runs: Float64Array
  wordCount: number
  runCount: number
}

const sums: Sums = {
  words: new Float64Array(width),
  runs: new Float64Array(width),
  wordCount: 0,
  runCount: 0,
}
const some = new Int32Array(254)

/** The sums of a reading. They are shared and hold good until the next call. */
export function sumsOf(weights: Pick<Weights, 'hashed'>, reading: Reading): Sums {
  const kept = keptFor(weights)
  sums.words.fill(0)
  sums.runs.fill(0)
  sums.wordCount = 0
  sums.runCount = 0
  let n = 0
  for (let word = 0; word < reading.count; word++) {
    if (n + 2 > some.length) {
      sum(kept.fours, some, n, sums.words, 0)
      n = 0
    }
    some[n++] = wordBucket(reading, word)
    sums.wordCount++
    const pair = pairBucket(reading, word)
    if (pair >= 0) {
      some[n++] = pair
      sums.wordCount++
    }
    if (!hasRuns(reading, word)) continue
    const place = runSums(kept, reading, word)
    sums.runCount += runsIn(reading.to[word]! - reading.from[word]!)
    for (let column = 0; column < width; column++) sums.runs[column]! += kept.sums[place + column]!
  }
  sum(kept.fours, some, n, sums.words, 0)
  return sums
}

/** What one word, its pair with the one before, and its characters add to a column. */
export function saidBy(
  weights: Weights,
  reading: Reading,
  { wordCount, runCount }: Sums,
  word: number,
  column: number,
): number {
  const { hashed, steps } = weights
  const kept = keptFor(weights)
  const pair = pairBucket(reading, word)
  const words =
    hashed[wordBucket(reading, word) * width + column]! + (pair < 0 ? 0 : hashed[pair * width + column]!)
  const ofRuns = hasRuns(reading, word) ? kept.sums[runSums(kept, reading, word) + column]! : 0
  return steps[column]! * (words / Math.sqrt(wordCount || 1) + ofRuns / Math.sqrt(runCount || 1))
}
