import { fold } from '#text/words/fold.ts'
import { isStopWord, stem } from '#text/words/terms.ts'

/** The usual ways to compare texts, as baselines of the rows on duplicates and themes. */

export type Bag = Map<string, number>

const plain = (text: string): string[] => fold(text).text.match(/[\p{L}\p{N}]+/gu) ?? []

export const bags = {
  words: (text: string): Bag => counted(plain(text)),
  stems: (text: string): Bag =>
    counted(
      plain(text)
        .filter((word) => !isStopWord(word))
        .map(stem),
    ),
  trigrams: (text: string): Bag =>
    counted(
      plain(text).flatMap((word) => {
        const padded = `  ${word} `
        return Array.from({ length: padded.length - 2 }, (_, i) => padded.slice(i, i + 3))
      }),
    ),
}

function counted(parts: readonly string[]): Bag {
  const bag: Bag = new Map()
  for (const part of parts) bag.set(part, (bag.get(part) ?? 0) + 1)
  return bag
}

/** Scores of every text for one of them as the question. */
export type Scorer = (question: number) => Float64Array

/** Sums, over the parts that two texts share, what `weigh` gives; the parts of a text are looked up by list. */
function scorer(
  all: readonly Bag[],
  weigh: (part: string, count: number, text: number) => number,
  ask: (part: string, count: number, text: number) => number,
): Scorer {
  const lists = new Map<string, { texts: number[]; weights: number[] }>()
  all.forEach((bag, text) => {
    for (const [part, count] of bag) {
      const list = lists.get(part) ?? { texts: [], weights: [] }
      lists.set(part, list)
      list.texts.push(text)
      list.weights.push(weigh(part, count, text))
    }
  })
  return (question) => {
    const scores = new Float64Array(all.length)
    for (const [part, count] of all[question]!) {
      const asked = ask(part, count, question)
      const { texts, weights } = lists.get(part)!
      for (let i = 0; i < texts.length; i++) scores[texts[i]!]! += asked * weights[i]!
    }
    return scores
  }
}

function holding(all: readonly Bag[]): Bag {
  const counts: Bag = new Map()
  for (const bag of all) for (const part of bag.keys()) counts.set(part, (counts.get(part) ?? 0) + 1)
  return counts
}

/** BM25 with the usual constants (k1 1.2, b 0.75). */
export function bm25(all: readonly Bag[]): Scorer {
  const counts = holding(all)
  const lengths = all.map((bag) => [...bag.values()].reduce((sum, count) => sum + count, 0))
  const average = lengths.reduce((sum, length) => sum + length, 0) / all.length
  const idf = (part: string) =>
    Math.log(1 + (all.length - counts.get(part)! + 0.5) / (counts.get(part)! + 0.5))
  const weigh = (part: string, count: number, text: number) =>
    (idf(part) * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * lengths[text]!) / average))
  return scorer(all, weigh, () => 1)
}

/** Unit TF-IDF weights of each text (logarithmic counts). */
export function tfidfWeights(all: readonly Bag[]): Bag[] {
  const counts = holding(all)
  return all.map((bag) => {
    const weights: Bag = new Map()
    let square = 0
    for (const [part, count] of bag) {
      const weight = (1 + Math.log(count)) * (Math.log((all.length + 1) / (counts.get(part)! + 1)) + 1)
      weights.set(part, weight)
      square += weight * weight
    }
    for (const [part, weight] of weights) weights.set(part, weight / Math.sqrt(square))
    return weights
  })
}

/** Cosine of TF-IDF weights. */
export function cosine(all: readonly Bag[]): Scorer {
  const weights = tfidfWeights(all)
  const same = (_part: string, weight: number) => weight
  return scorer(weights, same, same)
}

/** Share of distinct parts that both have. */
export function jaccard(all: readonly Bag[]): Scorer {
  const shared = scorer(
    all,
    () => 1,
    () => 1,
  )
  return (question) =>
    shared(question).map((both, text) => both / (all[question]!.size + all[text]!.size - both || 1))
}
