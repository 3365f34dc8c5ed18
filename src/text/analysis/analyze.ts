import { type Rated, ratedAs } from '#text/analysis/rating.ts'
import { putBest, reasonsForType, tellingWords } from '#text/analysis/reasons.ts'
import type { Analysis, Because, Part, Rating, Verdict } from '#text/analysis/result.ts'
import { quote, type Source, sourceOfParts } from '#text/analysis/source.ts'
import { urgencyOf } from '#text/analysis/urgency.ts'
import { type Areas, areasOf } from '#text/areas/areas.ts'
import { type Type, types } from '#text/cues/cue.ts'
import type { LanguageOf } from '#text/language/language.ts'
import { confidenceOf, logitsOf } from '#text/model/score.ts'
import { type Signals, signalsOf } from '#text/model/signals.ts'
import { type Sums, sumsOf } from '#text/model/sums.ts'
import { columns, heads, type Weights } from '#text/model/weights.ts'
import { type Reading, read, spanOf } from '#text/reading/read.ts'
import { type Feeling, felt, feltTo } from '#text/sentiment/feeling.ts'

export interface Options {
  rating?: Rating
  /** tells the language; absent where that is known or nobody asks */
  languageOf?: LanguageOf
  /** from which confidence on a type is listed; those of less than 0.4 come without reasons */
  from?: number
  /** product areas to look for */
  areas?: Areas
}

/** Types are listed from here on: a guess, which is not filled in before it is likely. */
const listFrom = 0.4

/**
 * Everything that can be said about a text: types, sentiment, urgency, priority, language, and whether it is a
 * negative answer. Linear in the text, and only so much of a long text is read.
 */
export function analyze(weights: Weights, input: string | readonly Part[], options: Options = {}): Analysis {
  const source = sourceOfParts(typeof input === 'string' ? [{ name: 'text', text: input }] : input)
  const reading = read(source.text)
  const signals = signalsOf(reading)
  const sums = sumsOf(weights, reading)
  const logits = logitsOf(weights, sums, signals.values)
  const rated = options.rating && ratedAs(options.rating)

  const found: Verdict<Type>[] = []
  for (const [head, label] of types.entries()) {
    const confidence = confidenceOf(weights, head, logits[head]! + shiftBy(label, rated))
    if (confidence < (options.from ?? listFrom) || reading.count === 0) continue
    const isTold = confidence >= listFrom
    const because = isTold ? reasonsForType(source, weights, reading, sums, signals, head) : []
    if ((isTold && because.length === 0) || (rated && label === 'praise')) because.push(ruleOf(label, rated))
    found.push({ label, confidence: round(confidence), because })
  }
  found.sort((a, b) => b.confidence - a.confidence)

  const sentiment = sentimentOf(source, weights, reading, sums, signals, logits, rated)
  return {
    language: options.languageOf?.(source.text) ?? { code: null, confidence: 0 },
    types: found,
    sentiment,
    ...urgencyOf(source, reading, found[0]?.label, sentiment),
    negative: negativeOf(sentiment, rated),
    ...(options.areas && { areas: namedAreas(source, reading, options.areas) }),
  }
}

function namedAreas(source: Source, reading: Reading, areas: Areas): Verdict<string>[] {
  if (areas.ids.length === 0) return []
  return areasOf(areas, reading).map(({ id, confidence, spans }) => ({
    label: id,
    confidence,
    because: spans.map(([from, to]) => quote(source, 'Names the area', from, to)),
  }))
}

const round = (value: number) => Math.round(value * 1000) / 1000

/** What a rating adds to what the words say about a type. */
function shiftBy(type: Type, rated: Rated | undefined): number {
  if (!rated) return 0
  if (type === 'praise') return rated.side === 'positive' ? 1.2 : rated.side === 'negative' ? -2 : -0.6
  if (type === 'bug') return rated.side === 'positive' ? -0.5 : rated.side === 'negative' ? 0.5 : 0
  return 0
}

function ruleOf(type: Type, rated: Rated | undefined): Because {
  return { meaning: rated && type === 'praise' ? rated.words : 'Sounds like others of this kind as a whole' }
}

const positive = heads.indexOf('positive')
const negative = heads.indexOf('negative')

function sentimentOf(
  source: Source,
  weights: Weights,
  reading: Reading,
  sums: Sums,
  { feeling }: Signals,
  logits: Float64Array,
  rated: Rated | undefined,
): Analysis['sentiment'] {
  const sideOfWords = (head: number, sign: 1 | -1) =>
    reading.count === 0
      ? 0
      : feeling.isForeign
        ? foreignConfidence(sign * feeling.score)
        : confidenceOf(weights, head, logits[head]!)
  const good = sideOfWords(positive, 1)
  const bad = sideOfWords(negative, -1)
  const ofWords = good - bad
  const score = round(rated ? 0.75 * rated.score + 0.25 * ofWords : ofWords)
  const isTorn =
    feeling.good > 1 &&
    feeling.bad > 1 &&
    Math.min(feeling.good, feeling.bad) / Math.max(feeling.good, feeling.bad) > 0.3
  const words = (sign: 1 | -1 | 0) => feltWords(source, weights, reading, sums, sign)
  if (rated) {
    const isAgainst =
      (rated.side === 'positive' && bad > 0.75 && bad > good) ||
      (rated.side === 'negative' && good > 0.8 && good > bad)
    const label =
      rated.side === 'neutral'
        ? isTorn
          ? 'mixed'
          : sideOf(good, bad, 0.65)
        : isAgainst && isTorn
          ? 'mixed'
          : rated.side
    return { label, score, confidence: isAgainst ? 0.75 : 0.93, because: [{ meaning: rated.words }] }
  }
  if (isTorn && Math.min(good, bad) > 0.15 && Math.abs(ofWords) < mixedBelow(feeling))
    return {
      label: 'mixed',
      score,
      confidence: round(Math.min(0.9, good + bad - good * bad)),
      because: words(0),
    }
  const label = ofWords > positiveFrom ? 'positive' : ofWords < negativeFrom ? 'negative' : 'neutral'
  if (label === 'neutral')
    return {
      label,
      score,
      confidence: round(Math.min(0.95, 1 - Math.max(good, bad))),
      because: [{ meaning: 'No strong words of feeling' }],
    }
  return {
    label,
    score,
    confidence: round(label === 'positive' ? good : bad),
    because: words(label === 'positive' ? 1 : -1),
  }
}

/** Between these a text is neutral: people thank and greet in passing, and complain on purpose. */
const positiveFrom = 0.28
const negativeFrom = -0.15
/** With less between both sides a text in which both speak is mixed. */
const mixedBelow = ({ isTurned }: Feeling) => (isTurned ? 0.75 : 0.25)

/** What the scorer alone makes of a text in another language, as what was learned is English. Set by hand. */
function foreignConfidence(score: number): number {
  return 1 / (1 + Math.exp(0.7 - 3 * score))
}

function sideOf(good: number, bad: number, least: number): 'negative' | 'neutral' | 'positive' {
  return Math.max(good, bad) < least ? 'neutral' : good > bad ? 'positive' : 'negative'
}

const meanings = { 1: 'Speaks well of it', '-1': 'Speaks badly of it', 0: 'Points both ways' } as const

/** The words that feel strongest in the direction of `sign`, of both for 0. */
function feltWords(
  source: Source,
  weights: Weights,
  reading: Reading,
  sums: Sums,
  sign: 1 | -1 | 0,
): Because[] {
  const best: { word: number; strength: number }[] = []
  for (let word = 0; word < reading.count; word++) {
    const strength = sign === 0 ? Math.abs(felt[word]!) : sign * felt[word]!
    if (strength < 0.5) continue
    putBest(best, word, strength)
  }
  if (best.length === 0) {
    const telling =
      sign === 0 ? [] : tellingWords(source, weights, reading, sums, columns.indexOf('feeling'), sign)
    return telling.length > 0 ? telling : [{ meaning: `${meanings[sign]} as a whole` }]
  }
  return best.map(({ word }) => quote(source, meanings[sign], ...spanOf(reading, word, feltTo[word]!)))
}

/** A low rating, a detractor, a disagreement or "not helpful" is negative whatever the words; else the words decide. */
function negativeOf(sentiment: Analysis['sentiment'], rated: Rated | undefined): Verdict<boolean> {
  if (rated?.side === 'negative')
    return { label: true, confidence: 0.97, because: [{ meaning: rated.words }] }
  const isNegative = sentiment.label === 'negative'
  const { confidence, because } = sentiment
  if (rated?.side === 'positive')
    return { label: isNegative, confidence: 0.9, because: [{ meaning: rated.words }] }
  return { label: isNegative, confidence, because }
}
