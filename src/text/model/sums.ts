import { pairBucket, putRuns, runsIn, wordBucket } from '#text/model/features.ts'
import { columns, type Weights } from '#text/model/weights.ts'
import { isEmoji, isPlaceholder, type Reading } from '#text/reading/read.ts'
import { longestWord } from '#text/words/words.ts'

/**
 * What the hashed features of a reading add to each column, in whole numbers. Runs of characters depend on their word
 * alone, and people use the same words again and again: their sums are kept for words met before.
 */

const width: 8 = columns.length
/** Eight columns are summed at once, in four numbers of two sums each. */
const pairs = width / 2
/** So many weights at most fit into such sums. */
const most = 256
const slots = 1 << 13
/** Longer words are rare and are summed each time, in the place after all others. */
const longestKept = 16

interface Kept {
  /** weights of four columns as one number */
  fours: Int32Array
  /** by place: the word that is kept there, 0 long where there is none, and its pairs of sums */
  hashes: Int32Array
  lengths: Uint8Array
  units: Uint16Array
  pairs: Int32Array
}

const keptOf = new WeakMap<Int8Array, Kept>()

function keptFor({ hashed }: Pick<Weights, 'hashed'>): Kept {
  let kept = keptOf.get(hashed)
  if (!kept) {
    kept = {
      // The lowest byte comes first on every processor that Node is built for but one.
      fours: new Int32Array(hashed.buffer, hashed.byteOffset, hashed.length >> 2),
      hashes: new Int32Array(slots),
      lengths: new Uint8Array(slots),
      units: new Uint16Array(slots * longestKept),
      pairs: new Int32Array((slots + 1) * pairs),
    }
    keptOf.set(hashed, kept)
  }
  return kept
}

/** Writes the pairs of sums of some buckets, at most 256, into `into` from `place` on. */
function sum(fours: Int32Array, buckets: Int32Array, count: number, into: Int32Array, place: number): void {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  for (let i = 0; i < count; i++) {
    // −128…127 becomes 0…255, so that no sum borrows from its neighbour.
    const first = fours[2 * buckets[i]!]! ^ 0x80808080
    const second = fours[2 * buckets[i]! + 1]! ^ 0x80808080
    a = (a + (first & 0x00ff00ff)) | 0
    b = (b + ((first >>> 8) & 0x00ff00ff)) | 0
    c = (c + (second & 0x00ff00ff)) | 0
    d = (d + ((second >>> 8) & 0x00ff00ff)) | 0
  }
  into[place] = a
  into[place + 1] = b
  into[place + 2] = c
  into[place + 3] = d
}

/** What a column has in pairs of sums of `count` weights that begin at `place`. */
function sumIn(from: Int32Array, place: number, column: number, count: number): number {
  const pair = from[place + ((column >> 2) << 1) + (column & 1)]!
  return ((column & 2) === 0 ? pair & 0xffff : pair >>> 16) - 128 * count
}

function addAll(from: Int32Array, count: number, sums: Float64Array): void {
  for (let column = 0; column < width; column++) sums[column]! += sumIn(from, 0, column, count)
}

const runs = new Int32Array(runsIn(longestWord))

/** Where the pairs of sums of the runs of characters of a word begin; they hold until the next call. */
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
      if (i === length) return slot * pairs
    }
    kept.lengths[slot] = length
    kept.hashes[slot] = hash
    for (let i = 0; i < length; i++) kept.units[base + i] = units[start + i]!
  }
  const place = slot * pairs
  putRuns(units, start, start + length, runs)
  sum(kept.fours, runs, runsIn(length), kept.pairs, place)
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
const some = new Int32Array(most)
const ofWords = new Int32Array(pairs)
const ofRuns = new Int32Array(pairs)

/** The sums of a reading. They are shared and hold good until the next call. */
export function sumsOf(weights: Pick<Weights, 'hashed'>, reading: Reading): Sums {
  const kept = keptFor(weights)
  sums.words.fill(0)
  sums.runs.fill(0)
  sums.wordCount = 0
  sums.runCount = 0
  ofRuns.fill(0)
  let words = 0
  let runs = 0
  const takeWords = () => {
    sum(kept.fours, some, words, ofWords, 0)
    addAll(ofWords, words, sums.words)
    sums.wordCount += words
    words = 0
  }
  const takeRuns = () => {
    addAll(ofRuns, runs, sums.runs)
    sums.runCount += runs
    ofRuns.fill(0)
    runs = 0
  }
  for (let word = 0; word < reading.count; word++) {
    if (words + 2 > most) takeWords()
    some[words++] = wordBucket(reading, word)
    const pair = pairBucket(reading, word)
    if (pair >= 0) some[words++] = pair
    if (!hasRuns(reading, word)) continue
    const place = runSums(kept, reading, word)
    const count = runsIn(reading.to[word]! - reading.from[word]!)
    if (runs + count > most) takeRuns()
    runs += count
    for (let k = 0; k < pairs; k++) ofRuns[k]! += kept.pairs[place + k]!
  }
  takeWords()
  takeRuns()
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
  const runs = hasRuns(reading, word)
    ? sumIn(kept.pairs, runSums(kept, reading, word), column, runsIn(reading.to[word]! - reading.from[word]!))
    : 0
  return steps[column]! * (words / Math.sqrt(wordCount || 1) + runs / Math.sqrt(runCount || 1))
}
