import { type Folded, fold, placeIn } from '#text/words/fold.ts'
import { eachWord, type WordKind } from '#text/words/words.ts'

/** A text read once: everything that judges it works on these arrays, and no text is scanned twice. */
export interface Reading {
  folded: Folded
  /** how many words there are; only so many entries of the arrays are filled */
  count: number
  /** 32-bit hash of each word; numbers, addresses and handles hash by their kind */
  hashes: Int32Array
  /** place of each word in the folded text */
  from: Int32Array
  to: Int32Array
  flags: Uint8Array
  exclamations: number
  questions: number
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

/** Only so much of a text is read: what matters is said by then, and no text takes long. */
export const readMost = 10_000

/** FNV-1a of text[from, to). */
export function hashOf(text: string, from = 0, to = text.length): number {
  let hash = 0x811c9dc5
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}

const kindHashes: Partial<Record<WordKind, number>> = {
  number: hashOf('#number'),
  url: hashOf('#url'),
  mail: hashOf('#mail'),
  handle: hashOf('#handle'),
}

let size = 1024
let hashes = new Int32Array(size)
let from = new Int32Array(size)
let to = new Int32Array(size)
let flags = new Uint8Array(size)

/**
 * Reads the beginning of a text. The arrays are shared: they hold good until the next call, so a reading is used
 * at once and not kept.
 */
export function read(text: string): Reading {
  const source = text.length > readMost ? text.slice(0, readMost) : text
  const folded = fold(source)
  const plain = folded.text
  let count = 0
  let end = 0
  let exclamations = 0
  let questions = 0
  const gap = (stop: number): boolean => {
    let isBreak = count === 0
    for (let i = end; i < stop; i++) {
      const unit = plain.charCodeAt(i)
      if (unit === 63) {
        questions++
        if (count > 0) flags[count - 1]! |= endsQuestion
        isBreak = true
      } else if (unit === 33) {
        exclamations++
        isBreak = true
      } else if (unit === 46 || unit === 10 || unit === 59 || unit === 0x3002) isBreak = true
      else if (unit === 40 || unit === 58) isBreak ||= unit === 58 && i + 1 < stop
    }
    return isBreak
  }
  eachWord(plain, (kind, start, stop) => {
    if (count === size) grow()
    const isBreak = gap(start)
    from[count] = start
    to[count] = stop
    const known = kindHashes[kind]
    hashes[count] = known ?? hashOf(plain, start, stop)
    flags[count] =
      (isBreak ? startsSentence : 0) |
      (kind === 'emoji' ? isEmoji : 0) |
      (known === undefined ? 0 : isPlaceholder) |
      (kind === 'word' &&
      stop - start > 1 &&
      isCapital(source, folded, start) &&
      isCapital(source, folded, stop - 1)
        ? isShouted
        : 0)
    end = stop
    count++
  })
  gap(plain.length)
  return { folded, count, hashes, from, to, flags, exclamations, questions, capitals: capitalsOf(source) }
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

function grow(): void {
  size *= 2
  const more = <T extends Int32Array | Uint8Array>(old: T, made: T): T => {
    made.set(old)
    return made
  }
  hashes = more(hashes, new Int32Array(size))
  from = more(from, new Int32Array(size))
  to = more(to, new Int32Array(size))
  flags = more(flags, new Uint8Array(size))
}

/** The place of words [first, last] in the original. */
export function spanOf({ folded, from, to }: Reading, first: number, last: number): [number, number] {
  return placeIn(folded, from[first]!, to[last]!)
}
