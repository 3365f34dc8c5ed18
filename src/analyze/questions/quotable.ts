import type { Quotable } from '#analyze/questions/contract.ts'
import type { Stance } from '#analyze/questions/rules.ts'
import { type QuoteRow, quoteOf } from '#analyze/themes/quotes.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { ownWords } from '#text/clean/clean.ts'

/** What of an item can be quoted: its title and the customer's own words. */

const mostShown = 20_000
const usesShown = 20

interface Texts {
  title: string | null
  verbatim: string
}

const ownText = ({ verbatim }: Texts) => ownWords(verbatim).text || verbatim

async function readTexts(ctx: Ctx, feedbackId: string): Promise<Texts> {
  const row = await ctx.db.maybe<Texts>(sql`
    select title, verbatim from feedback_items where workspace_id = ${ctx.workspaceId} and id = ${feedbackId}`)
  if (row) return row
  throw new AppError(
    'not_found',
    'feedback.not_found',
    'There is no feedback item with this id. Check the id.',
  )
}

/** The texts of an item that a quote may stand in; throws not-found. */
export async function quotableTexts(ctx: Ctx, feedbackId: string): Promise<string[]> {
  const item = await readTexts(ctx, feedbackId)
  return [ownText(item), item.title ?? '']
}

/** An item as evidence: its words, who said them, and what they are evidence for already. */
export async function getQuotable(ctx: Ctx, { feedbackId }: { feedbackId: string }): Promise<Quotable> {
  const ws = ctx.workspaceId
  const item = await readTexts(ctx, feedbackId)
  const [[who], uses] = await Promise.all([
    ctx.db.many<QuoteRow>(quoteOf(ctx, sql`select ${feedbackId}::uuid as feedback_id`)),
    ctx.db.many<{
      question_id: string
      question: string
      hypothesis_id: string
      hypothesis: string
      stance: Stance
      quote: string
    }>(sql`
      select q.id as question_id, q.text as question, h.id as hypothesis_id, h.text as hypothesis, e.stance, e.quote
      from hypothesis_evidence e
      join hypotheses h on h.workspace_id = ${ws} and h.id = e.hypothesis_id
      join questions q on q.workspace_id = ${ws} and q.id = h.question_id
      where e.workspace_id = ${ws} and e.feedback_id = ${feedbackId} order by e.created_at desc, e.id desc limit ${usesShown}`),
  ])
  return {
    feedbackId: encodeId('fb', feedbackId),
    text: ownText(item).slice(0, mostShown),
    title: item.title,
    contactName: who!.contact_name,
    accountName: who!.account_name,
    occurredAt: who!.occurred_at.toISOString(),
    uses: uses.map((use) => ({
      questionId: encodeId('qst', use.question_id),
      question: use.question,
      hypothesisId: encodeId('hyp', use.hypothesis_id),
      hypothesis: use.hypothesis,
      stance: use.stance,
      quote: use.quote,
    })),
  }
}
