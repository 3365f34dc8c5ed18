/** One spelling for one word: the text as everything in src/text reads it, with the way back to the original. */

export interface Folded {
  /** lower case, NFKC, Latin and Greek without accents, plain quotes, no invisible characters */
  text: string
  /** where each character of `text` stood in the original; undefined when it stands in the same place */
  at: Int32Array | undefined
}

const unknown = 0
const isOther = 0xffff
/** What becomes of a UTF-16 unit: the unit itself after folding, `isOther` for anything less simple. */
const single = new Uint16Array(65_536)
const longer = new Map<number, string>()

/** Characters that are written out, because Unicode has no decomposition for them. */
const written: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
  '‘': "'",
  '’': "'",
  '‛': "'",
  ʼ: "'",
  '´': "'",
  '`': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  '−': '-',
}

/** Soft hyphens, joiners, direction and format controls, variation selectors, skin tones, Latin accents. */
const invisible = /^(?:\p{Cf}|[\u0300-\u036f]|[\u20d0-\u20ff]|\p{Variation_Selector}|\p{Emoji_Modifier})$/u
const accents = /[\u0300-\u036f]/g
const hasPlainBase = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Common}]/u
/** Marks and Korean letters that may join the character before them. */
const joins = /^[\p{M}\u1160-\u11ff]$/u

function foldPoint(point: number): string {
  const char = String.fromCodePoint(point)
  if (point === 9 || point === 10) return char
  if (invisible.test(char)) return ''
  if (/^[\p{Cc}\p{Z}\p{Cs}]$/u.test(char)) return ' '
  const parts = char.normalize('NFKD')
  const plain = hasPlainBase.test(parts) ? parts.replace(accents, '') : char.normalize('NFKC')
  let folded = ''
  for (const one of plain.toLowerCase()) folded += written[one] ?? one
  return folded.normalize('NFC')
}

function foldUnit(unit: number): string {
  let folded = longer.get(unit)
  if (folded === undefined) {
    folded = foldPoint(unit)
    longer.set(unit, folded)
  }
  return folded
}

let units = new Uint16Array(4096)
let places = new Int32Array(4096)

const isAscii = /^[\n\x20-\x7f]*$/
const utf16 = new TextDecoder('utf-16le')

/** Folds a text. Linear in its length, whatever it holds; invalid surrogates and control characters become spaces. */
export function fold(text: string): Folded {
  if (isAscii.test(text)) {
    const plain = text.includes('`') ? text.replaceAll('`', "'") : text
    return { text: plain.toLowerCase(), at: undefined }
  }
  const size = text.length
  let n = 0
  for (let i = 0; i < size; i++) {
    // the longest expansion of one character is 18 units
    if (n + 24 > units.length) grow()
    const unit = text.charCodeAt(i)
    let to = single[unit]!
    if (to === unknown) to = learn(unit)
    if (to !== isOther) {
      places[n] = i
      units[n++] = to
      continue
    }
    const isPair = unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00
    const point = isPair ? text.codePointAt(i)! : unit
    if (n > 0 && joins.test(String.fromCodePoint(point))) {
      const joined = (String.fromCharCode(units[n - 1]!) + String.fromCodePoint(point)).normalize('NFC')
      if (joined.length === 1) {
        units[n - 1] = foldUnit(joined.charCodeAt(0)).charCodeAt(0)
        continue
      }
    }
    const folded = isPair ? foldPair(point) : foldUnit(unit)
    for (let k = 0; k < folded.length; k++) {
      places[n] = i
      units[n++] = folded.charCodeAt(k)
    }
    if (isPair) i++
  }
  places[n] = size
  return { text: utf16.decode(units.subarray(0, n)), at: places.slice(0, n + 1) }
}

function learn(unit: number): number {
  const char = String.fromCharCode(unit)
  const folded = unit >= 0xd800 && unit < 0xe000 ? '' : joins.test(char) ? '' : foldPoint(unit)
  const to = folded.length === 1 ? folded.charCodeAt(0) : isOther
  single[unit] = to
  return to
}

const pairs = new Map<number, string>()
function foldPair(point: number): string {
  let folded = pairs.get(point)
  if (folded === undefined) {
    if (pairs.size > 5000) pairs.clear()
    folded = foldPoint(point)
    pairs.set(point, folded)
  }
  return folded
}

function grow(): void {
  const moreUnits = new Uint16Array(units.length * 2)
  moreUnits.set(units)
  units = moreUnits
  const morePlaces = new Int32Array(places.length * 2)
  morePlaces.set(places)
  places = morePlaces
}

/** The place [from, to) of a folded text in the original. */
export function placeIn({ at }: Folded, from: number, to: number): [number, number] {
  if (!at) return [from, to]
  let end = to
  while (end < at.length - 1 && at[end] === at[to - 1]) end++
  return [at[from]!, at[end]!]
}
