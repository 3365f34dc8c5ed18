import {
  bodyOf,
  nameQuestion,
  type Question,
  summaryQuestion,
  translationQuestion,
} from '#analyze/outside/prompts.ts'
import { mostTokens } from '#analyze/outside/rules.ts'
import { themeById } from '#analyze/themes/commands/edit.ts'
import { readThemes } from '#analyze/themes/known.ts'
import { membersOf } from '#analyze/themes/queries.ts'
import { bestQuotes } from '#analyze/themes/quotes.ts'
import { getFeedbackItem } from '#collect/feedback/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { decodeId } from '#platform/ids.ts'
import { ownWords } from '#text/clean/clean.ts'
import type { Mark } from '#text/personal/marks.ts'
import { personalRemover } from '#text/personal/personal.ts'

/** What is sent: put together and cleared of personal data before anything leaves, and kept as it is sent. */
export interface Sendable {
  body: Record<string, unknown>
  mostOut: number
  /** items quoted, in the order of their numbers */
  feedbackIds: string[]
  removed: Partial<Record<Mark, number>>
}

const quotesSent = 12
const longestQuote = 600
const longestText = 8000
/** Items of a theme whose customers' names are looked for, the newest. */
const namesOf = 500

/** A question about a theme: its telling phrases and the quotes most like it. */
export async function sendableTheme(
  ctx: Ctx,
  themeId: string,
  purpose: 'theme_name' | 'theme_summary',
  model: string,
): Promise<Sendable> {
  const theme = await themeById(ctx, themeId)
  const ids = membersOf(await readThemes(ctx)).get(themeId) ?? [themeId]
  const best = (await bestQuotes(ctx, [{ themeId, ids }], { most: quotesSent })).get(themeId) ?? []
  const feedbackIds = best.map((quote) => decodeId('fb', quote.feedbackId)!)
  if (feedbackIds.length === 0)
    throw new AppError(
      'conflict',
      'theme.empty',
      'Nobody has said anything in this theme yet, so there is nothing to ask about.',
    )
  const recent = await ctx.db.many<Whose>(sql`
    select distinct i.account_id, i.contact_id from unnest(${ids}::uuid[]) as m (theme_id)
    cross join lateral (
      select t.account_id, t.contact_id from theme_items t where t.workspace_id = ${ctx.workspaceId} and t.theme_id = m.theme_id
      order by t.occurred_at desc, t.feedback_id desc limit ${namesOf}
    ) i`)
  const [items, without] = await Promise.all([readItems(ctx, feedbackIds), remover(ctx, recent)])
  const clear = counting(without)
  const quotes = feedbackIds.map((id, i) => ({
    number: i + 1,
    text: cut(clear(textOf(items.get(id)!)).replace(/\s+/g, ' '), longestQuote),
  }))
  // A phrase that names somebody says nothing about the subject.
  const phrases = (theme.phrases.length > 0 ? theme.phrases : theme.rules).filter(
    (phrase) => without(phrase).text === phrase,
  )
  const ask = purpose === 'theme_name' ? nameQuestion : summaryQuestion
  return sendable(model, ask({ phrases, quotes }), feedbackIds, clear.removed)
}

/** An item to be translated, its own words only. */
export async function sendableItem(
  ctx: Ctx,
  feedbackId: string,
  language: string,
  model: string,
): Promise<Sendable> {
  const item = await getFeedbackItem(ctx, feedbackId)
  const clear = counting(await remover(ctx, [item]))
  const text = cut(clear(textOf(item)), longestText)
  return sendable(model, translationQuestion(text, language, mostTokens(text)), [feedbackId], clear.removed)
}

/** Whether more was said than is translated. */
export function isCut(verbatim: string): boolean {
  return (ownWords(verbatim).text || verbatim).trim().length > longestText
}

function sendable(
  model: string,
  question: Question,
  feedbackIds: string[],
  removed: Sendable['removed'],
): Sendable {
  return { body: bodyOf(model, question), mostOut: question.mostOut, feedbackIds, removed }
}

interface Whose {
  account_id: string | null
  contact_id: string | null
}

interface ItemRow extends Whose {
  id: string
  verbatim: string
}

async function readItems(ctx: Ctx, ids: readonly string[]): Promise<Map<string, ItemRow>> {
  const rows = await ctx.db.many<ItemRow>(sql`
    select id, verbatim, account_id, contact_id from feedback_items
    where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row]))
}

const textOf = ({ verbatim }: Pick<ItemRow, 'verbatim'>) => (ownWords(verbatim).text || verbatim).trim()

/** Cut at a word: after personal data was taken out, because half a number is not seen as one. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/\s*\S*$/, '')} …`
}

/** Takes out the names of these customers, of everybody else at their accounts, and of the members of the workspace. */
async function remover(ctx: Ctx, whose: readonly Whose[]) {
  const ws = ctx.workspaceId
  const accountIds = whose.flatMap((one) => one.account_id ?? [])
  const contactIds = whose.flatMap((one) => one.contact_id ?? [])
  const companies = await ctx.db.many<{ name: string; name_key: string; domain: string | null }>(sql`
    select name, name_key, domain from accounts where workspace_id = ${ws} and (id = any(${accountIds}::uuid[])
      or id in (select merged_into_id from accounts where workspace_id = ${ws} and id = any(${accountIds}::uuid[])))`)
  const people = await ctx.db.many<{ name: string }>(sql`
    select name from contacts where workspace_id = ${ws} and id = any(${contactIds}::uuid[]) and name is not null
    union select r.name from contacts c join contacts r on r.workspace_id = ${ws} and r.id = c.merged_into_id
      where c.workspace_id = ${ws} and c.id = any(${contactIds}::uuid[]) and r.name is not null
    union (select name from contacts where workspace_id = ${ws} and account_id = any(${accountIds}::uuid[]) and name is not null limit 5000)
    union select name from members where workspace_id = ${ws}`)
  return personalRemover({
    people: people.map((row) => row.name),
    companies: companies.flatMap((row) => [row.name, row.name_key, row.domain ?? '']),
  })
}

/** A remover that adds up what it took out. */
function counting(without: ReturnType<typeof personalRemover>) {
  const removed: Sendable['removed'] = {}
  const clear = (text: string) => {
    const found = without(text)
    for (const [mark, n] of Object.entries(found.removed) as [Mark, number][])
      removed[mark] = (removed[mark] ?? 0) + n
    return found.text
  }
  return Object.assign(clear, { removed })
}
