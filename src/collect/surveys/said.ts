import { isScored, scaleOf } from '#collect/surveys/kinds.ts'
import type { AnswerRow } from '#collect/surveys/responses/queries.ts'
import { textsIn } from '#collect/surveys/texts.ts'

/** The label of a point of an agreement or helpfulness scale in a language; undefined for scales that are numbers. */
export function pointLabel(kind: string, point: number, language: string): string | undefined {
  const texts = textsIn(language)
  if (kind === 'agreement') return texts.agreement[point - 1]
  if (kind === 'helpfulness') return texts.helpfulness[point - 1]
  return undefined
}

type Answer = Pick<AnswerRow, 'kind' | 'labels' | 'number' | 'choices' | 'words'>

/** One answer in words: the label of a choice or of a point, else the number or the words themselves. */
export function saidOf(answer: Answer, language = 'en'): string {
  const { kind, number, choices, words } = answer
  if (words !== null) return words
  if (kind === 'choice')
    return choices.map((key) => answer.labels.find((one) => one.key === key)?.label ?? key).join(', ')
  if (number === null) return ''
  if (!isScored(kind)) return 'Yes'
  return pointLabel(kind, number, language) ?? String(number)
}

/** What was chosen as the reason, in a survey that asks for one by the key `reason`; null without any. */
export function reasonOf(answers: readonly AnswerRow[]): { key: string; label: string } | null {
  const first = answers.find((one) => one.kind === 'choice' && one.key === 'reason')
  const key = first?.choices[0]
  return key === undefined ? null : { key, label: saidOf(first!) }
}

/** What somebody wrote, in the order of the questions; null when nothing. Contact details are no words of theirs. */
export function wordsOf(answers: readonly AnswerRow[]): string | null {
  const texts = answers.flatMap((one) => (one.kind === 'text' && one.words !== null ? [one.words] : []))
  return texts.length === 0 ? null : texts.join('\n\n')
}

/** What stands for words where a negative answer came without any: each negative answer with its question, `put` as it was asked. */
export function withoutWords(answers: readonly AnswerRow[], put: (wording: string) => string): string {
  const negative = answers.filter((one) => one.is_negative)
  const [first] = negative
  if (
    first &&
    negative.length === 1 &&
    (first.kind === 'nps' || first.kind === 'csat' || first.kind === 'ces')
  )
    return `Gave ${first.number} of ${scaleOf(first.kind).max} and no reason.`
  return negative.map((one) => `${put(one.wording)} ${numbered(one)}`).join('\n')
}

const numbered = (answer: AnswerRow) =>
  isScored(answer.kind) && pointLabel(answer.kind, 1, 'en') === undefined
    ? `${answer.number} of ${scaleOf(answer.kind).max}`
    : saidOf(answer)
