import { type Lesson, type Lessons, lessonWords } from '#text/learning/lessons.ts'
import { refine, type Weighed } from '#text/learning/refine.ts'
import { stopWeight, type Traits, traitsOf, wordHash } from '#text/learning/traits.ts'
import { Numbers } from '#text/words/numbers.ts'
import { isStopStem } from '#text/words/terms.ts'

/**
 * What lessons say about a text: how near it is to the middle of what was corrected to each label (Rocchio 1971), by
 * words, pairs of words and runs of characters, weighed by how telling they are. Lessons against a label pull away,
 * and where there are many the middles are moved until they tell the lessons apart.
 */
export interface Learner {
  labels: string[]
  /** lessons of each label */
  sizes: number[]
  numbers: Numbers
  /** by trait: how telling it is, and where its weights in the middles of labels begin */
  idf: Float32Array
  starts: Int32Array
  entryLabels: Uint16Array
  entryWeights: Float32Array
  /** the words of the lessons, for people */
  words: string[]
}

/** Traits of lessons that were worked out before, as lessons do not change. */
const worked = new WeakMap<readonly string[], Traits>()

function traitsOfLesson({ words }: Lesson, not: ReadonlySet<string> | undefined): Traits {
  if (not) return traitsOf(words.filter((word) => !not.has(word)))
  let traits = worked.get(words)
  if (!traits) {
    traits = traitsOf(words)
    worked.set(words, traits)
  }
  return traits
}

/** How much rarer traits say more, and traits that lessons of a label share. */
const telling = 0.6
const sharing = 0.7
/** From so many lessons on stop words count like others. */
const wellKnown = 100
/** A lesson against a label says half as much as one for it. */
const againstWeight = -0.5

/** Works out what the lessons say. The same lessons give the same learner, in whatever order they came. */
export function learnerOf({ lessons, removed }: Lessons): Learner {
  const labels = [...new Set(lessons.map(({ label }) => label))].sort()
  const gone = new Map<string, Set<string>>()
  for (const { label, word } of removed) gone.set(label, (gone.get(label) ?? new Set()).add(word))
  const read = lessons.map((lesson) => ({
    label: labels.indexOf(lesson.label),
    sign: lesson.isAgainst ? againstWeight : 1,
    traits: traitsOfLesson(lesson, gone.get(lesson.label)),
  }))
  const numbers = new Numbers()
  for (const { traits } of read) for (const hash of traits.at) numbers.add(hash)
  const idf = new Float32Array(numbers.count)
  for (const { traits } of read) for (const hash of traits.at) idf[numbers.of(hash)]!++
  for (let i = 0; i < idf.length; i++) idf[i] = Math.log((lessons.length + 1) / (idf[i]! + 0.5)) ** telling
  // Of many lessons it is known which stop words tell something, such as “why” and “not”.
  const grown = Math.max(1, Math.min(1, lessons.length / wellKnown) / stopWeight)
  const stops = new Set(read.flatMap(({ traits }) => traits.words.filter(isStopStem)))
  for (const word of stops) {
    const trait = numbers.of(wordHash(word))
    if (trait >= 0) idf[trait]! *= grown
  }

  const sizes = labels.map(() => 0)
  const middles: { touched: Int32Array; weights: Float32Array }[] = []
  const weighed: Weighed[] = []
  const perTrait = new Int32Array(idf.length + 1)
  const sum = new Float64Array(idf.length)
  for (const label of labels.keys()) {
    const touched = new Set<number>()
    sum.fill(0)
    for (const one of read) {
      if (one.label !== label) continue
      sizes[label]!++
      const count = weigh({ numbers, idf }, one.traits)
      for (let i = 0; i < count; i++) {
        sum[known[i]!]! += one.sign * said[i]!
        touched.add(known[i]!)
      }
      if (one.sign > 0) weighed.push({ label, traits: known.slice(0, count), said: said.slice(0, count) })
    }
    let norm = 0
    for (const trait of touched) {
      sum[trait] = Math.sign(sum[trait]!) * Math.abs(sum[trait]!) ** sharing
      norm += sum[trait]! ** 2
    }
    const scale = 1 / Math.sqrt(norm || 1)
    const list = Int32Array.from(touched)
    middles.push({ touched: list, weights: Float32Array.from(list, (trait) => sum[trait]! * scale) })
    for (const trait of list) perTrait[trait + 1]!++
  }
  for (let i = 1; i < perTrait.length; i++) perTrait[i]! += perTrait[i - 1]!
  const entries = perTrait.at(-1)!
  const entryLabels = new Uint16Array(entries)
  const entryWeights = new Float32Array(entries)
  const next = perTrait.slice()
  for (const [label, { touched, weights }] of middles.entries()) {
    for (let i = 0; i < touched.length; i++) {
      const at = next[touched[i]!]!++
      entryLabels[at] = label
      entryWeights[at] = weights[i]!
    }
  }
  refine({ starts: perTrait, entryLabels, entryWeights }, weighed, labels.length)
  const words = [...new Set(read.flatMap(({ traits }) => traits.words))].sort()
  return { labels, sizes, numbers, idf, starts: perTrait, entryLabels, entryWeights, words }
}

/** What words say compared with characters. */
const wordShare = 1.2

/** The traits of a text that lessons have, and what each says. Shared: they hold good until the next call. */
let known = new Int32Array(1 << 12)
let said = new Float64Array(1 << 12)

/**
 * Weighs the known traits and tells how many there are: telling ones say more; words and characters have the same say
 * in all. What no lesson has takes its share too, so that a text with little in common is not near.
 */
function weigh(
  { numbers, idf }: Pick<Learner, 'numbers' | 'idf'>,
  { at, wordCount, weights }: Traits,
): number {
  if (at.length > known.length) {
    known = new Int32Array(at.length * 2)
    said = new Float64Array(at.length * 2)
  }
  let count = 0
  for (const [from, to] of [
    [0, wordCount],
    [wordCount, at.length],
  ] as const) {
    const start = count
    let norm = 0
    for (let i = from; i < to; i++) {
      const trait = numbers.of(at[i]!)
      if (trait < 0) continue
      const weight = weights[i]! * idf[trait]!
      known[count] = trait
      said[count++] = weight
      norm += weight * weight
    }
    if (norm === 0) {
      count = start
      continue
    }
    const share = from === 0 ? wordShare : 1
    const scale = share * Math.sqrt((count - start) / (to - from) / norm)
    for (let i = start; i < count; i++) said[i]! *= scale
  }
  return count
}

/** How near the text is to each label, −1.5…1.5, in the order of the learner’s labels. */
function nearness(learner: Learner, traits: Traits): Float64Array {
  const near = new Float64Array(learner.labels.length)
  const { starts, entryLabels, entryWeights } = learner
  const count = weigh(learner, traits)
  for (let k = 0; k < count; k++) {
    const weight = said[k]!
    const end = starts[known[k]! + 1]!
    for (let i = starts[known[k]!]!; i < end; i++) near[entryLabels[i]!]! += weight * entryWeights[i]!
  }
  return near
}

/** The traits of a text, worked out once for all learners. */
export function readTraits(text: string): Traits {
  return traitsOf(lessonWords(text))
}

export interface Suggested {
  label: string
  /** 0…1; those of all labels together are at most 1 where those of `base` are */
  confidence: number
}

/** How far nearness moves a verdict, and how many lessons make it count for half. */
const strength = 11
const half = 2
/** What a label is taken for that nobody spoke for yet. */
const unheard = 0.02

/**
 * The shipped verdict on a text, moved by what the workspace taught. `base` has the shipped confidence of each label,
 * and may be empty where only lessons know the labels. The surest comes first. Where no lesson is near, the verdict
 * stays what it was.
 */
export function adjusted(
  learner: Learner,
  text: string | Traits,
  base: readonly { label: string; confidence: number }[] = [],
): Suggested[] {
  const traits = typeof text === 'string' ? readTraits(text) : text
  const near = nearness(learner, traits)
  let most = 0
  const pulls = learner.sizes.map((size, at) => {
    const pull = strength * near[at]! * (size / (size + half))
    most = Math.max(most, Math.abs(pull))
    return pull
  })
  // The learner’s labels come first, in its order.
  const labels = [
    ...learner.labels,
    ...base.map(({ label }) => label).filter((label) => !learner.labels.includes(label)),
  ]
  const before = labels.map((label) => base.find((one) => one.label === label)?.confidence ?? 0)
  const scores = before.map(
    (confidence, i) => Math.log(Math.max(confidence || unheard, unheard / 4)) + (pulls[i] ?? 0),
  )
  const highest = Math.max(...scores, 0)
  const total = scores.reduce((sum, score) => sum + Math.exp(score - highest), Math.exp(-highest) * 0.25)
  // Of a text that is near to nothing that was taught the lessons say nothing.
  const say = 1 - Math.exp(-most)
  return labels
    .map((label, i) => ({
      label,
      confidence: (1 - say) * before[i]! + (say * Math.exp(scores[i]! - highest)) / total,
    }))
    .sort((a, b) => b.confidence - a.confidence)
}

/** The learned words (stems) of a label that are in the text, the strongest first, at most three. */
export function learnedWords(learner: Learner, label: string, { words }: Traits): string[] {
  const at = learner.labels.indexOf(label)
  if (at < 0) return []
  return [...new Set(words)]
    .map((word) => ({ word, lead: lead(learner, word, at) }))
    .filter((one) => one.lead > 0)
    .sort((a, b) => b.lead - a.lead || (a.word < b.word ? -1 : 1))
    .slice(0, 3)
    .map(({ word }) => word)
}

/** How much more a word says for a label than for any other; 0 for words that say nothing. */
function lead(learner: Learner, word: string, label: number): number {
  if (word.startsWith('#') || isStopStem(word)) return 0
  const trait = learner.numbers.of(wordHash(word))
  if (trait < 0) return 0
  let own = 0
  let others = 0
  for (let i = learner.starts[trait]!; i < learner.starts[trait + 1]!; i++) {
    const weight = learner.entryWeights[i]!
    if (learner.entryLabels[i] === label) own = weight
    else if (weight > others) others = weight
  }
  return own - others
}

/** The words that speak for a label by its lessons, the strongest first: those that its other labels have less. */
export function keywords(learner: Learner, label: string): { word: string; weight: number }[] {
  const at = learner.labels.indexOf(label)
  return learner.words
    .map((word) => ({ word, weight: Math.round(lead(learner, word, at) * 1000) / 1000 }))
    .filter(({ weight }) => weight > 0.02)
    .sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1))
    .slice(0, 50)
}
