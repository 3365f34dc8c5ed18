import { number, toneWords } from '#text/tone/words.ts'

/** What can be seen in a reply: what it should have (name, thanks, next), and what it should be free of. */
export const toneSigns = ['name', 'thanks', 'next', 'blame', 'calm', 'length', 'slots'] as const
export type ToneSign = (typeof toneSigns)[number]

export interface ToneReading {
  isMet: boolean
  /** the words it was told by: those that speak for it, or against it */
  words: readonly string[]
  /** nothing can be said: the language is not one we know, or nobody knows their name */
  isUnknown?: boolean
}

/** A reply of more words than this is not read at once. */
export const mostWords = 250

const pattern = (of: string) => new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${of})(?![\p{L}\p{N}])`, 'giu')

const thanks = toneWords.map((one) => pattern(one.thanks))
const blame = toneWords.map((one) => pattern(one.blame))
const limits = toneWords.map((one) => ({
  when: pattern(one.when),
  ahead: pattern(one.ahead.replaceAll('WHEN', one.when).replaceAll('NUMBER', number)),
  going: new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${one.going})(?![\p{L}\p{N}])`, 'iu'),
}))
const small = toneWords.map((one) => new Set(one.small))
const shouted =
  /(?<![\p{L}\p{N}])(?:\p{Lu}{5,}|\p{Lu}{4,}(?:\s+\p{Lu}{4,})+)(?![\p{L}\p{N}])|!{2,}|\?!+|!\?+|\?{3,}/gu
const openSlot = /\{\{[^{}]*\}\}|\[\p{Lu}[\p{L} ]{2,40}\]/gu

const found = (text: string, patterns: readonly RegExp[]) =>
  unique(patterns.flatMap((one) => text.match(one) ?? []))

/** Each once, whatever its capitals; four are enough to see what is meant. */
function unique(words: readonly string[]): string[] {
  const byWord = new Map(words.map((word) => [word.toLowerCase(), word.replace(/\s+/g, ' ').trim()]))
  return [...byWord.values()].slice(0, 4)
}

/** The words of a text that say what happens next and by when. */
function nextAndWhen(text: string): string[] {
  const sentences = text.split(/(?<=[!?])\s+|(?<=\p{L}{3}\.)\s+|\n\s*\n/u)
  return unique(
    sentences.flatMap((sentence) =>
      limits.flatMap(
        ({ when, ahead, going }) =>
          sentence.match(ahead) ?? (going.test(sentence) ? (sentence.match(when) ?? []) : []),
      ),
    ),
  )
}

/** Whether the text is in a language whose words of blame we know. */
function isKnownLanguage(text: string): boolean {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const hits = Math.max(...small.map((known) => words.filter((word) => known.has(word)).length))
  return hits >= 2 && hits >= words.length / 5
}

/** How many words a text has, also where they are not parted by spaces. */
export function countWords(text: string): number {
  let count = 0
  for (const part of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text))
    if (part.isWordLike) count += 1
  return count
}

/**
 * What can be seen of the tone of a reply: whether it names the person, thanks or says sorry, says what happens next and
 * by when, and is free of blame, shouting, too many words and open slots. It knows English, German, French and Spanish;
 * blame in another language is unknown, not absent. Nothing is met while there is no text.
 */
export function readTone(
  { subject, body }: { subject: string; body: string },
  person: { name: string | null },
): Record<ToneSign, ToneReading> {
  const all = `${subject}\n\n${body}`
  const isEmpty = body.trim() === ''
  const has = (words: string[]) => ({ isMet: words.length > 0, words })
  const free = (words: string[]) => ({ isMet: !isEmpty && words.length === 0, words })
  const names = (person.name ?? '').split(/\s+/).filter((part) => part.length > 1 && !part.includes('@'))
  const blamed = found(all, blame)
  const count = countWords(body)
  return {
    name:
      names.length === 0
        ? { isMet: false, words: [], isUnknown: true }
        : has(found(body, [pattern(names.map(escaped).join('|'))])),
    thanks: has(found(body, thanks)),
    next: has(nextAndWhen(body)),
    blame:
      blamed.length === 0 && !isEmpty && !isKnownLanguage(body)
        ? { isMet: false, words: [], isUnknown: true }
        : free(blamed),
    calm: free(unique(all.match(shouted) ?? [])),
    length: { isMet: count > 0 && count <= mostWords, words: [String(count)] },
    slots: free(unique(all.match(openSlot) ?? [])),
  }
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
