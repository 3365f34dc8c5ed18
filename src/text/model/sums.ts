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
/** What is kept of a word, in numbers of 32 bits: its letters, pairs of sums of its runs, and its own weights. */
const ofLetters = longestKept / 2
const place = 16

interface Kept {
  /** weights of four columns as one number */
  fours: Int32Array
  /** words met before, each beside what is known of it; letters are filled up with zeros */
  words: Int32Array
  letters: Uint16Array
}

const keptOf = new WeakMap<Int8Array, Kept>()

function keptFor({ hashed }: Pick<Weights, 'hashed'>): Kept {
  let kept = keptOf.get(hashed)
  if (!kept) {
    const words = new Int32Array((slots + 1) * place)
    // The lowest byte comes first on every processor that Node is built for but one.
    const fours = new Int32Array(hashed.buffer, hashed.byteOffset, hashed.length >> 2)
    kept = { fours, words, letters: new Uint16Array(words.buffer) }
    keptOf.set(hashed, kept)
  }
  return kept
}

/** Adds some buckets, at most 256, to the pairs of sums in `into` from `at` on. */
function add(fours: Int32Array, buckets: Int32Array, count: number, into: Int32Array, at: number): void {
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
  into[at]! += a
  into[at + 1]! += b
  into[at + 2]! += c
  into[at + 3]! += d
}

/** What a column has in pairs of sums of `count` weights that begin at `at`. */
function sumIn(from: Int32Array, at: number, column: number, count: number): number {
  const pair = from[at + ((column >> 2) << 1) + (column & 1)]!
  return ((column & 2) === 0 ? pair & 0xffff : pair >>> 16) - 128 * count
}

function addAll(from: Int32Array, count: number, sums: Float64Array): void {
  for (let column = 0; column < width; column++) sums[column]! += sumIn(from, 0, column, count)
}

const runs = new Int32Array(runsIn(longestWord))

/** Where the pairs of sums of the runs of characters of a word begin, and then its weights, until the next call. */
function recall(kept: Kept, reading: Reading, word: number): number {
  const { units, hashes, from, to } = reading
  const { fours, words, letters } = kept
  const start = from[word]!
  const length = to[word]! - start
  const hash = hashes[word]!
  let slot = slots
  if (length <= longestKept) {
    slot = (hash ^ (hash >>> 15)) & (slots - 1)
    const base = slot * place * 2
    let i = 0
    while (i < length && letters[base + i] === units[start + i]) i++
    if (i === length && (length === longestKept || letters[base + length] === 0))
      return slot * place + ofLetters
    for (; i < length; i++) letters[base + i] = units[start + i]!
    letters.fill(0, base + length, base + longestKept)
  }
  const at = slot * place + ofLetters
  words.fill(0, at, at + pairs)
  putRuns(units, start, start + length, runs)
  add(fours, runs, runsIn(length), words, at)
  const bucket = wordBucket(reading, word)
  words[at + pairs] = fours[2 * bucket]! ^ 0x80808080
  words[at + pairs + 1] = fours[2 * bucket + 1]! ^ 0x80808080
  return at
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
  ofWords.fill(0)
  ofRuns.fill(0)
  let buckets = 0
  let words = 0
  let runs = 0
  const takeWords = () => {
    add(kept.fours, some, buckets, ofWords, 0)
    addAll(ofWords, words, sums.words)
    sums.wordCount += words
    ofWords.fill(0)
    buckets = 0
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
    words++
    const pair = pairBucket(reading, word)
    if (pair >= 0) {
      some[buckets++] = pair
      words++
    }
    if (!hasRuns(reading, word)) {
      some[buckets++] = wordBucket(reading, word)
      continue
    }
    const at = recall(kept, reading, word)
    const count = runsIn(reading.to[word]! - reading.from[word]!)
    if (runs + count > most) takeRuns()
    runs += count
    for (let k = 0; k < pairs; k++) ofRuns[k]! += kept.words[at + k]!
    const first = kept.words[at + pairs]!
    const second = kept.words[at + pairs + 1]!
    ofWords[0]! += first & 0x00ff00ff
    ofWords[1]! += (first >>> 8) & 0x00ff00ff
    ofWords[2]! += second & 0x00ff00ff
    ofWords[3]! += (second >>> 8) & 0x00ff00ff
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
    ? sumIn(kept.words, recall(kept, reading, word), column, runsIn(reading.to[word]! - reading.from[word]!))
    : 0
  return steps[column]! * (words / Math.sqrt(wordCount || 1) + runs / Math.sqrt(runCount || 1))
}
