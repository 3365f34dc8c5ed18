import {
  isNegativeAnswer,
  isScored,
  nothingGiven,
  pointsOf,
  type ScoredKind,
} from '#collect/surveys/kinds.ts'
import type { StoredQuestion } from '#collect/surveys/queries.ts'
import type { QuestionResult, Scored } from '#collect/surveys/results/contract.ts'
import { partOf, scoresOfKind } from '#collect/surveys/results/scores.ts'
import { pointLabel } from '#collect/surveys/said.ts'
import { fillWording } from '#collect/surveys/wording.ts'

/** How often something was answered: a number in digits, the key of a choice, or '' for an answer that is no number. */
export interface Counted {
  answer: string
  count: number
}

/** Rows that share a key, in the order in which each key comes first. */
export function together<T, K>(rows: readonly T[], key: (row: T) => K): Map<K, T[]> {
  const found = new Map<K, T[]>()
  for (const row of rows) {
    const rest = found.get(key(row))
    if (rest) rest.push(row)
    else found.set(key(row), [row])
  }
  return found
}

function numbersOf(counted: readonly Counted[]) {
  return counted.flatMap(({ answer, count }) =>
    /^\d+$/.test(answer) ? [{ number: Number(answer), count }] : [],
  )
}

/** One question with its score and its bars. */
export function resultOf(
  question: StoredQuestion,
  brand: string,
  leading: string | undefined,
  counted: readonly Counted[],
): QuestionResult {
  const sums = new Map<string, number>()
  for (const { answer, count } of counted) sums.set(answer, (sums.get(answer) ?? 0) + count)
  const numbers = numbersOf([...sums].map(([answer, count]) => ({ answer, count })))
  return {
    key: question.key,
    kind: question.kind,
    wording: fillWording(question.wording, { 'brand.name': brand }),
    isLeading: question.key === leading,
    answered: numbers.reduce((sum, { count }) => sum + count, sums.get('') ?? 0),
    ...scoresOfKind(question.kind, numbers),
    bars: barsOf(question, sums),
  }
}

/** Every answer that can be given, with how often it was; a choice that is not offered any more stays while it has answers. */
function barsOf(question: StoredQuestion, sums: ReadonlyMap<string, number>): QuestionResult['bars'] {
  if (isScored(question.kind)) {
    const { kind } = question
    return pointsOf(kind).map((number) => ({
      number,
      choice: null,
      label: pointLabel(kind, number, 'en') ?? String(number),
      count: sums.get(String(number)) ?? 0,
      isNegative: isNegativeAnswer(question, { ...nothingGiven, number }),
    }))
  }
  if (question.kind !== 'choice') return []
  const gone = [...sums.keys()].filter(
    (key) => key !== '' && question.choices.every((one) => one.key !== key),
  )
  return [...question.choices, ...gone.map((key) => ({ key, label: key }))].map(({ key, label }) => ({
    number: null,
    choice: key,
    label,
    count: sums.get(key) ?? 0,
    isNegative: question.negative_choices.includes(key),
  }))
}

/** Some answers to a scaled question: their score, and how they are spread. */
export function scoredOf(question: StoredQuestion, counted: readonly Counted[]): Scored {
  const kind = question.kind as ScoredKind
  const numbers = numbersOf(counted)
  const { nps, share } = scoresOfKind(kind, numbers)
  const spread = { negative: 0, neutral: 0, good: 0 }
  for (const { number, count } of numbers) {
    const isNegative = isNegativeAnswer(question, { ...nothingGiven, number })
    spread[partOf(kind, number, isNegative)] += count
  }
  return { n: spread.negative + spread.neutral + spread.good, score: nps ?? share, spread }
}
