import { leadingOf } from '#collect/surveys/branching.ts'
import type * as contract from '#collect/surveys/builder/contract.ts'
import type { QuestionResult } from '#collect/surveys/builder/contract.ts'
import { isNegativeAnswer, isScored, nothingGiven, pointsOf } from '#collect/surveys/kinds.ts'
import { type StoredQuestion, storedSurvey } from '#collect/surveys/queries.ts'
import { pointLabel } from '#collect/surveys/said.ts'
import { scoresOfKind } from '#collect/surveys/scores.ts'
import { fillWording } from '#collect/surveys/wording.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'

/** How many answered a question in the same way. */
interface Counted {
  question_id: string
  number: number | null
  choices: string[]
  count: number
}

/** What was answered, question by question: counts of each answer, and the score of its kind. Answers in doubt do not count. */
export async function getSurveyResults(ctx: Ctx, input: Input<typeof contract.getSurveyResults>) {
  const ws = ctx.workspaceId
  const survey = await storedSurvey(ctx, input.surveyId)
  const of = input.wave ? sql`and r.wave_id = ${input.wave}` : sql.empty
  const counted = await ctx.db.many<Counted>(sql`
    select a.question_id, a.number, coalesce(a.choices, array_remove(array[a.choice], null)) as choices, count(*) as count
    from responses r join answers a on a.workspace_id = ${ws} and a.response_id = r.id
    where r.workspace_id = ${ws} and r.survey_id = ${survey.id} and not r.is_provisional ${of}
      and (a.number is not null or a.choice is not null or a.choices is not null or a.words is not null)
    group by 1, 2, 3`)
  const total = await ctx.db.one<{ n: number; negative: number }>(sql`
    select count(*) as n, count(*) filter (where is_negative) as negative from responses r
    where r.workspace_id = ${ws} and r.survey_id = ${survey.id} and not r.is_provisional ${of}`)
  const leading = leadingOf(survey.questions)
  return {
    answers: total.n,
    negative: total.negative,
    questions: survey.questions.map((question): QuestionResult => {
      const own = counted.filter((one) => one.question_id === question.id)
      const numbers = own.flatMap(({ number, count }) => (number === null ? [] : [{ number, count }]))
      return {
        key: question.key,
        kind: question.kind,
        wording: fillWording(question.wording, { 'brand.name': survey.brand_shown }),
        isLeading: question.key === leading?.key,
        answered: own.reduce((sum, { count }) => sum + count, 0),
        ...scoresOfKind(question.kind, numbers),
        bars: barsOf(question, own),
      }
    }),
  }
}

/** Every answer that can be given, with how often it was; a choice that is not offered any more stays while it has answers. */
function barsOf(question: StoredQuestion, counted: readonly Counted[]): QuestionResult['bars'] {
  if (isScored(question.kind)) {
    const { kind } = question
    return pointsOf(kind).map((number) => ({
      number,
      choice: null,
      label: pointLabel(kind, number, 'en') ?? String(number),
      count: counted.find((one) => one.number === number)?.count ?? 0,
      isNegative: isNegativeAnswer(question, { ...nothingGiven, number }),
    }))
  }
  if (question.kind !== 'choice') return []
  const chosen = new Map<string, number>()
  for (const { choices, count } of counted)
    for (const choice of choices) chosen.set(choice, (chosen.get(choice) ?? 0) + count)
  const gone = [...chosen.keys()].filter((key) => question.choices.every((one) => one.key !== key))
  return [...question.choices, ...gone.map((key) => ({ key, label: key }))].map(({ key, label }) => ({
    number: null,
    choice: key,
    label,
    count: chosen.get(key) ?? 0,
    isNegative: question.negative_choices.includes(key),
  }))
}
