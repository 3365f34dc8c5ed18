import type { Survey } from '#collect/surveys/contract.ts'
import { isScored, kindWords, pointsOf } from '#collect/surveys/kinds.ts'
import { en } from '#collect/surveys/texts/en.ts'

type Question = Survey['questions'][number]

/** A point of a scale in words: “Disagree”, else the number. */
export function pointWords(kind: string, point: number): string {
  if (kind === 'agreement') return en.agreement[point - 1] ?? String(point)
  if (kind === 'helpfulness') return en.helpfulness[point - 1] ?? String(point)
  return String(point)
}

/** What a question is, which of its answers are negative, and when it is asked, in one line. */
export function aboutQuestion(question: Question, questions: readonly Question[]): string {
  const parts = [kindWords[question.kind].name, question.isRequired ? 'required' : 'optional']
  const negative = negativeWords(question)
  if (negative) parts.push(`negative: ${negative}`)
  const when = question.showWhen
  if (when) {
    const at = questions.findIndex(({ key }) => key === when.question)
    const on = questions[at]
    parts.push(`after ${on ? whenWords(on, when) : when.question} to question ${at + 1}`)
  }
  return parts.join(', ')
}

function negativeWords(question: Question): string {
  const below = question.negativeBelow
  if (isScored(question.kind) && below !== null) {
    const points = pointsOf(question.kind).filter((point) => point < below)
    if (points.length === 0) return ''
    const [first, last] = [pointWords(question.kind, points[0]!), pointWords(question.kind, points.at(-1)!)]
    return first === last ? first : `${first} to ${last}`
  }
  return question.negativeChoices
    .map((key) => question.choices.find((choice) => choice.key === key)?.label ?? key)
    .join(', ')
}

function whenWords(on: Question, when: NonNullable<Question['showWhen']>): string {
  if (when.choices)
    return when.choices
      .map((key) => on.choices.find((choice) => choice.key === key)?.label ?? key)
      .join(' or ')
  if (!isScored(on.kind)) return 'an answer'
  const points = pointsOf(on.kind)
  const [from, to] = [when.from ?? points[0]!, when.to ?? points.at(-1)!]
  return from === to
    ? pointWords(on.kind, from)
    : `${pointWords(on.kind, from)} to ${pointWords(on.kind, to)}`
}
