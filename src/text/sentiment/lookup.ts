import { isEmoji, isPlaceholder, type Reading } from '#text/reading/read.ts'
import {
  chinese,
  commonIn,
  english,
  hashWith,
  isDense,
  isHangul,
  isKana,
  japanese,
  korean,
  type Lexicon,
  lexiconOfUnit,
  plainUnit,
  startOfHash,
  told,
} from '#text/sentiment/languages/tables.ts'

/** Which words of feeling a reading has, in whatever language it is. */
export interface Words {
  /** by word: its entry in the tables, −1 where it has none, and the last word that the entry covers */
  entries: Int32Array
  last: Int32Array
  /** most words are not English, so that what was learned from English says nothing */
  isForeign: boolean
}

const found: Words = { entries: new Int32Array(256), last: new Int32Array(256), isForeign: false }

const votes = new Int32Array(told.length + 1)

/** Looks up all words. The arrays are shared and hold good until the next call. */
export function lookUp(reading: Reading): Words {
  const { count, known, units, from, to, flags } = reading
  if (count > found.entries.length) {
    found.entries = new Int32Array(2 * count)
    found.last = new Int32Array(2 * count)
  }
  const { entries, last } = found
  const own = languageOf(reading)
  const runs = runsOf(reading)
  let other = 0
  for (let i = 0; i < count; i++) {
    last[i] = i
    entries[i] = -1
    const unit = units[from[i]!]!
    if (flags[i]! & isPlaceholder) continue
    if (runs && isDense(unit) && (flags[i]! & isEmoji) === 0) {
      other++
      continue
    }
    const script = unit < 0x400 ? own : lexiconOfUnit(unit)
    if (script) {
      entries[i] = entryIn(script, units, from[i]!, to[i]!)
      other++
      if (entries[i]! >= 0 || script !== own) continue
    }
    const entry = known[i]! < 0 ? -1 : english.ofKnown[known[i]!]!
    entries[i] = entry < 0 ? drawnOut(units, from[i]!, to[i]!) : entry
  }
  if (runs) lookUpRuns(runs, reading)
  found.isForeign = other * 2 > count
  return found
}

/**
 * The language that most common words of a reading speak for; where there are none, that of most words of feeling.
 * Undefined for English.
 */
function languageOf(reading: Reading): Lexicon | undefined {
  const { count, known, units, from, to } = reading
  votes.fill(0)
  let isTold = false
  for (let i = 0; i < count; i++) {
    if (known[i]! < 0 || commonIn[known[i]!] === 0) continue
    isTold = true
    for (let bits = commonIn[known[i]!]!; bits !== 0; bits &= bits - 1)
      votes[31 - Math.clz32(bits & -bits)]!++
  }
  for (let i = 0; !isTold && i < Math.min(count, mostTried); i++) {
    if (units[from[i]!]! >= 0x400) continue
    if (known[i]! >= 0 && english.ofKnown[known[i]!]! >= 0) votes[told.length]!++
    for (let t = 0; t < told.length; t++) if (entryIn(told[t]!(), units, from[i]!, to[i]!) >= 0) votes[t]!++
  }
  let best = told.length
  for (let t = 0; t < told.length; t++) if (votes[t]! > votes[best]!) best = t
  return told[best]?.()
}

/** So many words of a text without common words are tried in all languages. */
const mostTried = 20

/** The words of feeling for runs of characters, by their letters; undefined where there are none. */
function runsOf({ count, units, from, flags }: Reading): Lexicon | undefined {
  let isChinese = false
  for (let i = 0; i < count; i++) {
    const unit = units[from[i]!]!
    if (unit < 0x1100 || flags[i]! & isEmoji || !isDense(unit)) continue
    if (isKana(unit)) return japanese!()
    if (isHangul(unit)) return korean!()
    isChinese = true
  }
  return isChinese ? chinese!() : undefined
}

/** The entry of an English word with a letter drawn out, as in “sooo” and “gooood”; −1 where there is none. */
function drawnOut(units: Uint16Array, from: number, to: number): number {
  let at = from + 2
  while (at < to && (units[at] !== units[at - 1] || units[at] !== units[at - 2])) at++
  if (at >= to) return -1
  for (let most = 2; most > 0; most--) {
    let hash = startOfHash
    let times = 0
    for (let i = from; i < to; i++) {
      times = i > from && units[i] === units[i - 1] ? times + 1 : 1
      if (times <= most) hash = hashWith(hash, units[i]!)
    }
    const number = english.words.of(hash)
    if (number >= 0) return english.wordAt[number]!
  }
  return -1
}

/** Letters that stand before an Arabic word and belong to the next: and, so, with, for, like, and the article. */
const isJoined = (unit: number) =>
  unit === 0x648 || unit === 0x641 || unit === 0x628 || unit === 0x644 || unit === 0x643
const isArticle = (units: Uint16Array, at: number) => units[at] === 0x627 && units[at + 1] === 0x644

/** The entry of units[from, to): of the word itself, else of its longest stem; −1 where there is none. */
function entryIn(lexicon: Lexicon, units: Uint16Array, from: number, to: number): number {
  const entry = plainEntry(lexicon, units, from, to)
  const unit = units[from]!
  if (entry >= 0 || unit < 0x620 || unit > 0x64a) return entry
  let at = from
  if (isJoined(unit) && to - at > 3) at++
  if (isArticle(units, at) && to - at > 3) at += 2
  else if (at > from && units[at] === 0x644 && to - at > 3) at++
  return at > from ? plainEntry(lexicon, units, at, to) : -1
}

function plainEntry(
  { words, stems, wordAt, stemAt, longest }: Lexicon,
  units: Uint16Array,
  from: number,
  to: number,
) {
  let hash = startOfHash
  let found = -1
  let length = 0
  let before = 0
  let isTwice = false
  for (let i = from; i < to; i++) {
    const unit = plainUnit(units[i]!)
    // A letter drawn out (“sooo”) is written twice at most.
    if (unit === 0 || (isTwice && unit === before)) continue
    isTwice = unit === before
    before = unit
    hash = hashWith(hash, unit)
    if (++length > longest) return found
    const stem = length < 2 ? -1 : stems.of(hash)
    if (stem >= 0) found = stemAt[stem]!
  }
  const word = words.of(hash)
  return word >= 0 ? wordAt[word]! : found
}

/** Finds words in runs of characters without spaces: at each place the longest, and no two that overlap. */
function lookUpRuns(lexicon: Lexicon, { count, units, from, to, flags, folded }: Reading): void {
  const { words, wordAt, longest } = lexicon
  const size = folded.text.length
  let free = 0
  for (let i = 0; i < count; i++) {
    const start = from[i]!
    if (flags[i]! & isEmoji || !isDense(units[start]!)) continue
    // The last character of a run begins no pair of its own.
    const ends = i + 1 === count || from[i + 1] !== start + 1 ? to[i]! : start + 1
    for (let at = Math.max(start, free); at < ends; at++) {
      let hash = startOfHash
      let length = 0
      let entry = -1
      let end = at
      for (let k = at; k < size && length < longest; k++) {
        const unit = units[k]!
        if (unit === 32) continue
        if (unit < 0x1100) break
        hash = hashWith(hash, unit)
        length++
        const word = words.of(hash)
        if (word < 0) continue
        entry = wordAt[word]!
        end = k + 1
      }
      if (entry < 0) continue
      let last = i
      while (last + 1 < count && to[last]! < end && from[last + 1]! < end) last++
      found.entries[i] = entry
      found.last[i] = last
      free = end
      break
    }
  }
}
