import { submitFeedback } from '#collect/feedback/commands.ts'
import { scaleOf } from '#collect/surveys/kinds.ts'
import {
  type ResponseRow,
  responseRows,
  type StoredResponse,
  storedColumns,
  wordingOf,
} from '#collect/surveys/responses/queries.ts'
import { makesItem } from '#collect/surveys/rules.ts'
import { reasonOf, withoutWords, wordsOf } from '#collect/surveys/said.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'

/**
 * Makes the feedback item of an answer that has words, a reason or a negative score: one item, with the answer's id as
 * external id. Words that are changed after it was made become a further item, because items are never rewritten.
 */
export async function makeItem(ctx: Ctx, responseId: string): Promise<void> {
  const locked = await ctx.db.maybe<StoredResponse>(sql`
    select ${storedColumns} from responses where workspace_id = ${ctx.workspaceId} and id = ${responseId} for update`)
  if (!locked || locked.is_provisional) return
  const row = (await responseRows(ctx, [responseId]))[0]!
  const [words, reason] = [wordsOf(row.answers), reasonOf(row.answers)]
  if (!makesItem({ words, choice: reason?.key ?? null, isNegative: row.is_negative })) return
  const said = words ?? (reasonSays(row) ? reason!.label : null)
  if (locked.item_made_at !== null && (said === null || (await wasSaid(ctx, responseId, said)))) return
  const externalId = encodeId('rsp', row.id) + (locked.item_made_at === null ? '' : `:${locked.revision + 1}`)
  await submitFeedback(
    ctx,
    {
      channel: 'survey',
      verbatim: said ?? (withoutWords(row.answers, (wording) => wordingOf(row, wording)) || reason!.label),
      externalId,
      contactId: row.contact_id,
      accountId: row.account_id,
      ...ratingOf(row),
      occurredAt: row.submitted_at,
      isHistory: false,
      context: {
        survey: row.survey_key,
        responseId: encodeId('rsp', row.id),
        ...(reason ? { reason: reason.label } : {}),
        ...(row.wave_id ? { waveId: encodeId('wave', row.wave_id) } : {}),
      },
    },
    { responseId: row.id },
  )
  await ctx.db.run(sql`
    update responses set item_made_at = ${ctx.now()}, revision = revision + 1
    where workspace_id = ${ctx.workspaceId} and id = ${responseId}`)
}

/** Whether a chosen reason stands for words: in a survey where no answer but the score says that something is wrong. */
function reasonSays(row: ResponseRow): boolean {
  return (
    row.answers.every((one) => !one.is_negative || one.number === row.score) && reasonOf(row.answers) !== null
  )
}

/** How the score is read as a rating of the item; absent without one. */
function ratingOf(row: ResponseRow) {
  if (row.score === null) return {}
  const kind = row.survey_kind === 'nps' || row.survey_kind === 'agreement' ? row.survey_kind : 'stars'
  return { rating: row.score, ratingMax: scaleOf(row.survey_kind).max, ratingKind: kind } as const
}

async function wasSaid(ctx: Ctx, responseId: string, said: string): Promise<boolean> {
  const row = await ctx.db.maybe<{ verbatim: string }>(sql`
    select verbatim from feedback_items where workspace_id = ${ctx.workspaceId} and response_id = ${responseId}
    order by received_at desc, id desc limit 1`)
  return row?.verbatim === said
}
