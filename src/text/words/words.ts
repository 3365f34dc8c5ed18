import { type Folded, fold, placeIn } from '#text/words/fold.ts'

/** Words of any script, found in one pass over the folded text. */

export type WordKind = 'word' | 'number' | 'url' | 'mail' | 'handle' | 'emoji' | 'pair'

export interface Word {
  /** as folded: lower case, no accents */
  text: string
  kind: WordKind
  /** place in the original, [from, to) in UTF-16 units */
  from: number
  to: number
}

/** A word is read up to here; the rest of it is skipped. */
export const longestWord = 64

const space = 1
const letter = 2
const digit = 3
/** letters of scripts that put no space between words: they are read in overlapping pairs */
const dense = 4
const high = 5
const other = 6
/** what stands after the last character */
const beyond = 7
const beyondUnit = 0xffff

const classes = new Uint8Array(65_536)
classes[beyondUnit] = beyond
const isDense =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]$/u
const isLetter = /^[\p{L}\p{M}_]$/u

function classOf(unit: number): number {
  const known = classes[unit]!
  return known === 0 ? learn(unit) : known
}

function learn(unit: number): number {
  const char = String.fromCharCode(unit)
  const found =
    unit >= 0xd800 && unit < 0xdc00
      ? high
      : /\s/.test(char)
        ? space
        : /\p{Nd}/u.test(char)
          ? digit
          : isDense.test(char)
            ? dense
            : isLetter.test(char)
              ? letter
              : other
  classes[unit] = found
  return found
}

const pictures = new Map<number, boolean>()
const picture = /^[\p{Extended_Pictographic}\u{1f1e6}-\u{1f1ff}]$/u
function isPicture(point: number): boolean {
  let found = pictures.get(point)
  if (found === undefined) {
    if (pictures.size > 5000) pictures.clear()
    found = picture.test(String.fromCodePoint(point))
    pictures.set(point, found)
  }
  return found
}

/** The words of a text; only `count` entries of the arrays hold, and they hold until the next text is read. */
export interface Words {
  count: number
  /** places in `kinds` */
  kinds: Uint8Array
  /** places in the folded text, [from, to) */
  from: Int32Array
  to: Int32Array
  /** the text as UTF-16 units */
  units: Uint16Array
}

export const kinds: readonly WordKind[] = ['word', 'number', 'url', 'mail', 'handle', 'emoji', 'pair']
const word = 0
const number = 1
const url = 2
const mail = 3
const handle = 4
const emoji = 5
const pair = 6

let units = new Uint16Array(1024)
let size = 0
const found: Words = {
  count: 0,
  kinds: new Uint8Array(256),
  from: new Int32Array(256),
  to: new Int32Array(256),
  units,
}

/**
 * Finds the words of a folded text, in order. Places are those of the folded text. A pair is two neighbouring
 * characters of a script without spaces (one, if it stands alone). The arrays are shared by all texts.
 */
export function wordsOf(text: string): Words {
  size = text.length
  if (size + 2 > units.length) units = new Uint16Array(2 * (size + 2))
  for (let i = 0; i < size; i++) units[i] = text.charCodeAt(i)
  units[size] = beyondUnit
  units[size + 1] = beyondUnit
  found.units = units
  found.count = 0
  let i = 0
  while (i < size) {
    const unit = units[i]!
    const kind = classOf(unit)
    if (kind === letter || kind === digit) i = readWord(i, kind)
    else if (kind === dense) i = readDense(i)
    else if (kind === high || (kind === other && unit > 0x2000)) i = readRare(text, i)
    else if (unit === 64 && classOf(units[i + 1]!) === letter) {
      const end = runEnd(i + 1)
      put(handle, i, end)
      i = end
    } else i++
  }
  return found
}

/** Calls `visit` for each word of a folded text. It must not read another text. */
export function eachWord(text: string, visit: (kind: WordKind, from: number, to: number) => void): void {
  const { count, kinds: at, from, to } = wordsOf(text)
  for (let i = 0; i < count; i++) visit(kinds[at[i]!]!, from[i]!, to[i]!)
}

function put(kind: number, from: number, to: number): void {
  const { count } = found
  if (count === found.kinds.length) grow()
  found.kinds[count] = kind
  found.from[count] = from
  found.to[count] = to
  found.count++
}

function grow(): void {
  const longer = <T extends Int32Array | Uint8Array>(old: T, made: T): T => {
    made.set(old)
    return made
  }
  const more = found.kinds.length * 2
  found.kinds = longer(found.kinds, new Uint8Array(more))
  found.from = longer(found.from, new Int32Array(more))
  found.to = longer(found.to, new Int32Array(more))
}

/** An emoji, or a letter that takes two units. */
function readRare(text: string, from: number): number {
  const point = text.codePointAt(from)!
  const next = from + (point > 0xffff ? 2 : 1)
  if (isPicture(point)) put(emoji, from, next)
  else if (point > 0xffff && isLetter.test(String.fromCodePoint(point))) put(pair, from, next)
  return next
}

function runEnd(from: number): number {
  let end = from
  for (;;) {
    const kind = classOf(units[end]!)
    if (kind !== letter && kind !== digit) return end
    end++
  }
}

function isDigits(from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (classOf(units[i]!) !== digit) return false
  return true
}

function startsWith(text: string, at: number): boolean {
  for (let i = 0; i < text.length; i++) if (units[at + i] !== text.charCodeAt(i)) return false
  return true
}

function readWord(from: number, kind: number): number {
  let end = runEnd(from)
  let isNumber = kind === digit && isDigits(from + 1, end)
  for (;;) {
    const unit = units[end]!
    if (unit === 32) break
    const after = classOf(units[end + 1]!)
    if (unit === 58 && startsWith('://', end)) return address(from, end, url)
    if (unit === 46 && end - from === 3 && after === letter && startsWith('www', from))
      return address(from, end, url)
    if (unit === 64 && after !== space && after !== other) return address(from, end, mail)
    if ((unit === 46 || unit === 45 || unit === 43) && (after === letter || after === digit)) {
      const at = mailSign(end + 1)
      if (at > 0) return address(from, at, mail)
    }
    // don't, l'application; 1,000.50 and 12:30
    const isInner =
      (unit === 39 && !isNumber && after === letter) ||
      ((unit === 46 || unit === 44 || unit === 58) && isNumber && after === digit)
    if (!isInner) break
    const next = runEnd(end + 1)
    isNumber &&= isDigits(end + 1, next)
    end = next
  }
  put(isNumber ? number : word, from, Math.min(end, from + longestWord))
  return end
}

/** Where the @ of an address stands whose name goes on with a dot, hyphen or plus; 0 if there is none. */
function mailSign(from: number): number {
  for (let i = from; i < from + longestWord; i++) {
    const unit = units[i]!
    if (unit === 64) return classOf(units[i + 1]!) === letter ? i : 0
    const kind = classOf(unit)
    if (kind !== letter && kind !== digit && unit !== 46 && unit !== 45 && unit !== 43) return 0
  }
  return 0
}

/** Closing signs that belong to the sentence: . , ; : ! ? ) ] } ' - */
const closing = new Set([46, 44, 59, 58, 33, 63, 41, 93, 125, 39, 45])

function address(from: number, at: number, kind: number): number {
  let end = at + 1
  while (end < size) {
    const unit = units[end]!
    const of = classOf(unit)
    if (of === space || of === dense || unit === 34 || unit === 60 || unit === 62) break
    if (kind === mail && of === other && unit !== 46 && unit !== 45) break
    end++
  }
  while (end > at + 1 && closing.has(units[end - 1]!)) end--
  put(kind, from, end)
  return end
}

function readDense(from: number): number {
  let end = from + 1
  while (classOf(units[end]!) === dense) end++
  if (end - from === 1) put(pair, from, end)
  for (let i = from; i + 1 < end; i++) put(pair, i, i + 2)
  return end
}

/** The words of a text, with their places in it. */
export function words(text: string): Word[] {
  return foldedWords(fold(text))
}

/** The same of a text that is folded already. */
export function foldedWords(folded: Folded): Word[] {
  const all: Word[] = []
  eachWord(folded.text, (kind, start, stop) => {
    const [from, to] = placeIn(folded, start, stop)
    all.push({ text: folded.text.slice(start, stop), kind, from, to })
  })
  return all
}
