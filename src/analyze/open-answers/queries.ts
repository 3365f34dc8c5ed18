import { z } from 'zod'
import type * as contract from '#analyze/open-answers/contract.ts'
import type { OpenAnswer, OpenAnswers } from '#analyze/open-answers/contract.ts'
import { type Asked, openReader, type Place, type Read, readRows } from '#analyze/open-answers/read.ts'
import { shortened } from '#analyze/themes/quotes.ts'
import { nameOf } from '#analyze/themes/rules.ts'
import { storedSurvey } from '#collect/surveys/queries.ts'
import { getWave } from '#collect/surveys/waves/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, encodeCursor } from '#platform/cursor.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

/** The newest answers that are read: enough for what most say, and as quick at a million answers as at a thousand. */
export const mostRead = 1000
/** So many are read at a time where a page is filled. */
const step = 100
const mostThemes = 8
const mostQuotes = 3

/** Throws `open_answers.question_unknown`, and as `getWave` does. */
async function askedOf(
  ctx: Ctx,
  { surveyId, question: key, wave }: Input<typeof contract.getOpenAnswers>,
): Promise<Asked> {
  const survey = await storedSurvey(ctx, surveyId)
  if (wave) await getWave(ctx, { waveId: wave })
  const words = survey.questions.filter(({ kind }) => kind === 'text')
  const question = words.find((one) => one.key === key)
  if (!question)
    throw new AppError(
      'invalid',
      'open_answers.question_unknown',
      `The survey has no question ${key} that is answered in words. It has: ${words.map((one) => one.key).join(', ') || 'none'}.`,
    )
  return { questionId: question.id, waveId: wave }
}

/** What the newest answers in words to a question say, in counts and a few quotes. */
export async function getOpenAnswers(
  ctx: Ctx,
  input: Input<typeof contract.getOpenAnswers>,
): Promise<OpenAnswers> {
  const rows = await readRows(ctx, await askedOf(ctx, input), undefined, mostRead + 1)
  const { read, themes } = await openReader(ctx)
  const answers = await read(rows.slice(0, mostRead).filter((row) => !row.is_out))
  const byTheme = new Map<string, Read[]>()
  for (const one of answers)
    if (one.theme_id !== null) byTheme.set(one.theme_id, [...(byTheme.get(one.theme_id) ?? []), one])
  return {
    answers: answers.length,
    isWhole: rows.length <= mostRead,
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

/**
 * The answers behind one of the counts: read on from where the page before ended, until a page is full or the newest are
 * through. How many were read stands in the cursor, so that the pages end where the counts do.
 */
export async function listOpenAnswers(ctx: Ctx, input: Input<typeof contract.listOpenAnswers>) {
  const asked = await askedOf(ctx, input)
  const { read } = await openReader(ctx)
  const isMeant = (one: Read) =>
    (!input.sentiment || one.sentiment === input.sentiment) &&
    (!input.theme || one.theme_id === (input.theme === 'none' ? null : input.theme))
  const from = input.cursor && decodeCursor(input.cursor, cursor)
  let place: Place | undefined = from ? [from[0], from[1]] : undefined
  let seen = from ? from[2] : 0
  const found: (Read & { seen: number })[] = []
  while (found.length <= input.limit && seen < mostRead) {
    const most = Math.min(step, mostRead - seen)
    const rows = await readRows(ctx, asked, place, most)
    const numbered = new Map(rows.map((row, i) => [row.response_id, seen + i + 1]))
    for (const one of await read(rows.filter((row) => !row.is_out)))
      if (isMeant(one)) found.push({ ...one, seen: numbered.get(one.response_id)! })
    seen += rows.length
    const last = rows.at(-1)
    if (!last || rows.length < most) break
    place = [last.at.toISOString(), last.response_id]
  }
  const page = found.slice(0, input.limit)
  const end = found.length > input.limit ? page.at(-1) : undefined
  return {
    data: page.map(showAnswer),
    nextCursor: end ? encodeCursor([end.at.toISOString(), end.response_id, end.seen]) : null,
  }
}

const cursor = z.tuple([z.iso.datetime(), z.uuid(), z.int().min(0).max(mostRead)])

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
