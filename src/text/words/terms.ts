import { stopwords } from '@orama/stopwords/english'
import { stemmer } from 'stemmer'
import { fold } from '#text/words/fold.ts'
import { eachWord, type WordKind } from '#text/words/words.ts'

/** Terms: what two texts must share to be about the same thing. */

const stops = new Set<string>([
  ...stopwords.map((word) => fold(word).text),
  ...stopwords.map((word) => fold(word).text.replaceAll("'", '')),
  'would',
  'get',
  'got',
  'also',
  'just',
  'really',
  'one',
  'im',
  'ive',
  'us',
  'etc',
  'hi',
  'hello',
  'hey',
  'please',
  'thanks',
  'thank',
])

/** Whether an English word says nothing about what a text is about. The word is folded. */
export function isStopWord(word: string): boolean {
  return stops.has(word)
}

const stems = new Map<string, string>()
const isEnglish = /^[a-z]+$/

/** The stem of a folded word (Porter 1980); what is not plain a–z is left as it is. */
export function stem(word: string): string {
  const bare = word.endsWith("'s") ? word.slice(0, -2) : word
  if (bare.length < 3 || bare.length > 40 || !isEnglish.test(bare)) return bare
  let found = stems.get(bare)
  if (found === undefined) {
    if (stems.size > 50_000) stems.clear()
    found = stemmer(bare)
    stems.set(bare, found)
  }
  return found
}

const stopStems = new Set([...stops].map((word) => stem(word)))

/** The same for stems. */
export function isStopStem(found: string): boolean {
  return stopStems.has(found)
}

/** What stands for words that are of interest only by their kind. */
export const placeholders: Partial<Record<WordKind, string>> = {
  number: '#number',
  url: '#url',
  mail: '#mail',
  handle: '#handle',
}

/** The terms of a text in order: stems without stop words, placeholders for numbers and addresses. */
export function terms(text: string): string[] {
  const folded = fold(text).text
  const found: string[] = []
  eachWord(folded, (kind, from, to) => {
    const placeholder = placeholders[kind]
    if (placeholder) found.push(placeholder)
    else {
      const word = folded.slice(from, to)
      if (kind !== 'word') found.push(word)
      else if (!stops.has(word)) found.push(stem(word))
    }
  })
  return found
}
