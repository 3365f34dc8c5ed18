/** What a question may ask for. */
export const questionKinds = [
  'nps',
  'csat',
  'stars',
  'ces',
  'agreement',
  'helpfulness',
  'rating',
  'choice',
  'text',
  'details',
  'consent',
] as const
export type QuestionKind = (typeof questionKinds)[number]

/** Kinds whose answer is a number on a scale. */
export const scoredKinds = ['nps', 'csat', 'stars', 'ces', 'agreement', 'helpfulness', 'rating'] as const
export type ScoredKind = (typeof scoredKinds)[number]

/** What a survey is: the kind of its leading question, or custom without one. */
export const surveyKinds = [...scoredKinds, 'custom'] as const
export type SurveyKind = (typeof surveyKinds)[number]

const scales: Record<ScoredKind, { min: number; max: number }> = {
  nps: { min: 0, max: 10 },
  csat: { min: 1, max: 5 },
  stars: { min: 1, max: 5 },
  ces: { min: 1, max: 7 },
  agreement: { min: 1, max: 5 },
  helpfulness: { min: 1, max: 4 },
  rating: { min: 1, max: 10 },
}

export const kindWords: Record<QuestionKind, { name: string; about: string }> = {
  nps: { name: 'Recommendation (NPS)', about: '0 to 10' },
  csat: { name: 'Satisfaction (CSAT)', about: '1 to 5' },
  stars: { name: 'Stars', about: '1 to 5 stars' },
  ces: { name: 'Effort (CES)', about: '1 to 7' },
  agreement: { name: 'Agreement', about: 'strongly disagree to strongly agree' },
  helpfulness: { name: 'Helpfulness', about: 'not helpful at all to very helpful' },
  rating: { name: 'Rating', about: '1 to 10' },
  choice: { name: 'Choice', about: 'one or several of a list' },
  text: { name: 'Open text', about: 'in their own words' },
  details: { name: 'Contact details', about: 'one line, such as a phone number' },
  consent: { name: 'May be contacted', about: 'a tick, off until ticked' },
}

/** True for a kind whose answer is a number on a scale. */
export function isScored(kind: string): kind is ScoredKind {
  return Object.hasOwn(scales, kind)
}

/** The ends of the scale of a question or survey of this kind; 1–5 for a survey of no known kind. */
export function scaleOf(kind: string): { min: number; max: number } {
  return isScored(kind) ? scales[kind] : { min: 1, max: 5 }
}

/** The numbers of a scale, lowest first. */
export function pointsOf(kind: ScoredKind): number[] {
  const { min, max } = scales[kind]
  return Array.from({ length: max - min + 1 }, (_, i) => min + i)
}

/**
 * Which numbers are negative unless the question says otherwise: detractors, 0–6 (feedback handling SOP); under 4 of 5
 * (support ticket feedback); strongly disagree, disagree, not very helpful, not helpful at all (post-implementation
 * runbook); under 4 of 7 for effort, under 5 of 10 for a rating. Answers under the number are negative.
 */
export function usualNegativeBelow(kind: QuestionKind): number | null {
  return isScored(kind)
    ? { nps: 7, csat: 4, stars: 4, ces: 4, agreement: 3, helpfulness: 3, rating: 5 }[kind]
    : null
}

/** What was answered to one question; everything null or empty: it was shown and left out. */
export interface Given {
  number: number | null
  /** keys; at most one unless several may be chosen */
  choices: readonly string[]
  words: string | null
}

export const nothingGiven: Given = { number: null, choices: [], words: null }

/** An answer as the API takes it, to a question of a kind: a number, words, or the key of a choice or several. */
export type Said = number | string | string[]

/** What was said as what was given; undefined: the question was left out. Whether it can be given is not asked here. */
export function givenOf(kind: QuestionKind, said: Said | undefined): Given {
  if (said === undefined) return nothingGiven
  if (typeof said === 'number') return { ...nothingGiven, number: said }
  if (Array.isArray(said)) return { ...nothingGiven, choices: said }
  return kind === 'choice'
    ? { ...nothingGiven, choices: [said] }
    : { ...nothingGiven, words: cleanWords(said) }
}

/** Words as they are kept: no invisible control characters, at most 5,000; null when there are none. */
export function cleanWords(words: string | null): string | null {
  const clean = (words ?? '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}\p{Co}\p{Cs}]/gu, (letter) => (letter === '\n' || letter === '\t' ? letter : ''))
    .trim()
  return clean === '' ? null : [...clean].slice(0, 5000).join('')
}

/** Whether anything was answered. A consent that was not given is no answer. */
export function isGiven({ number, choices, words }: Given): boolean {
  return number !== null || choices.length > 0 || words !== null
}

/** What the rules ask of a question. */
export interface Question {
  key: string
  kind: QuestionKind
  choices: readonly { key: string; label: string }[]
  negative_below: number | null
  negative_choices: readonly string[]
}

/** Whether an answer is negative, by the threshold or the choices that its own question names. */
export function isNegativeAnswer(question: Question, given: Given): boolean {
  if (given.number !== null && question.negative_below !== null && isScored(question.kind))
    return given.number < question.negative_below
  return given.choices.some((key) => question.negative_choices.includes(key))
}

/** Whether somebody could give this to the question: a number on its scale, choices it has, words where it asks for some. */
export function canBeGiven(question: Question & { is_multiple: boolean }, given: Given): boolean {
  if (!isGiven(given)) return true
  const { number, choices, words } = given
  if (question.kind === 'choice')
    return (
      number === null &&
      words === null &&
      (question.is_multiple || choices.length < 2) &&
      choices.every((key) => question.choices.some((one) => one.key === key))
    )
  if (choices.length > 0) return false
  if (question.kind === 'text' || question.kind === 'details') return number === null
  if (words !== null || number === null) return false
  if (!isScored(question.kind)) return number === 1
  const { min, max } = scales[question.kind]
  return Number.isInteger(number) && number >= min && number <= max
}
