import { dense } from '#text/sentiment/languages/dense.ts'
import { germanic } from '#text/sentiment/languages/germanic.ts'
import { iberian } from '#text/sentiment/languages/iberian.ts'
import { malay } from '#text/sentiment/languages/malay.ts'
import { romance } from '#text/sentiment/languages/romance.ts'
import { scripts } from '#text/sentiment/languages/scripts.ts'
import type { LanguageWords } from '#text/sentiment/languages/words.ts'
import { degrees, faces, feelings, negations, talk, turningWords, wishes } from '#text/sentiment/lexicon.ts'
import { fold } from '#text/words/fold.ts'
import { Numbers } from '#text/words/numbers.ts'
import { know, vocabularySize } from '#text/words/vocabulary.ts'

/** The words of feeling of all languages, ready to be looked up. */

/** What the words do, by their entries: how strong they feel, by how much they change others, how they turn. */
export const strengths: number[] = []
export const factors: number[] = []
export const turnings: number[] = []

/** The word turns round what follows, or what stands before it; or the verdict comes after it. */
export const turnsNext = 1
export const turnsLast = 2
export const turnsVerdict = 4
/** what follows is wished for or supposed, and not said of what is there */
export const turnsWish = 8

export interface Lexicon {
  words: Numbers
  stems: Numbers
  /** entries by the numbers of words and of stems */
  wordAt: number[]
  stemAt: number[]
  /** entries by the numbers of words in the vocabulary, −1 for others; only of English, which is looked up most */
  ofKnown?: Int16Array
  /** how long the longest word is */
  longest: number
}

const noLexicon = (): Lexicon => ({
  words: new Numbers(),
  stems: new Numbers(),
  wordAt: [],
  stemAt: [],
  longest: 0,
})

/** One step of the hash of a word, and where it starts (FNV-1a). */
export const startOfHash = 0x811c9dc5
export const hashWith = (hash: number, unit: number) => Math.imul(hash ^ unit, 0x01000193)

/** What stands for a letter where words of feeling are compared; 0 for what is passed over. */
export function plainUnit(unit: number): number {
  if (unit < 0x622 || unit > 0x671) return unit
  if (unit === 0x622 || unit === 0x623 || unit === 0x625 || unit === 0x671) return 0x627
  if (unit === 0x629) return 0x647
  if (unit === 0x649 || unit === 0x626) return 0x64a
  if (unit === 0x624) return 0x648
  return unit === 0x640 || (unit >= 0x64b && unit <= 0x652) ? 0 : unit
}

function entryOf(lexicon: Lexicon, term: string): number {
  const isStem = term.endsWith('*') && term.length > 1
  const text = fold(isStem ? term.slice(0, -1) : term).text
  let hash = startOfHash
  for (let i = 0; i < text.length; i++) {
    const unit = plainUnit(text.charCodeAt(i))
    if (unit !== 0) hash = hashWith(hash, unit)
  }
  lexicon.longest = Math.max(lexicon.longest, text.length)
  const [numbers, at] = isStem ? [lexicon.stems, lexicon.stemAt] : [lexicon.words, lexicon.wordAt]
  const number = numbers.add(hash)
  if (at[number] === undefined) {
    at[number] = strengths.length
    strengths.push(0)
    factors.push(0)
    turnings.push(0)
  }
  if (lexicon.ofKnown && !isStem) lexicon.ofKnown[know(hash)] = at[number]!
  return at[number]!
}

function put(lexicon: Lexicon, terms: string, values: number[], value: number): void {
  for (const term of terms.split(/\s+/)) if (term) values[entryOf(lexicon, term)] = value
}

const turn = (lexicon: Lexicon, terms: string, how: number) => {
  for (const term of terms.split(/\s+/)) if (term) turnings[entryOf(lexicon, term)]! |= how
}

function lexiconOf(words: LanguageWords): Lexicon {
  const made = noLexicon()
  // Of these English must not tell what it would feel: “die” is an article in German.
  put(made, `${words.known} ${words.none ?? ''}`, strengths, 0)
  put(made, words.good, strengths, 1.7)
  put(made, words.bad, strengths, -1.7)
  put(made, words.best, strengths, 2.6)
  put(made, words.worst, strengths, -2.7)
  put(made, words.very, factors, 1.3)
  put(made, words.little, factors, 0.75)
  turn(made, words.not, turnsNext)
  turn(made, words.notAfter ?? '', turnsLast)
  turn(made, words.but, turnsVerdict)
  return made
}

/** English words with the forms of those that end in +: love+ is love loves loved loving. */
function formsOf(words: string): string {
  return words.replace(/(\w+)\+/g, (_, word: string) => {
    if (word.endsWith('e')) return `${word} ${word}s ${word}d ${word.slice(0, -1)}ing`
    if (/[^aeiou]y$/.test(word)) return `${word} ${word.slice(0, -1)}ies ${word.slice(0, -1)}ied ${word}ing`
    return `${word} ${word}${/(?:s|x|ch|sh)$/.test(word) ? 'es' : 's'} ${word}ed ${word}ing`
  })
}

export const english = { ...noLexicon(), ofKnown: new Int16Array(vocabularySize).fill(-1) }
for (const [strength, words] of talk) put(english, formsOf(words), strengths, strength)
for (const [strength, words] of [...feelings, ...faces]) put(english, words, strengths, strength)
for (const [factor, words] of degrees) put(english, words, factors, factor)
turn(english, negations, turnsNext)
turn(english, turningWords, turnsVerdict)
turn(english, wishes, turnsWish)

/** Made when a text first needs it: most installations read few languages. */
function whenNeeded(words: LanguageWords): () => Lexicon {
  let made: Lexicon | undefined
  return () => {
    made ??= lexiconOf(words)
    return made
  }
}
const [russian, arabic, hindi] = scripts.map(whenNeeded)
export const [chinese, japanese, korean] = dense.map(whenNeeded)

/** The words of a script that one language of feeling is written in; undefined for Latin and unknown ones. */
export function lexiconOfUnit(unit: number): Lexicon | undefined {
  if (unit < 0x400) return undefined
  if (unit < 0x530) return russian!()
  if (unit >= 0x600 && unit < 0x700) return arabic!()
  return unit >= 0x900 && unit < 0x980 ? hindi!() : undefined
}

/** Whether a letter belongs to a script that is read in runs of characters, and of which language that speaks. */
export const isDense = (unit: number) =>
  (unit >= 0x3040 && unit < 0xd7b0) || (unit >= 0x1100 && unit < 0x1200)
export const isKana = (unit: number) => unit >= 0x3040 && unit < 0x3100
export const isHangul = (unit: number) => unit >= 0xac00 || unit < 0x1200

const latin = [...germanic, ...romance, ...iberian, ...malay]
/** The languages that are told apart by their common words, in their order. */
export const told: readonly (() => Lexicon)[] = latin.map(whenNeeded)

/** By word of the vocabulary: the languages that it is common in, one bit a language; the bit after the last is English. */
export const commonIn = new Int32Array(vocabularySize)
const englishCommon = `the and this that with you your it not have has but when would because they there which what are from been
  please can will were could should their than about them these how who if just only every after then very make get some why know
  it's i'm don't can't doesn't is to of for in i on my was at be we so out up our his her a i me no do he she one by as or an all am us no`
for (const [language, words] of [...latin.map(({ known }) => known), englishCommon].entries())
  for (const word of words.split(/\s+/)) {
    let hash = startOfHash
    const text = fold(word).text
    for (let i = 0; i < text.length; i++) hash = hashWith(hash, text.charCodeAt(i))
    commonIn[know(hash)]! |= 1 << language
  }
