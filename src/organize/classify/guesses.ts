import type { SuggestedField } from '#organize/classify/contract.ts'
import { type ItemText, partsOf } from '#organize/classify/item-text.ts'
import type { Layer } from '#organize/classify/layer.ts'
import { Learned } from '#organize/classify/taught.ts'
import { analyze } from '#text/analysis/analyze.ts'
import { ratedAs } from '#text/analysis/rating.ts'
import type { Rating, Because as Told } from '#text/analysis/result.ts'
import { usualPriority } from '#text/analysis/urgency.ts'
import type { Areas } from '#text/areas/areas.ts'
import type { Type } from '#text/cues/cue.ts'
import type { Language, LanguageOf } from '#text/language/language.ts'
import { shippedWeights } from '#text/model/shipped.ts'

/** What the language core and the workspace's lessons say about one item. Pure, and quick: imports wait for it. */

export interface Classifiable extends ItemText {
  channel: string
  kind: string | null
  rating: number | null
  ratingMax: number | null
  ratingKind: string | null
  isAnswer: boolean
  /** of a survey: what the survey holds to be negative; null for what is no answer */
  isNegativeAnswer: boolean | null
  product: string | null
  language: string | null
}

/** What is known of the workspace. */
export interface Known {
  /** codes of the types that are shown */
  types: ReadonlySet<string>
  areas: { id: string; code: string; name: string }[]
  named: Areas
  layer: Layer
  languageOf: LanguageOf
}

/** A reason as it is kept: `at` is a place in the words [from, to), or in the title. */
export interface Reason {
  meaning: string
  at?: [number, number]
  inTitle?: true
  isTaught?: true
}

export interface Guess {
  value: string
  confidence: number
  because: Reason[]
  /** what else the words may mean, of types and areas: the surest first, without the value itself */
  others?: { value: string; confidence: number }[]
}
export type Guesses = Partial<Record<SuggestedField, Guess>>

export interface Reading {
  guesses: Guesses
  /** certain (1) where the sender said it */
  language: Language
  /** a rating that is negative by itself: a low one, a detractor, a disagreement, "not helpful", or a negative answer of a survey */
  isRatedNegative: boolean
}

const typeCodes: Readonly<Record<Type, string>> = {
  bug: 'bug_report',
  feature: 'feature_request',
  usability: 'usability_issue',
  performance: 'performance_complaint',
  pricing: 'pricing',
  praise: 'praise',
  question: 'question',
}
const typeOf = new Map(Object.entries(typeCodes).map(([type, code]) => [code, type as Type]))

/** Below this a suggestion is not made at all. */
export const guessFrom = 0.4
/** Where something else than the words speaks, also what they speak for little is looked at. */
const looksFrom = 0.04
/** From here on words make an answer negative: of airline tweets 94 % and of pro and con lists 99 % of what is flagged are. */
export const negativeFrom = 0.5

/** Everything that can be said about an item; a field that nothing is known of is absent. */
export function readItem(item: Classifiable, known: Known): Reading {
  const { layer } = known
  const rating = ratingOf(item)
  const said = analyze(shippedWeights(), partsOf(item), {
    ...(rating && { rating }),
    ...(item.language === null && { languageOf: known.languageOf }),
    from: item.kind || layer.has('type') ? looksFrom : guessFrom,
    areas: known.named,
  })
  const learned = new Learned(item, layer)
  const rated = rating && ratedAs(rating)

  const guesses: Guesses = {}
  // a signal is told in our words, not the customer's: they are of no type
  const type = item.channel === 'signal' ? undefined : guessType(item, known, said.types, learned)
  if (type) guesses.type = type
  guesses.priority = guessPriority(said.priority, type?.value, learned)
  const { sentiment, urgency, negative } = said
  // What people read out of words says nothing against a rating.
  guesses.sentiment = learned.pick(
    'sentiment',
    [{ value: sentiment.label, confidence: sentiment.confidence, because: sentiment.because.map(keep) }],
    !rated,
  )!
  const isPressing = urgency.label !== 'later' || urgency.because.some((one) => one.words)
  const hurry = learned.pick(
    'urgency',
    isPressing
      ? [{ value: urgency.label, confidence: urgency.confidence, because: urgency.because.map(keep) }]
      : [],
  )
  if (hurry) guesses.urgency = hurry
  const area = guessArea(item, known, said.areas ?? [], learned)
  if (area) guesses.area = area
  const bad = negative.label ? negative.confidence : Math.min(0.3, 1 - negative.confidence)
  const flag = learned.pick(
    'negative',
    [
      { value: 'yes', confidence: bad, because: negative.because.map(keep) },
      { value: 'no', confidence: 1 - bad, because: [] },
    ],
    !rated,
  )
  // A later answer of a survey can be negative where its score is good and its words are calm.
  if (item.isNegativeAnswer && rated?.side !== 'negative')
    guesses.negative = { value: 'yes', confidence: 1, because: [{ meaning: 'Negative by the survey' }] }
  else if (flag?.value === 'yes' && flag.confidence >= negativeFrom) guesses.negative = flag
  return {
    guesses,
    language: item.language === null ? said.language : givenLanguage(item.language),
    isRatedNegative: rated?.side === 'negative' || item.isNegativeAnswer === true,
  }
}

/** `pt-BR` is `pt`. */
function givenLanguage(tag: string): Language {
  return { code: /^[A-Za-z]{2,3}/.exec(tag)?.[0].toLowerCase() ?? null, confidence: 1 }
}

/** How a rating was meant; in a survey's answer it is the recommendation, else stars. */
export function ratingOf(
  item: Pick<Classifiable, 'rating' | 'ratingMax' | 'ratingKind' | 'isAnswer'>,
): Rating | undefined {
  const { rating, ratingMax } = item
  if (rating === null) return undefined
  const max = ratingMax ?? 5
  const kind = item.ratingKind ?? (item.isAnswer && max === 10 ? 'nps' : 'stars')
  if (kind === 'nps') return { kind, value: Math.round((10 * rating) / max) }
  if (kind === 'helpful') return { kind, value: rating > 0 }
  return { kind: kind === 'agreement' ? kind : 'stars', value: rating, max }
}

function keep({ meaning, part, from, to }: Told): Reason {
  if (from === undefined || to === undefined) return { meaning }
  return { meaning, at: [from, to], ...(part === 'title' && { inTitle: true as const }) }
}

/** What the sender chose is worth 3 to 1 for it and 1 to 3 against the others; clear words outweigh it. */
const sentAs: Record<string, { value: string; reason: string }> = {
  bug: { value: 'bug_report', reason: 'Sent as a bug report' },
  feature: { value: 'feature_request', reason: 'Sent as a feature request' },
}
const sentOdds = 3
/** How often a type is meant when nothing is known, which the words already take into account. */
const baseOdds = 0.25

function guessType(
  item: Classifiable,
  { types }: Known,
  said: readonly { label: Type; confidence: number; because: Told[] }[],
  learned: Learned,
): Guess | undefined {
  const found: Guess[] = said.map(({ label, confidence, because }) => ({
    value: typeCodes[label],
    confidence,
    because: because.map(keep),
  }))
  const sent = item.kind ? sentAs[item.kind] : undefined
  if (sent) {
    let own = found.find(({ value }) => value === sent.value)
    if (!own) {
      own = { value: sent.value, confidence: looksFrom, because: [] }
      found.push(own)
    }
    for (const one of found) {
      const odds = one.confidence / (1 - Math.min(0.999, one.confidence))
      one.confidence = shareOf(one === own ? sentOdds * Math.sqrt(odds / baseOdds) : odds / sentOdds)
    }
    own.because = [...own.because.filter(({ at }) => at), { meaning: sent.reason }]
  }
  const shown = found.filter(({ value }) => types.has(value)).sort((a, b) => b.confidence - a.confidence)
  const best = learned.pick('type', shown)
  return best && best.confidence >= guessFrom && types.has(best.value) ? best : undefined
}

const shareOf = (odds: number) => Math.round((1000 * odds) / (1 + odds)) / 1000

function guessPriority(
  said: { label: string; confidence: number; because: Told[] },
  type: string | undefined,
  learned: Learned,
): Guess {
  const because = said.because.map(keep)
  let guess: Guess = { value: said.label, confidence: said.confidence, because }
  if (!because.some(({ at }) => at)) {
    const usual = type && typeOf.get(type)
    guess = usual
      ? { value: usualPriority(usual), confidence: 0.5, because: [{ meaning: 'Usual for this type' }] }
      : {
          value: 'medium',
          confidence: 0.35,
          because: [{ meaning: 'Nothing in the words speaks for another' }],
        }
  }
  return learned.pick('priority', [guess])!
}

function guessArea(
  item: Classifiable,
  { areas }: Known,
  said: readonly { label: string; confidence: number; because: Told[] }[],
  learned: Learned,
): Guess | undefined {
  const sent = item.product?.toLowerCase()
  const own =
    sent && areas.find((area) => area.code.toLowerCase() === sent || area.name.toLowerCase() === sent)
  if (own) return { value: own.id, confidence: 0.97, because: [{ meaning: `Sent from ${own.name}` }] }
  const found = said.map(
    ({ label, confidence, because }): Guess => ({ value: label, confidence, because: because.map(keep) }),
  )
  const best = learned.pick('area', found)
  return best && best.confidence >= guessFrom && areas.some(({ id }) => id === best.value) ? best : undefined
}
