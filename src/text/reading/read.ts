import { type Folded, fold, placeIn } from '#text/words/fold.ts'
import { knownAs } from '#text/words/vocabulary.ts'
import { kinds, wordsOf } from '#text/words/words.ts'

/** A text read once: everything that judges it works on these arrays, and no text is scanned twice. */
export interface Reading {
  folded: Folded
  /** the folded text as UTF-16 units */
  units: Uint16Array
  /** how many words there are; only so many entries of the arrays are filled */
  count: number
  /** 32-bit hash of each word; numbers, addresses and handles hash by their kind */
  hashes: Int32Array
  /** number of each word in the vocabulary; −1 where no shipped rule speaks of it */
  known: Int32Array
  /** place of each word in the folded text */
  from: Int32Array
  to: Int32Array
  flags: Uint8Array
  exclamations: number
  questions: number
  /** faces made of signs, such as :) and :( */
  smiles: number
  frowns: number
  /** share of the letters that are capitals, in texts that have both and at least ten */
  capitals: number
}

/** A sentence starts with this word. */
export const startsSentence = 1
/** The word is written in capitals. */
export const isShouted = 2
/** A question mark ends the sentence of this word; set on its last word. */
export const endsQuestion = 4
export const isEmoji = 8
export const isPlaceholder = 16
/** A comma stands before the word. */
export const followsComma = 32

/** Only so much of a text is read: what matters is said by then, and no text takes long. */
export const readMost = 10_000

/** FNV-1a of text[from, to). */
export function hashOf(text: string, from = 0, to = text.length): number {
  let hash = 0x811c9dc5
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}

/** by kind: what stands for words that are of interest only by their kind; 0 for the rest */
const kindHashes = Int32Array.from(kinds, (kind) =>
  ['number', 'url', 'mail', 'handle'].includes(kind) ? hashOf(`#${kind}`) : 0,
)
const emoji = kinds.indexOf('emoji')
const word = kinds.indexOf('word')

let size = 1024
let hashes = new Int32Array(size)
let known = new Int32Array(size)
let flags = new Uint8Array(size)

/**
 * Reads the beginning of a text. The arrays are shared: they hold good until the next call, so a reading is used
 * at once and not kept.
 */
export function read(text: string): Reading {
  const source = text.length > readMost ? text.slice(0, readMost) : text
  const folded = fold(source)
  const { count, kinds: kindOf, from, to, units } = wordsOf(folded.text)
  while (count > size) {
    size *= 2
    hashes = new Int32Array(size)
    known = new Int32Array(size)
    flags = new Uint8Array(size)
  }
  let end = 0
  let exclamations = 0
  let questions = 0
  let smiles = 0
  let frowns = 0
  for (let w = 0; w <= count; w++) {
    const start = w < count ? from[w]! : folded.text.length
    let isBreak = w === 0
    let isAfterComma = false
    for (let i = end; i < start; i++) {
      const unit = units[i]!
      if (unit === 32) continue
      if (unit === 58 || unit === 59 || unit === 61) {
        const mouth = units[i + 1] === 45 ? units[i + 2] : units[i + 1]
        if (mouth === 41 || mouth === 93 || (mouth === 100 && isAlone(units, i))) smiles++
        else if (mouth === 40 || mouth === 91) frowns++
      }
      if (unit === 44) isAfterComma = true
      else if (unit === 63) {
        questions++
        if (w > 0) flags[w - 1]! |= endsQuestion
        isBreak = true
      } else if (unit === 33) {
        exclamations++
        isBreak = true
      } else if (unit === 46 || unit === 10 || unit === 59 || unit === 0x3002) isBreak = true
      else if (unit === 58) isBreak ||= i + 1 < start
    }
    if (w === count) break
    end = to[w]!
    const kind = kindOf[w]!
    let hash = kindHashes[kind]!
    const hasKind = hash !== 0
    if (!hasKind) {
      hash = 0x811c9dc5
      for (let i = start; i < end; i++) hash = Math.imul(hash ^ units[i]!, 0x01000193)
    }
    hashes[w] = hash
    known[w] = knownAs(hash)
    flags[w] =
      (isBreak ? startsSentence : 0) |
      (isAfterComma ? followsComma : 0) |
      (kind === emoji ? isEmoji : 0) |
      (hasKind ? isPlaceholder : 0) |
      (kind === word &&
      end - start > 1 &&
      isCapital(source, folded, start) &&
      isCapital(source, folded, end - 1)
        ? isShouted
        : 0)
  }
  return {
    folded,
    units,
    count,
    hashes,
    known,
    from,
    to,
    flags,
    exclamations,
    questions,
    smiles,
    frowns,
    capitals: capitalsOf(source),
  }
}

/** Whether the letter after the eyes units[at] is a mouth, as in :D, and not a word. */
function isAlone(units: Uint16Array, at: number): boolean {
  const after = units[units[at + 1] === 45 ? at + 3 : at + 2]!
  return after === 32 || after === 10 || after === 33 || after === 46 || after === 0xffff
}

function isCapital(source: string, { at }: Folded, place: number): boolean {
  const unit = source.charCodeAt(at ? at[place]! : place)
  return unit >= 65 && unit <= 90
}

function capitalsOf(source: string): number {
  let upper = 0
  let lower = 0
  for (let i = 0; i < source.length; i++) {
    const unit = source.charCodeAt(i)
    if (unit >= 97 && unit <= 122) lower++
    else if (unit >= 65 && unit <= 90) upper++
  }
  return lower > 0 && upper + lower >= 10 ? upper / (upper + lower) : 0
}

/** The place of words [first, last] in the original. */
export function spanOf({ folded, from, to }: Reading, first: number, last: number): [number, number] {
  return placeIn(folded, from[first]!, to[last]!)
}
