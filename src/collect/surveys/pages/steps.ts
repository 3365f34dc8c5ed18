import { askedQuestions, firstPress } from '#collect/surveys/branching.ts'
import { type Given, isScored, pointsOf } from '#collect/surveys/kinds.ts'
import type { StoredQuestion, StoredSurvey } from '#collect/surveys/queries.ts'
import { pointLabel } from '#collect/surveys/said.ts'

/** What else stands on the pages. */
export interface Room {
  /** a stranger is asked for their name below the last question */
  asksContact?: boolean | undefined
  /** the large letters of a kiosk */
  isBig?: boolean | undefined
}

/** What is left for questions on a phone of 390 × 844 px, and for the large letters of a kiosk. */
const room = 566
const bigness = 1.25
const contactFields = 236
const lineWidth = 350

/** Lines that words take on a phone, in letters of this width; those of East Asia are twice as wide. */
function lines(text: string, letterWidth: number): number {
  let width = 0
  for (const letter of text) width += letter >= '\u2e80' ? 2 * letterWidth : letterWidth
  return Math.max(1, Math.ceil(width / lineWidth))
}

const option = (label: string) => Math.max(41, 24 * lines(label, 8.8) + 1)
const sum = (all: readonly number[]) => all.reduce((one, other) => one + other, 0)

/** How high a question is on a phone, about: a page is made before anybody knows the screen. */
export function heightOf(question: StoredQuestion, language: string): number {
  const { kind } = question
  const hint = question.is_required ? '' : ' (optional)'
  const wording = 24 * lines(question.wording + hint, 9.2)
  if (kind === 'text') return 104 + wording
  if (kind === 'details') return 68 + wording
  if (kind === 'consent') return 38 + 24 * lines(question.wording, 9.6)
  const head = 28 + wording
  if (!isScored(kind)) return head + sum(question.choices.map(({ label }) => option(label)))
  const labels = pointsOf(kind).map((point) => pointLabel(kind, point, language))
  if (labels[0] !== undefined) return head + sum(labels.map((label) => option(label!)))
  return head + 58 + 20 * lines(`${question.low_label ?? ''}    ${question.high_label ?? ''}`, 7.6)
}

/**
 * The questions that are asked after these answers, page by page, so that each page fits one screen. The first press
 * stands alone. A question longer than a screen has a page to itself.
 */
export function stepsOf(
  survey: StoredSurvey,
  answers: ReadonlyMap<string, Given>,
  { asksContact, isBig }: Room = {},
): StoredQuestion[][] {
  const first = firstPress(survey.questions)
  const most = isBig ? room / bigness : room
  const steps: StoredQuestion[][] = first ? [[first]] : []
  let left = 0
  for (const question of askedQuestions(survey.questions, answers)) {
    if (question === first) continue
    const height = heightOf(question, survey.language)
    if (height <= left) steps.at(-1)!.push(question)
    else {
      steps.push([question])
      left = most
    }
    left -= height
  }
  return asksContact ? withContact(steps, survey, most, first) : steps
}

/** Makes room below the last question, by a further page where the last one is full. */
function withContact(
  steps: StoredQuestion[][],
  { language }: StoredSurvey,
  most: number,
  first: StoredQuestion | undefined,
): StoredQuestion[][] {
  const last = steps.at(-1)
  if (!last || last[0] === first) return steps
  const moved: StoredQuestion[] = []
  let height = contactFields
  while (last.length > 0 && (moved.length === 0 || height + heightOf(last.at(-1)!, language) <= most)) {
    height += heightOf(last.at(-1)!, language)
    moved.unshift(last.pop()!)
  }
  return [...steps.slice(0, -1), last, moved].filter((step) => step.length > 0)
}
