import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import type * as contract from '#analyze/open-answers/contract.ts'
import type { OpenAnswer, OpenAnswers } from '#analyze/open-answers/contract.ts'
import { readKnown, readThemes, rootsOf, type ThemeRow } from '#analyze/themes/known.ts'
import { fieldsOf } from '#analyze/themes/place.ts'
import { shortened } from '#analyze/themes/quotes.ts'
import { nameOf } from '#analyze/themes/rules.ts'
import { type StoredSurvey, storedSurvey } from '#collect/surveys/queries.ts'
import type { Sentiment } from '#organize/classify/contract.ts'
import { partsOf } from '#organize/classify/item-text.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { analyze } from '#text/analysis/analyze.ts'
import { shippedWeights } from '#text/model/shipped.ts'

/** The newest answers that are read: enough for what most say, and as quick at a million answers as at a thousand. */
export const mostRead = 1000
const mostThemes = 8
const mostQuotes = 3
/** Texts read before others get their turn on the processor. */
const breath = 50

interface Row {
  response_id: string
  words: string
  answered_at: Date
  contact_id: string | null
  contact_name: string | null
  account_name: string | null
  feedback_id: string | null
  theme_id: string | null
  sentiment: Sentiment | null
}

type Read = Omit<Row, 'sentiment'> & { sentiment: Sentiment }

interface Reading {
  answers: Read[]
  isWhole: boolean
  themes: ReadonlyMap<string, ThemeRow>
}

/**
 * The newest answers in words to a question, each with sentiment and theme: as they stand with its item, where people
 * may have corrected them; where the item holds the answers to several questions, or is not read yet, from its own words.
 */
async function readAnswers(ctx: Ctx, survey: StoredSurvey, key: string): Promise<Reading> {
  const ws = ctx.workspaceId
  const question = survey.questions.find((one) => one.key === key && one.kind === 'text')
  if (!question)
    throw new AppError(
      'invalid',
      'open_answers.question_unknown',
      `The survey has no question ${key} that is answered in words. It has: ${
        survey.questions
          .filter(({ kind }) => kind === 'text')
          .map((one) => one.key)
          .join(', ') || 'none'
      }.`,
    )
  const rows = await ctx.db.many<Row & { is_provisional: boolean; is_spam: boolean }>(sql`
    select a.response_id, left(a.words, 4000) as words, a.answered_at, r.is_provisional, coalesce(i.status = 'spam', false) as is_spam,
      r.contact_id, coalesce(c.name, c.email) as contact_name, u.name as account_name, f.id as feedback_id,
      case when a.is_alone then t.theme_id end as theme_id, case when a.is_alone then t.sentiment end as sentiment
    from (
      select x.*, not exists (select from answers o join survey_questions q on q.workspace_id = ${ws} and q.id = o.question_id
        where o.workspace_id = ${ws} and o.response_id = x.response_id and o.question_id <> x.question_id and o.words is not null
          and q.kind = 'text') as is_alone
      from (
        select response_id, question_id, words, answered_at from answers
        where workspace_id = ${ws} and question_id = ${question.id} and words is not null
        order by answered_at desc, response_id desc limit ${mostRead + 1}
      ) x
    ) a
    join responses r on r.workspace_id = ${ws} and r.id = a.response_id
    left join contacts c on c.workspace_id = ${ws} and c.id = r.contact_id
    left join accounts u on u.workspace_id = ${ws} and u.id = r.account_id
    left join lateral (
      select id from feedback_items where workspace_id = ${ws} and response_id = a.response_id order by received_at desc, id desc limit 1
    ) f on true
    left join inbox_items i on i.workspace_id = ${ws} and i.id = f.id
    left join theme_items t on t.workspace_id = ${ws} and t.feedback_id = f.id
    order by a.answered_at desc, a.response_id desc`)
  const [themes, known] = await Promise.all([readThemes(ctx), readKnown(ctx)])
  const roots = rootsOf(themes)
  const answers: Read[] = []
  const newest = rows.slice(0, mostRead).filter((row) => !row.is_provisional && !row.is_spam)
  for (const [at, row] of newest.entries()) {
    if (at > 0 && at % breath === 0) await setImmediate()
    const text = { title: null, verbatim: row.words }
    const theme = row.sentiment === null ? known.place(fieldsOf(text)).themeId : row.theme_id
    answers.push({
      ...row,
      sentiment: row.sentiment ?? analyze(shippedWeights(), partsOf(text), {}).sentiment.label,
      theme_id: theme === null ? null : (roots.get(theme) ?? null),
    })
  }
  return {
    answers,
    isWhole: rows.length <= mostRead,
    themes: new Map(themes.map((theme) => [theme.id, theme])),
  }
}

/** What the newest answers in words to a question say, in counts and a few quotes. */
export async function getOpenAnswers(
  ctx: Ctx,
  { surveyId, question }: Input<typeof contract.getOpenAnswers>,
): Promise<OpenAnswers> {
  const { answers, isWhole, themes } = await readAnswers(ctx, await storedSurvey(ctx, surveyId), question)
  const byTheme = new Map<string, Read[]>()
  for (const one of answers)
    if (one.theme_id !== null) byTheme.set(one.theme_id, [...(byTheme.get(one.theme_id) ?? []), one])
  return {
    answers: answers.length,
    isWhole,
    since: answers.at(-1)?.answered_at.toISOString() ?? null,
    sentiment: spreadOf(answers),
    themes: [...byTheme]
      .filter(([themeId]) => !themes.get(themeId)!.is_hidden)
      .sort(([a, first], [b, second]) => second.length - first.length || (a < b ? -1 : 1))
      .slice(0, mostThemes)
      .map(([themeId, said]) => ({
        themeId: encodeId('th', themeId),
        name: nameOf(themes.get(themeId)!),
        mentions: said.length,
        sentiment: spreadOf(said),
        quotes: quotesOf(said),
      })),
    without: answers.filter((one) => one.theme_id === null).length,
  }
}

/** The answers behind one of the counts. */
export async function listOpenAnswers(ctx: Ctx, input: Input<typeof contract.listOpenAnswers>) {
  const { answers } = await readAnswers(ctx, await storedSurvey(ctx, input.surveyId), input.question)
  const place = input.cursor && decodeCursor(input.cursor, z.tuple([z.string(), z.uuid()]))
  const isAfter = (one: Read) => {
    if (!place) return true
    const at = one.answered_at.toISOString()
    return at < place[0] || (at === place[0] && one.response_id < place[1])
  }
  const rows = answers.filter(
    (one) =>
      (!input.sentiment || one.sentiment === input.sentiment) &&
      (!input.theme || one.theme_id === (input.theme === 'none' ? null : input.theme)) &&
      isAfter(one),
  )
  return toPage(rows.slice(0, input.limit + 1), input.limit, showAnswer, (one) => [
    one.answered_at.toISOString(),
    one.response_id,
  ])
}

function spreadOf(answers: readonly Read[]): OpenAnswers['sentiment'] {
  const spread = { negative: 0, neutral: 0, positive: 0, mixed: 0 }
  for (const { sentiment } of answers) spread[sentiment] += 1
  return spread
}

/** The newest, no words twice. */
function quotesOf(said: readonly Read[]): OpenAnswer[] {
  const quotes: OpenAnswer[] = []
  for (const one of said) {
    const quote = showAnswer(one)
    if (!quotes.some(({ text }) => text === quote.text)) quotes.push(quote)
    if (quotes.length === mostQuotes) break
  }
  return quotes
}

function showAnswer(row: Read): OpenAnswer {
  return {
    responseId: encodeId('rsp', row.response_id),
    feedbackId: row.feedback_id && encodeId('fb', row.feedback_id),
    text: shortened(row.words),
    sentiment: row.sentiment,
    contactId: row.contact_id && encodeId('ct', row.contact_id),
    contactName: row.contact_name,
    accountName: row.account_name,
    answeredAt: row.answered_at.toISOString(),
  }
}
