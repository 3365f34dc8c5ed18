import type { Because, Part } from '#text/analysis/result.ts'
import { ownWords } from '#text/clean/clean.ts'
import { type Pieces, sourceOf } from '#text/clean/pieces.ts'

/** The parts of an input as one text of the customer’s own words, which knows where each word came from. */
export interface Source {
  text: string
  parts: { part: Part; start: number; own: Pieces | undefined }[]
}

/** More of a part is not read: what matters is said by then. */
const readMost = 20_000
/** Without these a text has nothing to clean. */
const mayBeMail = /[\n<&>|]|^(?:Sent from|Von meinem|Get Outlook)/

/** Joins the parts. Each is cleaned by itself. */
export function sourceOfParts(parts: readonly Part[]): Source {
  const source: Source = { text: '', parts: [] }
  for (const part of parts) {
    const text = part.text.length > readMost ? part.text.slice(0, readMost) : part.text
    const own = mayBeMail.test(text) ? ownWords(text) : undefined
    if (source.text !== '') source.text += '\n'
    source.parts.push({ part, start: source.text.length, own })
    source.text += own ? own.text : text
  }
  return source
}

/** The words [from, to) of the joined text as a reason that names their part and place. */
export function quote({ text, parts }: Source, meaning: string, from: number, to: number): Because {
  let at = parts.length - 1
  while (at > 0 && parts[at]!.start > from) at--
  const { part, start, own } = parts[at]!
  const [a, b] = own ? sourceOf(own, from - start, to - start) : [from - start, to - start]
  return { meaning, words: text.slice(from, to), part: part.name, from: a, to: b }
}
