import { askedQuestions, firstPress } from '#collect/surveys/branching.ts'
import type { Opened } from '#collect/surveys/find.ts'
import {
  canBeGiven,
  cleanWords,
  type Given,
  isGiven,
  isScored,
  nothingGiven,
} from '#collect/surveys/kinds.ts'
import type { StoredQuestion } from '#collect/surveys/queries.ts'
import { pendingQuestions } from '#collect/surveys/responses/answers.ts'
import { saidOf } from '#collect/surveys/said.ts'

/** The questions on one page, and what is chosen in them. */
export interface Form {
  questions: StoredQuestion[]
  answers: ReadonlyMap<string, Given>
  /** the first press stands alone */
  isFirst: boolean
  /** what was counted already, in words, when the page goes on from the first press */
  counted: string | undefined
}

type Answers = ReadonlyMap<string, Given>
type Known = Pick<Opened, 'survey' | 'answers'> & { response: { completed_at: Date | null } | undefined }

/** What the page asks now; undefined when everything was answered and nothing is to be changed. `chosen` by a link or by what was sent. */
export function formOf(opened: Known, chosen: Answers, wantsChange: boolean): Form | undefined {
  const { survey, response } = opened
  const answers = new Map([...opened.answers, ...chosen])
  const first = firstPress(survey.questions)
  const all = () => askedQuestions(survey.questions, answers)
  if (opened.answers.size === 0)
    return first && !wantsChange
      ? { questions: [first], answers, isFirst: true, counted: undefined }
      : { questions: all(), answers, isFirst: false, counted: undefined }
  const isOther = [...chosen].some(([key, given]) => !isSame(given, opened.answers.get(key)))
  if (wantsChange || isOther) return { questions: all(), answers, isFirst: false, counted: undefined }
  if (response?.completed_at) return undefined
  const pending = pendingQuestions(survey, answers)
  if (pending.length === 0) return undefined
  const isSecond = first !== undefined && opened.answers.size === 1 && opened.answers.has(first.key)
  return {
    questions: isSecond ? [first, ...pending] : pending,
    answers,
    isFirst: false,
    counted: isSecond ? saidInSurvey(opened, first) : undefined,
  }
}

/** What was answered to a question, in the words of the survey's language; empty when nothing. */
export function saidInSurvey(
  { survey, answers }: Pick<Opened, 'survey' | 'answers'>,
  question: StoredQuestion,
): string {
  const given = answers.get(question.key)
  if (!given) return ''
  return saidOf(
    { ...question, ...given, labels: question.choices, choices: [...given.choices] },
    survey.language,
  )
}

function isSame(one: Given, other: Given = nothingGiven): boolean {
  return (
    one.number === other.number &&
    one.words === other.words &&
    one.choices.join(' ') === other.choices.join(' ')
  )
}

/** Reads what a form or a link says to these questions; what a question does not take counts as left out. */
export function readForm(questions: readonly StoredQuestion[], sent: URLSearchParams): Map<string, Given> {
  return new Map(
    questions.map((question) => {
      const given = sentValue(question, sent)
      return [question.key, canBeGiven(question, given) ? given : nothingGiven]
    }),
  )
}

function sentValue(question: StoredQuestion, sent: URLSearchParams): Given {
  const { key, kind } = question
  if (kind === 'choice') {
    const values = sent.getAll(key)
    const choices = question.choices.map((one) => one.key).filter((one) => values.includes(one))
    return { ...nothingGiven, choices: question.is_multiple ? choices : choices.slice(0, 1) }
  }
  const value = sent.get(key) ?? ''
  if (kind === 'text' || kind === 'details') return { ...nothingGiven, words: cleanWords(value) }
  if (isScored(kind)) return { ...nothingGiven, number: /^\d{1,2}$/.test(value) ? Number(value) : null }
  return { ...nothingGiven, number: value === 'yes' ? 1 : null }
}

/**
 * The questions that must be answered before the form is taken: required ones that are asked, the first press, and in
 * a form that says nothing at all its first question.
 */
export function wrongAnswers(opened: Known, given: Answers): Set<string> {
  const { survey } = opened
  const first = firstPress(survey.questions)
  const answers = new Map([...opened.answers, ...given])
  const wrong = askedQuestions(survey.questions, answers)
    .filter(({ key, is_required: isRequired }) => given.has(key) && (isRequired || key === first?.key))
    .filter(({ key }) => !isGiven(given.get(key)!))
    .map(({ key }) => key)
  const saysNothing = [...answers.values()].every((one) => !isGiven(one))
  if (wrong.length === 0 && saysNothing) wrong.push(first?.key ?? survey.questions[0]!.key)
  return new Set(wrong)
}
