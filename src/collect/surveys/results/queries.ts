import { leadingOf } from '#collect/surveys/branching.ts'
import { isScored } from '#collect/surveys/kinds.ts'
import { type StoredQuestion, type StoredSurvey, storedSurvey } from '#collect/surveys/queries.ts'
import type * as contract from '#collect/surveys/results/contract.ts'
import type { SurveyResults } from '#collect/surveys/results/contract.ts'
import { type Counted, resultOf, scoredOf, together } from '#collect/surveys/results/figures.ts'
import { groupingsOf } from '#collect/surveys/results/groups.ts'
import { shareOf } from '#collect/surveys/results/scores.ts'
import { fewest } from '#collect/surveys/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { waitingSince } from '#platform/events/waiting.ts'
import { encodeId } from '#platform/ids.ts'

interface Sum {
  cut: string
  part: string
  question_id: string | null
  answer: string
  count: number
}

/**
 * What was answered, read from sums alone: they follow the answers after their commit (`asOf` says until when), so that a
 * million answers take as long as ten thousand. Answers in doubt do not count.
 */
export async function getSurveyResults(
  ctx: Ctx,
  input: Input<typeof contract.getSurveyResults>,
): Promise<SurveyResults> {
  const ws = ctx.workspaceId
  const survey = await storedSurvey(ctx, input.surveyId)
  const scored = scoredQuestion(survey, input.question)
  const ofWave = input.wave ? sql`and wave_id = ${input.wave}` : sql.empty
  const [sums, rates, trend, asOf] = await Promise.all([
    ctx.db.many<Sum>(sql`
      select cut, part, question_id, answer, sum(count) as count from result_sums
      where workspace_id = ${ws} and survey_id = ${survey.id} and (cut = 'channel' or question_id = ${scored?.id ?? null}) ${ofWave}
      group by cut, part, question_id, answer having sum(count) > 0`),
    ctx.db.many<{ channel: string; delivered: number; answered: number }>(sql`
      select channel, sum(delivered) as delivered, sum(answered) as answered from wave_rates
      where workspace_id = ${ws} and survey_id = ${survey.id} ${ofWave} group by channel`),
    trendOf(ctx, survey, scored),
    waitingSince(ctx, 'collect/results'),
  ])
  const whole = sums.filter(({ cut }) => cut === 'channel')
  const about = (question: string | null) => whole.filter(({ question_id }) => question_id === question)
  const total = (rows: readonly Sum[], answer: string) =>
    rows.reduce((sum, one) => sum + (one.answer === answer ? one.count : 0), 0)
  const responses = about(null)
  return {
    answers: total(responses, ''),
    negative: total(responses, 'negative'),
    asOf: (asOf ?? ctx.now()).toISOString(),
    questions: survey.questions.map((question) =>
      resultOf(question, survey.brand_shown, leadingOf(survey.questions)?.key, about(question.id)),
    ),
    channels: channelsOf(responses, rates),
    scoredQuestion: scored?.key ?? null,
    ...showTrend(scored, trend, input.wave),
    groupings: scored ? await groupingsOf(ctx, scored, sums) : [],
  }
}

function scoredQuestion(survey: StoredSurvey, key: string | undefined): StoredQuestion | undefined {
  const chosen = survey.questions.find((one) => one.key === (key ?? leadingOf(survey.questions)?.key))
  if (key !== undefined && (!chosen || !isScored(chosen.kind)))
    throw new AppError(
      'invalid',
      'results.question_unknown',
      `The survey has no question ${key} with a scale. It has: ${
        survey.questions
          .filter(({ kind }) => isScored(kind))
          .map((one) => one.key)
          .join(', ') || 'none'
      }.`,
    )
  return chosen
}

interface Rate {
  channel: string
  delivered: number
  answered: number
}

/** Answers by the way they came, most first, and the share of those reached who answered. */
function channelsOf(responses: readonly Sum[], rates: readonly Rate[]): SurveyResults['channels'] {
  const answers = new Map(
    responses.filter(({ answer }) => answer === '').map(({ part, count }) => [part, count]),
  )
  const channels = new Set([...answers.keys(), ...rates.map(({ channel }) => channel)])
  return [...channels]
    .map((channel) => {
      const rate = rates.find((one) => one.channel === channel)
      return {
        channel,
        answers: answers.get(channel) ?? 0,
        delivered: rate?.delivered ?? null,
        answered: rate?.answered ?? null,
        rate: rate && rate.delivered >= fewest ? shareOf(rate.answered, rate.delivered) : null,
      }
    })
    .sort((a, b) => b.answers - a.answers || a.channel.localeCompare(b.channel))
}

interface Trend {
  waves: (Counted & { wave_id: string; name: string; started_at: Date })[]
  months: (Counted & { month: string })[]
}

const longest = 24

async function trendOf(ctx: Ctx, { id }: StoredSurvey, scored: StoredQuestion | undefined): Promise<Trend> {
  if (!scored) return { waves: [], months: [] }
  const ws = ctx.workspaceId
  const own = sql`workspace_id = ${ws} and survey_id = ${id} and cut = 'channel' and question_id = ${scored.id}`
  const [waves, months] = await Promise.all([
    ctx.db.many<Trend['waves'][number]>(sql`
      select w.id as wave_id, w.name, w.started_at, s.answer, s.count
      from (select id, name, started_at from waves where workspace_id = ${ws} and survey_id = ${id} order by id desc limit ${longest}) w
      join (select wave_id, answer, sum(count) as count from result_sums where ${own} group by wave_id, answer having sum(count) > 0) s
        on s.wave_id = w.id
      order by w.started_at, w.id`),
    ctx.db.many<Trend['months'][number]>(sql`
      select month, answer, sum(count) as count from result_sums where ${own}
        and month in (select distinct month from result_sums where ${own} and count > 0 order by month desc limit ${longest})
      group by month, answer having sum(count) > 0 order by month`),
  ])
  return { waves, months }
}

function showTrend(
  scored: StoredQuestion | undefined,
  { waves, months }: Trend,
  shown: string | undefined,
): Pick<SurveyResults, 'waves' | 'months'> {
  if (!scored) return { waves: [], months: [] }
  return {
    waves: [...together(waves, (row) => row.wave_id).values()].map((rows) => ({
      ...scoredOf(scored, rows),
      waveId: encodeId('wave', rows[0]!.wave_id),
      name: rows[0]!.name,
      startedAt: rows[0]!.started_at.toISOString(),
      isShown: rows[0]!.wave_id === shown,
    })),
    months: [...together(months, (row) => row.month).values()].map((rows) => ({
      ...scoredOf(scored, rows),
      month: rows[0]!.month,
    })),
  }
}
