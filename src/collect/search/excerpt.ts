import type { Query } from '#collect/search/query.ts'
import { type Folded, fold, placeIn } from '#text/words/fold.ts'
import { stem } from '#text/words/terms.ts'

/** Where a text holds what was searched for. */

/** A marked part [from, to) of a text, in UTF-16 units. */
export type Span = [from: number, to: number]

export interface Excerpt {
  text: string
  marks: Span[]
}

interface Wish {
  /** stand side by side */
  words: { word: string; stem: string; isBeginning: boolean }[]
  /** looked for letter by letter */
  letters: string[]
}

export type Marker = (text: string) => Span[]

/** Finds what a query marks in a text, by the rules of the index: stems, accents folded, the last word as a beginning. */
export function markerOf(query: Query): Marker {
  const wishes = query.groups.flatMap((group) =>
    group
      .filter((term) => !term.isNot)
      .map(({ pieces }): Wish => {
        const words = pieces.flatMap((piece) => {
          if (piece.kind !== 'word') return []
          const word = fold(piece.text).text
          return [{ word, stem: stem(word), isBeginning: piece === query.ending }]
        })
        return {
          words,
          letters: pieces.filter((one) => one.kind !== 'word').map((one) => fold(one.text).text),
        }
      }),
  )
  return (text) => {
    const folded = fold(text)
    const found = [...wordMarks(folded, wishes), ...letterMarks(folded, wishes)]
    return joined(found.map(([from, to]) => placeIn(folded, from, to)))
  }
}

const word = /[\p{L}\p{N}\p{M}]+/gu

function wordMarks(folded: Folded, wishes: readonly Wish[]): Span[] {
  const wanted = wishes.filter((wish) => wish.words.length > 0)
  if (wanted.length === 0) return []
  const found: Span[] = []
  const seen = [...folded.text.matchAll(word)].map((match) => ({ word: match[0], from: match.index }))
  const fits = (i: number, wish: Wish['words'][number]) => {
    const here = seen[i]?.word
    if (here === undefined) return false
    return here === wish.word || stem(here) === wish.stem || (wish.isBeginning && here.startsWith(wish.word))
  }
  for (let i = 0; i < seen.length; i++) {
    for (const { words } of wanted) {
      if (!words.every((one, k) => fits(i + k, one))) continue
      const last = seen[i + words.length - 1]!
      found.push([seen[i]!.from, last.from + last.word.length])
    }
  }
  return found
}

function letterMarks(folded: Folded, wishes: readonly Wish[]): Span[] {
  const found: Span[] = []
  for (const letters of wishes.flatMap((wish) => wish.letters)) {
    for (
      let at = folded.text.indexOf(letters);
      at >= 0;
      at = folded.text.indexOf(letters, at + letters.length)
    )
      found.push([at, at + letters.length])
  }
  return found
}

/** In order, overlapping ones as one. */
function joined(spans: Span[]): Span[] {
  const found: Span[] = []
  for (const span of spans.sort((a, b) => a[0] - b[0])) {
    const last = found.at(-1)
    if (last && span[0] <= last[1]) last[1] = Math.max(last[1], span[1])
    else found.push(span)
  }
  return found
}

/** Before the first mark of an excerpt. */
const lead = 28

/** The part of the words that holds most marks, or the title when only it holds some. */
export function excerptOf(
  title: string | null,
  verbatim: string,
  mark: Marker,
  length = 180,
): Excerpt | undefined {
  const marks = mark(verbatim)
  if (marks.length === 0) {
    const inTitle = title ? mark(title) : []
    return inTitle.length > 0 ? { text: title!, marks: inTitle } : undefined
  }
  let best = 0
  let most = 0
  for (let i = 0; i < marks.length; i++) {
    let n = 0
    while (i + n < marks.length && marks[i + n]![1] <= marks[i]![0] + length - lead) n++
    if (n > most) [best, most] = [i, n]
  }
  const first = marks[best]![0]
  const from = first <= lead ? 0 : wordStart(verbatim, first - lead, first)
  const to = Math.max(wordEnd(verbatim, from + length), Math.min(marks[best]![1], from + 2 * length))
  const before = from > 0 ? '…' : ''
  const text = `${before}${verbatim.slice(from, to).replace(/\s/gu, ' ')}${to < verbatim.length ? '…' : ''}`
  const shift = before.length - from
  return {
    text,
    marks: marks.flatMap(([a, b]): Span[] =>
      a >= from && a < to ? [[a + shift, Math.min(b, to) + shift]] : [],
    ),
  }
}

function wordStart(text: string, from: number, before: number): number {
  const space = text.slice(from, before).search(/\s/u)
  if (space >= 0) return from + space + 1
  return isLow(text, from) ? from + 1 : from
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length
  const space = text.lastIndexOf(' ', at)
  const end = space > at - 30 ? space : at
  return isLow(text, end) ? end - 1 : end
}

/** The second half of a character. */
function isLow(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00
}
