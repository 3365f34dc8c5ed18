import type { Sentiment, SuggestedField } from '#organize/classify/contract.ts'
import { type Cue, feelings, negation, priorityCues, typeCues, urgencyCues } from '#organize/classify/cues.ts'
import type { Priority } from '#organize/tags/rules.ts'

/** First suggestions by simple rules: which words speak for what, and how sure that makes us. Pure. */

export const model = 'cues-1'

/** What the rules look at. Areas are those of the workspace that are in use. */
export interface Classifiable {
  verbatim: string
  title: string | null
  kind: string | null
  rating: number | null
  ratingMax: number | null
  product: string | null
}
export interface KnownArea {
  id: string
  code: string
  name: string
}

export interface Guess {
  value: string
  confidence: number
  reason: string
  /** places in the verbatim, [from, to) in UTF-16 units */
  spans: [number, number][]
}
export type Guesses = Partial<Record<SuggestedField, Guess>>

/** Only the beginning of very long texts is read. */
const readMost = 10_000

/** Everything the rules can say about an item; a field they know nothing of is absent. */
export function classify(item: Classifiable, areas: readonly KnownArea[]): Guesses {
  const text = item.verbatim.slice(0, readMost)
  const share = item.rating === null ? null : item.rating / (item.ratingMax || 5)
  const guesses: Guesses = {}
  const type = guessType(item, text, share)
  if (type) guesses.type = type
  const sentiment = guessSentiment(text, share)
  guesses.sentiment = sentiment
  const urgency = best(urgencyCues, text)
  if (urgency) guesses.urgency = urgency
  guesses.priority = guessPriority(text, type?.value, urgency?.value, sentiment.value as Sentiment)
  const area = guessArea(item, text, areas)
  if (area) guesses.area = area
  return guesses
}

interface Score<T extends string> {
  value: T
  score: number
  meaning: string
  spans: [number, number][]
}

/** Adds up the cues of each value; the same cue again says less each time. */
function weigh<T extends string>(cues: readonly Cue<T>[], text: string): Score<T>[] {
  const scores = new Map<T, Score<T>>()
  for (const { value, weight, pattern, meaning } of cues) {
    let times = 0
    for (const match of text.matchAll(pattern)) {
      if (++times > 3) break
      const score = scores.get(value) ?? { value, score: 0, meaning, spans: [] }
      score.score += weight / times ** 1.5
      score.spans.push([match.index, match.index + match[0].length])
      scores.set(value, score)
    }
  }
  return [...scores.values()].sort((a, b) => b.score - a.score)
}

/** From the lead of the first over the second to a confidence between 0.35 and 0.97. */
function confidenceOf(first: number, second: number): number {
  const share = first / (first + second + 0.9)
  return Math.round(Math.min(0.97, Math.max(0.35, share)) * 100) / 100
}

function best<T extends string>(cues: readonly Cue<T>[], text: string): Guess | undefined {
  const [first, second] = weigh(cues, text)
  if (!first) return undefined
  return {
    value: first.value,
    confidence: confidenceOf(first.score, second?.score ?? 0),
    reason: told(first.meaning, text, first.spans),
    spans: tidy(first.spans),
  }
}

const kindTypes: Record<string, { type: string; reason: string }> = {
  bug: { type: 'bug_report', reason: 'Sent as a bug report' },
  feature: { type: 'feature_request', reason: 'Sent as a feature request' },
}

function guessType(item: Classifiable, text: string, share: number | null): Guess | undefined {
  const scores = weigh(typeCues, text)
  if (item.title) {
    for (const { value, score } of weigh(typeCues, item.title)) {
      const same = scores.find((other) => other.value === value)
      if (same) same.score += score
      else scores.push({ value, score, meaning: 'The title says so', spans: [] })
    }
  }
  const add = (value: string, score: number, reason: string) => {
    const same = scores.find((other) => other.value === value)
    if (same) same.score += score
    else scores.push({ value, score, meaning: reason, spans: [] })
  }
  const kind = item.kind ? kindTypes[item.kind] : undefined
  if (kind) add(kind.type, 4, kind.reason)
  const rated = `rated ${item.rating} of ${item.ratingMax || 5}`
  if (share !== null && share >= 0.8) add('praise', 1.6, `Praise: ${rated}`)
  // A low rating takes weight from kind words said in passing.
  if (share !== null && share <= 0.4)
    for (const score of scores) if (score.value === 'praise') score.score *= 0.3
  scores.sort((a, b) => b.score - a.score)
  const [first, second] = scores
  if (!first) return undefined
  const words = first.spans.length > 0 ? told(first.meaning, text, first.spans) : first.meaning
  const sent = kind?.type === first.value && words !== kind.reason ? `; ${kind.reason.toLowerCase()}` : ''
  return {
    value: first.value,
    confidence: confidenceOf(first.score, second?.score ?? 0),
    reason: words + sent,
    spans: tidy(first.spans),
  }
}

function guessSentiment(text: string, share: number | null): Guess {
  const found: Record<'positive' | 'negative', [number, number][]> = { positive: [], negative: [] }
  for (const side of ['positive', 'negative'] as const) {
    for (const match of text.matchAll(feelings[side])) {
      const isTurned = negation.test(text.slice(Math.max(0, match.index - 40), match.index))
      const other = side === 'positive' ? 'negative' : 'positive'
      // "not bad" is hardly praise, "not good" is a complaint
      if (isTurned && side === 'negative') continue
      found[isTurned ? other : side].push([match.index, match.index + match[0].length])
    }
  }
  const [good, bad] = [found.positive.length, found.negative.length]
  if (share !== null) {
    const value = share >= 0.7 ? 'positive' : share <= 0.5 ? 'negative' : 'neutral'
    return {
      value,
      confidence: 0.9,
      reason: 'Taken from the rating',
      spans: value === 'neutral' ? [] : tidy(found[value]),
    }
  }
  if (good === 0 && bad === 0)
    return { value: 'neutral', confidence: 0.55, reason: 'No words of feeling', spans: [] }
  if (good > 0 && bad > 0 && Math.min(good, bad) / Math.max(good, bad) >= 0.5) {
    const spans = [...found.positive, ...found.negative].sort((a, b) => a[0] - b[0])
    return {
      value: 'mixed',
      confidence: 0.62,
      reason: told('points both ways', text, spans),
      spans: tidy(spans),
    }
  }
  const value = good > bad ? 'positive' : 'negative'
  return {
    value,
    confidence: confidenceOf(Math.max(good, bad) * 1.6, Math.min(good, bad) * 1.6),
    reason: told(`sounds ${value}`, text, found[value]),
    spans: tidy(found[value]),
  }
}

const usualPriority: Record<string, Priority> = {
  bug_report: 'high',
  performance_complaint: 'medium',
  usability_issue: 'medium',
  pricing: 'medium',
  feature_request: 'medium',
  question: 'low',
  praise: 'low',
}

function guessPriority(
  text: string,
  type: string | undefined,
  urgency: string | undefined,
  sentiment: Sentiment,
): Guess {
  const found = best(priorityCues, text)
  // Kind words and wishes that mention a pain word in passing are not emergencies.
  const isCalm = type === 'praise' || sentiment === 'positive'
  if (found && !(isCalm && found.value !== 'low')) {
    const isPressing = urgency === 'now' && found.value !== 'low'
    return { ...found, confidence: Math.min(0.95, found.confidence + (isPressing ? 0.08 : 0)) }
  }
  const value = (type && usualPriority[type]) || 'medium'
  return {
    value,
    confidence: type ? 0.5 : 0.35,
    reason: type ? 'Usual for this type' : 'Nothing in the words speaks for another',
    spans: [],
  }
}

function guessArea(item: Classifiable, text: string, areas: readonly KnownArea[]): Guess | undefined {
  const sent = item.product?.toLowerCase()
  const named =
    sent && areas.find((area) => area.code.toLowerCase() === sent || area.name.toLowerCase() === sent)
  if (named) return { value: named.id, confidence: 0.97, reason: `Sent from ${named.name}`, spans: [] }
  let found: { area: KnownArea; spans: [number, number][] } | undefined
  const lower = text.toLowerCase()
  for (const area of areas) {
    const spans = [...new Set([area.code, area.name])].flatMap((word) => placesOf(lower, word.toLowerCase()))
    // The longer name says more: R2a before R2.
    if (spans.length > 0 && (!found || area.name.length > found.area.name.length)) found = { area, spans }
  }
  if (!found) return undefined
  return {
    value: found.area.id,
    confidence: found.spans.length > 1 ? 0.86 : 0.78,
    reason: told('names the area', text, found.spans),
    spans: tidy(found.spans),
  }
}

const letter = /[\p{L}\p{N}]/u

function placesOf(text: string, word: string): [number, number][] {
  const places: [number, number][] = []
  if (word.length < 2) return places
  for (let at = text.indexOf(word); at >= 0 && places.length < 5; at = text.indexOf(word, at + word.length)) {
    const end = at + word.length
    if (letter.test(text[at - 1] ?? ' ') || letter.test(text[end] ?? ' ')) continue
    places.push([at, end])
  }
  return places
}

/** What it means, and the first two places that say so, in the customer’s words. */
function told(meaning: string, text: string, spans: readonly [number, number][]): string {
  const words = [
    ...new Set(tidy(spans).map(([from, to]) => text.slice(from, to).replace(/\s+/g, ' ').trim())),
  ].filter(Boolean)
  const quoted = words.slice(0, 2).map((word) => `“${word.length > 60 ? `${word.slice(0, 59)}…` : word}”`)
  return `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}: ${quoted.join(', ')}`
}

/** In order, without overlaps, at most twelve. */
function tidy(spans: readonly [number, number][]): [number, number][] {
  const result: [number, number][] = []
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const last = result.at(-1)
    if (last && from < last[1]) last[1] = Math.max(last[1], to)
    else if (result.length < 12) result.push([from, to])
  }
  return result
}
