import { Numbers } from '#text/words/numbers.ts'

/** The words that shipped rules speak of, in one list for all rules: a reading looks each of its words up once. */

const known = new Numbers()

/** Tables by the number of a word are so long. */
export const vocabularySize = 1 << 13

/** The number of a word, by its hash; it gets the next one if it has none yet. Only for words that are shipped. */
export function know(hash: number): number {
  const number = known.add(hash)
  if (number >= vocabularySize) throw new Error('The vocabulary is full: make vocabularySize larger.')
  return number
}

/** The number of a word, by its hash; −1 where no rule speaks of it. */
export function knownAs(hash: number): number {
  return known.of(hash)
}
