import {
  type Given,
  isNegativeAnswer,
  isScored,
  nothingGiven,
  type Question,
  type SurveyKind,
  scaleOf,
} from '#collect/surveys/kinds.ts'

/**
 * When a question is asked: after an answer of a range, or one of these choices, to an earlier question. An end that is
 * left out is open.
 */
export interface ShowWhen {
  question: string
  from?: number | undefined
  to?: number | undefined
  choices?: string[] | undefined
}

type Asked = Question & { show_when: ShowWhen | null }
type Answers = ReadonlyMap<string, Given>

/** Whether a question is asked, given the answers so far. */
export function isAsked(question: Asked, answers: Answers): boolean {
  const when = question.show_when
  if (!when) return true
  const { number, choices } = answers.get(when.question) ?? nothingGiven
  if (when.choices) return choices.some((key) => when.choices!.includes(key))
  return number !== null && number >= (when.from ?? number) && number <= (when.to ?? number)
}

/** The questions that are asked, in order. One whose own condition asks a question that is not asked is left out, too. */
export function askedQuestions<T extends Asked>(questions: readonly T[], answers: Answers): T[] {
  const asked: T[] = []
  for (const question of questions) {
    const on = question.show_when?.question
    if (on !== undefined && !asked.some((one) => one.key === on)) continue
    if (isAsked(question, answers)) asked.push(question)
  }
  return asked
}

/** Whether any of the questions that were asked was answered negatively. */
export function isNegativeResponse(questions: readonly Asked[], answers: Answers): boolean {
  return askedQuestions(questions, answers).some((question) =>
    isNegativeAnswer(question, answers.get(question.key) ?? nothingGiven),
  )
}

/** The question whose answer is the survey's score: the first with a scale that everybody is asked. */
export function leadingOf<T extends Asked>(questions: readonly T[]): T | undefined {
  return questions.find((question) => isScored(question.kind) && question.show_when === null)
}

/** What a survey is: the kind of its leading question. */
export function surveyKindOf(questions: readonly Asked[]): SurveyKind {
  const leading = leadingOf(questions)
  return leading && isScored(leading.kind) ? leading.kind : 'custom'
}

/**
 * The question that a mail and the first page ask alone, with one press: the first, when it is a scale or a choice of
 * one. Undefined: the first page asks all that can be asked.
 */
export function firstPress<T extends Asked & { is_multiple: boolean }>(
  questions: readonly T[],
): T | undefined {
  const first = questions[0]
  if (!first || first.show_when !== null) return undefined
  return isScored(first.kind) || (first.kind === 'choice' && !first.is_multiple) ? first : undefined
}

/** What is wrong with the conditions of a survey's questions in this order, in sentences; a later question is never asked for, so no circle can be made. */
export function branchingFaults(questions: readonly Asked[]): string[] {
  return questions.flatMap((question, at) => {
    const when = question.show_when
    if (!when) return []
    const before = questions.slice(0, at).find((one) => one.key === when.question)
    if (!before) {
      return [
        questions.some((one) => one.key === when.question)
          ? `${question.key} depends on ${when.question}, which comes later. Move it behind ${when.question}.`
          : `${question.key} depends on ${when.question}, which the survey does not ask.`,
      ]
    }
    return conditionFaults(question.key, before, when)
  })
}

function conditionFaults(key: string, before: Asked, when: ShowWhen): string[] {
  if (isScored(before.kind)) {
    const { min, max } = scaleOf(before.kind)
    const [from, to] = [when.from ?? min, when.to ?? max]
    if (when.choices) return [`${key} depends on choices, and ${before.key} has numbers. Give from and to.`]
    if (when.from === undefined && when.to === undefined)
      return [`${key} depends on ${before.key} and does not say on which numbers. Give from, to or both.`]
    return from > to || from < min || to > max
      ? [`${key} depends on ${from} to ${to}, and ${before.key} goes from ${min} to ${max}.`]
      : []
  }
  if (before.kind !== 'choice')
    return [`${key} depends on ${before.key}, which is neither a scale nor a choice.`]
  const unknown = (when.choices ?? []).filter((choice) => !before.choices.some((one) => one.key === choice))
  if (when.from !== undefined || when.to !== undefined || !when.choices || when.choices.length === 0)
    return [`${key} depends on ${before.key}: name its choices.`]
  return unknown.map((choice) => `${key} depends on ${choice}, which ${before.key} does not offer.`)
}
