import { type Lessons, lessonWords } from '#text/learning/lessons.ts'
import { isStopStem } from '#text/words/terms.ts'

/**
 * What lessons say about a text: how near it is to the middle of what was corrected to each label (Rocchio 1971), by
 * words, pairs of words and runs of characters, weighed by how telling they are.
 */
export interface Learner {
  labels: string[]
  /** lessons of each label */
  sizes: number[]
  /** by feature: its weight in the middle of each label that has it */
  middles: Map<string, [label: number, weight: number][]>
  idf: Map<string, number>
}

const isOfCharacters = (feature: string) => feature.charCodeAt(0) === 0x7e

/** Features of words: the words, neighbours, and runs of three to five characters (marked with ~). */
function features(words: readonly string[]): Map<string, number> {
  const found = new Map<string, number>()
  const add = (feature: string) => found.set(feature, (found.get(feature) ?? 0) + 1)
  for (const [i, word] of words.entries()) {
    add(word)
    if (i > 0) add(`${words[i - 1]} ${word}`)
    const padded = ` ${word} `
    for (let size = 3; size <= 5; size++)
      for (let k = 0; k + size <= padded.length; k++) add(`~${padded.slice(k, k + size)}`)
  }
  return found
}

/** Weights of features: telling ones more, words and characters with the same say in all. */
function weigh(found: Map<string, number>, idf: ReadonlyMap<string, number>): Map<string, number> {
  const weights = new Map<string, number>()
  let words = 0
  let characters = 0
  for (const [feature, times] of found) {
    const weight = (1 + Math.log(times)) * (idf.get(feature) ?? 0)
    if (weight === 0) continue
    weights.set(feature, weight)
    if (isOfCharacters(feature)) characters += weight * weight
    else words += weight * weight
  }
  for (const [feature, weight] of weights)
    weights.set(feature, weight / Math.sqrt(isOfCharacters(feature) ? characters : words))
  return weights
}

/** Works out what the lessons say. The same lessons give the same learner, in whatever order they came. */
export function learnerOf({ lessons, removed }: Lessons): Learner {
  const labels = [...new Set(lessons.map(({ label }) => label))].sort()
  const gone = new Map<string, Set<string>>()
  for (const { label, word } of removed) gone.set(label, (gone.get(label) ?? new Set()).add(word))
  const read = lessons.map(({ label, words }) => {
    const not = gone.get(label)
    return {
      label: labels.indexOf(label),
      found: features(not ? words.filter((word) => !not.has(word)) : words),
    }
  })
  const idf = new Map<string, number>()
  for (const { found } of read)
    for (const feature of found.keys()) idf.set(feature, (idf.get(feature) ?? 0) + 1)
  for (const [feature, count] of idf) idf.set(feature, Math.log((lessons.length + 1) / (count + 0.5)))
  const sums = labels.map(() => new Map<string, number>())
  const sizes = labels.map(() => 0)
  for (const { label, found } of read) {
    sizes[label]!++
    const sum = sums[label]!
    for (const [feature, weight] of weigh(found, idf)) sum.set(feature, (sum.get(feature) ?? 0) + weight)
  }
  const middles = new Map<string, [number, number][]>()
  for (const [label, sum] of sums.entries()) {
    let norm = 0
    for (const weight of sum.values()) norm += weight * weight
    for (const [feature, weight] of sum) {
      const entry: [number, number] = [label, weight / Math.sqrt(norm || 1)]
      const list = middles.get(feature)
      if (list) list.push(entry)
      else middles.set(feature, [entry])
    }
  }
  return { labels, sizes, middles, idf }
}

/** How near the text is to each label, 0…1.5, in the order of the learner’s labels. */
export function nearness({ labels, middles, idf }: Learner, text: string): number[] {
  const near = labels.map(() => 0)
  for (const [feature, weight] of weigh(features(lessonWords(text)), idf))
    for (const [label, middle] of middles.get(feature) ?? []) near[label]! += weight * middle
  return near
}

export interface Suggested {
  label: string
  /** 0…1; all labels together are at most 1 */
  confidence: number
  /** learned words of the label that are in the text; none where the lessons did not decide */
  words: string[]
}

/** How far nearness moves a verdict, and how many lessons make it count for half. */
const strength = 14
const half = 2
/** What a label is taken for that nobody spoke for yet. */
const unheard = 0.02

/**
 * The shipped verdict on a text, moved by what the workspace taught. `base` has the shipped confidence of each label,
 * and may be empty where only lessons know the labels. The surest comes first.
 */
export function adjusted(
  learner: Learner,
  text: string,
  base: readonly { label: string; confidence: number }[] = [],
): Suggested[] {
  const near = nearness(learner, text)
  const labels = [...new Set([...base.map(({ label }) => label), ...learner.labels])]
  const scores = labels.map((label) => {
    const before = base.find((one) => one.label === label)?.confidence ?? unheard
    const at = learner.labels.indexOf(label)
    const size = at < 0 ? 0 : learner.sizes[at]!
    const pull = at < 0 ? 0 : strength * near[at]! * (size / (size + half))
    return Math.log(Math.max(unheard / 4, before)) + pull
  })
  const highest = Math.max(...scores, 0)
  const total = scores.reduce((sum, score) => sum + Math.exp(score - highest), Math.exp(-highest) * 0.25)
  const own = [...new Set(lessonWords(text))]
  return labels
    .map((label, i) => ({ label, confidence: Math.exp(scores[i]! - highest) / total }))
    .sort((a, b) => b.confidence - a.confidence)
    .map((one, i) => ({ ...one, words: i < told ? strongest(learner, one.label, own).slice(0, 3) : [] }))
}

/** Only of so many suggestions the words are looked up. */
const told = 3

function strongest({ labels, middles }: Learner, label: string, words: readonly string[]): string[] {
  const at = labels.indexOf(label)
  return words
    .map((word) => ({ word, lead: lead(word, middles.get(word) ?? [], at) }))
    .filter((one) => one.lead > 0)
    .sort((a, b) => b.lead - a.lead || (a.word < b.word ? -1 : 1))
    .map(({ word }) => word)
}

/** How much more a word says for a label than for any other; 0 for words that say nothing. */
function lead(word: string, list: readonly [label: number, weight: number][], at: number): number {
  if (isOfCharacters(word) || word.includes(' ') || word.startsWith('#') || isStopStem(word)) return 0
  let own = 0
  let others = 0
  for (const [label, weight] of list) {
    if (label === at) own = weight
    else if (weight > others) others = weight
  }
  return own - others
}

/** The words that speak for a label by its lessons, the strongest first: those that its other labels have less. */
export function keywords({ labels, middles }: Learner, label: string): { word: string; weight: number }[] {
  const at = labels.indexOf(label)
  const found: { word: string; weight: number }[] = []
  for (const [word, list] of middles) {
    const weight = lead(word, list, at)
    if (weight > 0.02) found.push({ word, weight: Math.round(weight * 1000) / 1000 })
  }
  return found.sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1)).slice(0, 50)
}
