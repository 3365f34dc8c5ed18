import { statusWords } from '#prioritize/requests/rules.ts'
import type { ReviewMinutes } from '#prioritize/reviews/contract.ts'
import { positionWords } from '#prioritize/reviews/rules.ts'
import type { ReviewSummary } from '#prioritize/reviews/summary-shape.ts'

/** What minutes say in lines: the same words on the page and in the mail. */

const some = (n: number, one: string, many = `${one}s`) =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`

/** "Dark mode: planned for 2037-03-26, Priya Raman; asked for before every summer" */
export function decisionLine(one: ReviewMinutes['decisions'][number]): string {
  const when =
    one.to === 'parked'
      ? one.parkedUntil
        ? ` until ${one.parkedUntil}`
        : ' until the next quarterly review'
      : (one.to === 'planned' || one.to === 'in_progress') && one.targetOn
        ? ` for ${one.targetOn}`
        : ''
  const stays = one.from === one.to && one.to !== 'parked' ? 'stays ' : ''
  return `${one.title}: ${stays}${statusWords[one.to].toLowerCase()}${when}${one.owner ? `, ${one.owner}` : ''}${one.reason ? `; ${one.reason}` : ''}`
}

export const attendanceWords = {
  here: 'here',
  excused: 'excused',
  expected: 'expected',
  absent: 'not here',
} as const

/** "Ana Ruiz (Customer success manager): here", and which positions nobody held */
export const attendanceLines = ({ attendees, vacant }: ReviewMinutes): string[] => [
  ...attendees.map(
    ({ name, positions, standing }) =>
      `${name}${positions.length > 0 ? ` (${positions.map(positionWords).join(', ')})` : ''}: ${attendanceWords[standing]}`,
  ),
  ...vacant.map((position) => `${positionWords(position)}: nobody held it`),
]

/** "Call both schools: Ana Ruiz, done, both were glad" */
export const beforeLine = ({ text, owner, state, dueOn, outcome }: ReviewMinutes['before'][number]) =>
  `${text}: ${[owner ?? 'nobody', state === 'open' ? `open, due ${dueOn}` : state, outcome].filter(Boolean).join(', ')}`

/** The figures of a summary, a line each. */
export function summaryLines({ feedback, answers, trends }: ReviewSummary): string[] {
  return [
    ...(feedback
      ? [
          `${some(feedback.items, 'feedback item')}: ${feedback.types
            .map((type) =>
              type.code === 'bug_report'
                ? `${type.label} ${type.items} (${feedback.bugs.critical} critical, ${feedback.bugs.minor} minor)`
                : `${type.label} ${type.items}`,
            )
            .join(', ')}${feedback.untriaged > 0 ? `, not triaged ${feedback.untriaged}` : ''}`,
          ...feedback.themes.map(
            (theme, i) => `Theme ${i + 1}: ${theme.name}, ${some(theme.mentions, 'mention')}`,
          ),
        ]
      : []),
    ...(answers
      ? [
          `${some(answers.answers, 'answer')}, ${answers.negative} negative`,
          ...answers.surveys.map(
            (survey) =>
              `${survey.name}: ${some(survey.answers, 'answer')}, ${survey.negative} negative${
                survey.nps ? `, NPS ${survey.nps.value} (${survey.nps.low} to ${survey.nps.high})` : ''
              }`,
          ),
        ]
      : []),
    ...(trends
      ? trends.themes.map(
          (theme) =>
            `${theme.name}: ${some(theme.negative, 'negative mention')}, ${theme.mentions} in 12 weeks after ${theme.before} in the 12 before`,
        )
      : []),
  ]
}
