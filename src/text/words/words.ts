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

const classes = new Uint8Array(65_536)
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

/**
 * Calls `visit` for each word of a folded text, in order. Places are those of the folded text. A pair is two
 * neighbouring characters of a script without spaces (one, if it stands alone).
 */
export function eachWord(text: string, visit: (kind: WordKind, from: number, to: number) => void): void {
  const size = text.length
  let i = 0
  while (i < size) {
    const unit = text.charCodeAt(i)
    const kind = classOf(unit)
    if (kind === letter || kind === digit) i = readWord(text, i, kind, visit)
    else if (kind === dense) i = readDense(text, i, visit)
    else if (kind === high || (kind === other && unit > 0x2000)) {
      const point = text.codePointAt(i)!
      const next = i + (point > 0xffff ? 2 : 1)
      if (isPicture(point)) visit('emoji', i, next)
      else if (point > 0xffff && isLetter.test(String.fromCodePoint(point))) visit('pair', i, next)
      i = next
    } else if (unit === 64 && classOf(text.charCodeAt(i + 1)) === letter) {
      const end = runEnd(text, i + 1)
      visit('handle', i, end)
      i = end
    } else i++
  }
}

function runEnd(text: string, from: number): number {
  let end = from
  while (end < text.length) {
    const kind = classOf(text.charCodeAt(end))
    if (kind !== letter && kind !== digit) break
    end++
  }
  return end
}

function readWord(
  text: string,
  from: number,
  kind: number,
  visit: (kind: WordKind, from: number, to: number) => void,
): number {
  let end = runEnd(text, from)
  let isNumber = kind === digit
  if (isNumber)
    for (let k = from + 1; k < end && isNumber; k++) isNumber = classOf(text.charCodeAt(k)) === digit
  for (;;) {
    const unit = text.charCodeAt(end)
    const after = classOf(text.charCodeAt(end + 1))
    if (unit === 58 && text.startsWith('://', end)) return address(text, from, end, 'url', visit)
    if (unit === 46 && end - from === 3 && after === letter && text.startsWith('www', from))
      return address(text, from, end, 'url', visit)
    if (unit === 64 && after !== space && after !== other) return address(text, from, end, 'mail', visit)
    if ((unit === 46 || unit === 45 || unit === 43) && (after === letter || after === digit)) {
      const at = mailSign(text, end + 1)
      if (at > 0) return address(text, from, at, 'mail', visit)
    }
    // don't, l'application; 1,000.50 and 12:30
    const isInner =
      (unit === 39 && !isNumber && after === letter) ||
      ((unit === 46 || unit === 44 || unit === 58) && isNumber && after === digit)
    if (!isInner) break
    const next = runEnd(text, end + 1)
    if (isNumber)
      for (let k = end + 1; k < next && isNumber; k++) isNumber = classOf(text.charCodeAt(k)) === digit
    end = next
  }
  visit(isNumber ? 'number' : 'word', from, Math.min(end, from + longestWord))
  return end
}

/** Where the @ of an address stands whose name goes on with a dot, hyphen or plus; 0 if there is none. */
function mailSign(text: string, from: number): number {
  for (let i = from; i < from + longestWord; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 64) return classOf(text.charCodeAt(i + 1)) === letter ? i : 0
    const kind = classOf(unit)
    if (kind !== letter && kind !== digit && unit !== 46 && unit !== 45 && unit !== 43) return 0
  }
  return 0
}

function address(
  text: string,
  from: number,
  at: number,
  kind: 'url' | 'mail',
  visit: (kind: WordKind, from: number, to: number) => void,
): number {
  let end = at + 1
  while (end < text.length) {
    const unit = text.charCodeAt(end)
    const found = classOf(unit)
    if (found === space || found === dense || unit === 34 || unit === 60 || unit === 62) break
    if (kind === 'mail' && found === other && unit !== 46 && unit !== 45) break
    end++
  }
  while (end > at + 1 && ".,;:!?)]}'-".includes(text[end - 1]!)) end--
  visit(kind, from, end)
  return end
}

function readDense(
  text: string,
  from: number,
  visit: (kind: WordKind, from: number, to: number) => void,
): number {
  let end = from + 1
  while (end < text.length && classOf(text.charCodeAt(end)) === dense) end++
  if (end - from === 1) visit('pair', from, end)
  for (let i = from; i + 1 < end; i++) visit('pair', i, i + 2)
  return end
}

/** The words of a text, with their places in it. */
export function words(text: string): Word[] {
  return foldedWords(fold(text))
}

/** The same of a text that is folded already. */
export function foldedWords(folded: Folded): Word[] {
  const found: Word[] = []
  eachWord(folded.text, (kind, start, stop) => {
    const [from, to] = placeIn(folded, start, stop)
    found.push({ text: folded.text.slice(start, stop), kind, from, to })
  })
  return found
}
