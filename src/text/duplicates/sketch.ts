import { fold } from '#text/words/fold.ts'
import { isStopWord, stem } from '#text/words/terms.ts'
import { eachWord, type WordKind } from '#text/words/words.ts'

/** What is compared of a text: its telling words, each with how much of the text it is. */

/** Words beyond this many are not read: what an item is about is said before. */
const mostWords = 2000
/** The place at which a word counts half: people come to the point first and paste logs last. */
const halfAfter = 100
/** How much more a word of the title counts than one of the text. */
const titleWeight = 2

export interface Term {
  /** as folded: lower case, no accents */
  word: string
  /** what words of one stem share: a 32-bit hash */
  key: number
  /** its character four-grams, as slots below `gramSlots` */
  grams: Int32Array
}

export interface Sketch {
  /** each word once, in the order of the text */
  terms: Term[]
  /** occurrences of each, those of the title counted more and late ones less */
  weights: number[]
  /** sum of the weights */
  length: number
}

/** Grams are told apart by a hash below this. */
export const gramSlots = 1 << 16

const isCompared: Record<WordKind, boolean> = {
  word: true,
  pair: true,
  number: true,
  url: true,
  emoji: true,
  // who wrote it, or to whom, says nothing about what is said
  mail: false,
  handle: false,
}

/**
 * The sketch of an item. Of several fields the first is its title. Linear in the length of the text; never throws.
 * Stop words count only where a text has nothing else.
 */
export function sketch(fields: readonly string[]): Sketch {
  const plain = read(fields, false)
  return plain.terms.length > 0 ? plain : read(fields, true)
}

function read(fields: readonly string[], withStops: boolean): Sketch {
  const places = new Map<string, number>()
  const made: Sketch = { terms: [], weights: [], length: 0 }
  fields.forEach((field, at) => {
    const isTitle = at === 0 && fields.length > 1
    const { text } = fold(field.slice(0, 20 * mostWords))
    let place = 0
    eachWord(text, (kind, from, to) => {
      if (!isCompared[kind] || place >= mostWords) return
      const word = text.slice(from, to)
      if (kind === 'word' && !withStops && isStopWord(word)) return
      const weight = isTitle ? titleWeight : 1 / (1 + place / halfAfter)
      place++
      made.length += weight
      const known = places.get(word)
      if (known !== undefined) made.weights[known]! += weight
      else {
        places.set(word, made.terms.length)
        made.terms.push(termOf(word, kind))
        made.weights.push(weight)
      }
    })
  })
  return made
}

const known = new Map<string, Term>()

function termOf(word: string, kind: WordKind): Term {
  let term = known.get(word)
  if (!term) {
    if (known.size > 50_000) known.clear()
    term = { word, key: hash(kind === 'word' ? stem(word) : word), grams: gramsOf(word) }
    known.set(word, term)
  }
  return term
}

/** FNV-1a over UTF-16 units, as a signed 32-bit integer. */
function hash(text: string, from = 0, to = text.length): number {
  let value = 0x811c9dc5
  for (let i = from; i < to; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value | 0
}

function gramsOf(word: string): Int32Array {
  const padded = ` ${word} `
  const slots = new Int32Array(Math.max(padded.length - 3, 1))
  for (let i = 0; i < slots.length; i++) {
    const value = hash(padded, i, Math.min(i + 4, padded.length))
    slots[i] = (value ^ (value >>> 16)) & (gramSlots - 1)
  }
  return slots
}
