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
import type { LinkShown } from '#collect/surveys/links/shown.ts'
import { stepsOf } from '#collect/surveys/pages/steps.ts'
import type { StoredQuestion } from '#collect/surveys/queries.ts'
import { pendingQuestions } from '#collect/surveys/responses/answers.ts'
import { saidOf } from '#collect/surveys/said.ts'

/** The questions on one page, and what is chosen in them. */
export interface Form {
  questions: StoredQuestion[]
  answers: ReadonlyMap<string, Given>
  /** the first press stands alone */
  isFirst: boolean
  /** nothing is asked after it, unless its own answers ask for more */
  isLast: boolean
  /** what was counted already, in words, when the page goes on from the first press */
  counted: string | undefined
  /** which page of how many it is */
  step: { at: number; of: number }
  /** the page before it */
  back: number | undefined
}

type Answers = ReadonlyMap<string, Given>
type Known = Pick<Opened, 'survey' | 'answers'> & {
  response: { completed_at: Date | null } | undefined
  link?: Pick<LinkShown, 'asksContact' | 'isKiosk'> | undefined
}

const stepsFor = ({ survey, link }: Known, answers: Answers) =>
  stepsOf(survey, answers, { asksContact: link?.asksContact, isBig: link?.isKiosk })

/**
 * What the page asks now; undefined when everything was answered and nothing is to be changed. `chosen` by a link or by
 * what was sent; `wanted` is the page that somebody went back to.
 */
export function formOf(opened: Known, chosen: Answers, wanted?: number): Form | undefined {
  const { survey, response } = opened
  const answers = new Map([...opened.answers, ...chosen])
  const steps = stepsFor(opened, answers)
  const whole = (at: number) => formAt(opened, answers, steps, at, steps[at]!)
  const pending = pendingQuestions(survey, answers)
  const next = steps.findIndex((step) => step.some((question) => pending.includes(question)))
  // back, not ahead of what is asked next
  if (wanted !== undefined)
    return whole(Math.min(Math.max(1, wanted), next === -1 ? steps.length : next + 1) - 1)
  const isOther = [...chosen].some(([key, given]) => !isSame(given, opened.answers.get(key)))
  if (opened.answers.size === 0 || isOther) return whole(0)
  if (response?.completed_at || next === -1) return undefined
  // whoever comes by the link of the mail once more, or back to it in the browser, finds what they pressed there
  if (chosen.size > 0) return whole(0)
  // what an answer on that page asked for stands alone, and Back leads to the whole page
  return formAt(
    opened,
    answers,
    steps,
    next,
    steps[next]!.filter((question) => pending.includes(question)),
  )
}

/** The page that was sent, to be shown once more. */
export function formSent(opened: Known, asked: readonly string[], given: Answers, wrong: Set<string>): Form {
  const answers = new Map([...opened.answers, ...given])
  const steps = stepsFor(opened, answers)
  const shown = opened.survey.questions.filter(({ key }) => asked.includes(key) || wrong.has(key))
  const at = steps.findIndex((step) => step.some((question) => shown.includes(question)))
  return formAt(opened, answers, steps, Math.max(0, at), shown)
}

function formAt(
  opened: Known,
  answers: Answers,
  steps: readonly StoredQuestion[][],
  at: number,
  questions: StoredQuestion[],
): Form {
  const first = firstPress(opened.survey.questions)
  const isSecond =
    first !== undefined && !questions.includes(first) && [...opened.answers.keys()].join() === first.key
  const isWhole = questions[0] === steps[at]?.[0]
  const back = isWhole ? at : at + 1
  return {
    questions,
    answers,
    isFirst: first !== undefined && questions.length === 1 && questions[0] === first,
    isLast: at === steps.length - 1,
    counted: isSecond ? saidInSurvey(opened, first) : undefined,
    step: { at: at + 1, of: steps.length },
    back: back === 0 ? undefined : back,
  }
}

/** The page after this one for somebody who went back, once what they sent is known; undefined: what is asked next, or thanks. */
export function stepAfter(opened: Known, given: Answers, wanted: number | undefined): number | undefined {
  if (wanted === undefined) return undefined
  const answers = new Map([...opened.answers, ...given])
  if (pendingQuestions(opened.survey, answers).length > 0) return undefined
  return wanted < stepsFor(opened, answers).length ? wanted + 1 : undefined
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

/** What a form would send for this answer, as `readForm` reads it. */
export function valuesSent({ kind }: StoredQuestion, given: Given): string[] {
  if (kind === 'choice') return [...given.choices]
  if (kind === 'consent') return given.number === 1 ? ['yes'] : []
  return given.words !== null ? [given.words] : given.number !== null ? [String(given.number)] : []
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
