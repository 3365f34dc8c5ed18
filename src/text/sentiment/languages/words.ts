/** Words of feeling of one language. A word that ends in * stands for all words that begin with it. */
export interface LanguageWords {
  /** ISO 639-1 */
  code: string
  /** words by which a text of this language is known; empty where its script tells */
  known: string
  /** by how much they say, from the best to the worst */
  best: string
  good: string
  bad: string
  worst: string
  /** words that turn round what follows */
  not: string
  /** words that turn round what stands before them */
  notAfter?: string
  /** words that make what follows stronger, and weaker */
  very: string
  little: string
  /** after these the verdict comes */
  but: string
  /** English words of feeling that mean something else here */
  none?: string
}
