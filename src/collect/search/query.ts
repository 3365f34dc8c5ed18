import { emojiWord } from '#collect/search/hidden.ts'
import { words } from '#text/words/words.ts'

/** What people type into a search field, read once: for the database, for spelling and for highlights. */

/** A word with its place in the cleaned text. */
export interface Piece {
  text: string
  from: number
  to: number
  /** letters of a script without spaces, found by their pairs; an emoji; else a word */
  kind: 'word' | 'pairs' | 'emoji'
}

export interface Term {
  /** they stand side by side */
  pieces: Piece[]
  isNot: boolean
  isQuoted: boolean
}

export interface Query {
  /** the text the places refer to */
  text: string
  /** one of these, and of it every term */
  groups: Term[][]
  /** the last word, while it is still being typed */
  ending: Piece | undefined
}

/** A query as the database takes it: see feedback_query(). */
export interface Wanted {
  wanted: string
  ending: string
}

const chunk = /(-?)"([^"]*)"|\S+/gu
const run = /[\p{L}\p{N}\p{M}]+|\p{Extended_Pictographic}|\p{Regional_Indicator}/gu
const isEmoji = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator})$/u
/** Longer words are not indexed. */
const longest = 200

/**
 * Reads words, "phrases", -without and `or`. Never fails: what is not a word is left out, an open quote is no quote.
 * Words joined by a sign (iOS/Android, 4.5) stand side by side.
 */
export function parseQuery(given: string): Query {
  const text = given
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[“”„«»]/g, '"')
    .trim()
  const groups: Term[][] = [[]]
  for (const match of text.matchAll(chunk)) {
    const isQuoted = match[2] !== undefined
    if (!isQuoted && /^(?:or|\|\|?)$/i.test(match[0])) {
      if (groups.at(-1)!.length > 0) groups.push([])
      continue
    }
    const pieces = piecesOf(match[0], match.index)
    if (pieces.length > 0) groups.at(-1)!.push({ pieces, isNot: match[0].startsWith('-'), isQuoted })
  }
  if (groups.length > 1 && groups.at(-1)!.length === 0) groups.pop()
  return { text, groups, ending: endingOf(text, groups) }
}

function piecesOf(text: string, at: number): Piece[] {
  return [...text.matchAll(run)].flatMap((match): Piece[] => {
    const from = at + match.index
    const whole = match[0]
    if (whole.length > longest) return []
    if (isEmoji.test(whole)) return [{ text: whole, from, to: from + whole.length, kind: 'emoji' }]
    const pieces: Piece[] = []
    for (const word of words(whole)) {
      const last = pieces.at(-1)
      if (word.kind !== 'pair') {
        const own = { from: from + word.from, to: from + word.to }
        pieces.push({ ...own, text: whole.slice(word.from, word.to).toLowerCase(), kind: 'word' })
      } else if (last?.kind === 'pairs' && last.to > from + word.from) {
        last.text += [...word.text].at(-1)
        last.to = from + word.to
      } else pieces.push({ text: word.text, from: from + word.from, to: from + word.to, kind: 'pairs' })
    }
    return pieces
  })
}

function endingOf(text: string, groups: Term[][]): Piece | undefined {
  const last = groups[0]!.at(-1)
  if (groups.length > 1 || !last || last.isNot || last.isQuoted || last.pieces.length > 1) return undefined
  const piece = last.pieces[0]!
  return piece.kind === 'word' && piece.to === text.length && piece.text.length >= 3 ? piece : undefined
}

/** The query in the form of to_tsquery; pieces hold letters and digits only, so nothing in it is an operator. */
export function compileQuery(query: Query): Wanted {
  const compiled = query.groups.map((group) =>
    group
      .filter((term) => term.pieces[0] !== query.ending)
      .map((term) => `${term.isNot ? '!' : ''}(${term.pieces.reduce(beside, '')})`)
      .join(' & '),
  )
  return {
    wanted: compiled.filter(Boolean).join(' | '),
    ending: query.ending ? `'${query.ending.text}'` : '',
  }
}

/** Only words of one kind can stand side by side in the index. */
function beside(before: string, piece: Piece, i: number, all: readonly Piece[]): string {
  const joint = i === 0 ? '' : piece.kind === 'word' && all[i - 1]!.kind === 'word' ? ' <-> ' : ' & '
  return `${before}${joint}${operand(piece)}`
}

function operand({ kind, text }: Piece): string {
  if (kind === 'emoji') return `'${emojiWord(text)}'`
  if (kind === 'word') return `'${text}'`
  const letters = [...text]
  if (letters.length === 1) return `'${text}':*`
  return `(${letters
    .slice(1)
    .map((letter, i) => `'${letters[i]}${letter}'`)
    .join(' <-> ')})`
}

/** Words whose spelling may be asked after: wanted, not in quotes, four letters or more. */
export function spellable(query: Query): Piece[] {
  return query.groups.flatMap((group) =>
    group
      .filter((term) => !term.isNot && !term.isQuoted)
      .flatMap((term) => term.pieces)
      .filter((piece) => piece.kind === 'word' && /^\p{L}[\p{L}\p{M}]{3,29}$/u.test(piece.text)),
  )
}

/** The text of a query with some of its words replaced. */
export function respell(query: Query, by: ReadonlyMap<Piece, string>): string {
  let text = query.text
  for (const [piece, word] of [...by].sort(([a], [b]) => b.from - a.from)) {
    text = text.slice(0, piece.from) + word + text.slice(piece.to)
  }
  return text
}

/** The text of a query in which these words are quoted, so that they are searched as they are. */
export function quoted(query: Query, pieces: readonly Piece[]): string {
  return respell(
    query,
    new Map(pieces.map((piece) => [piece, `"${query.text.slice(piece.from, piece.to)}"`])),
  )
}
