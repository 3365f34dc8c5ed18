import { submitFeedback } from '#collect/feedback/commands.ts'
import {
  type ResponseRow,
  responseRows,
  type StoredResponse,
  storedColumns,
} from '#collect/surveys/responses.ts'
import { makesItem } from '#collect/surveys/rules.ts'
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
  const row = await ctx.db.one<ResponseRow>(responseRows(ctx, [sql`r.id = ${responseId}`]))
  if (!makesItem({ words: row.words, choice: row.choice, isNegative: row.is_negative })) return
  const said = row.words ?? row.choice_label
  if (locked.item_made_at !== null && (said === null || (await wasSaid(ctx, responseId, said)))) return
  const externalId = encodeId('rsp', row.id) + (locked.item_made_at === null ? '' : `:${locked.revision + 1}`)
  await submitFeedback(
    ctx,
    {
      channel: 'survey',
      verbatim: said ?? `Gave ${row.score} of 10 and no reason.`,
      externalId,
      contactId: row.contact_id,
      accountId: row.account_id,
      rating: row.score,
      ratingMax: 10,
      ratingKind: 'nps',
      occurredAt: row.submitted_at,
      isHistory: false,
      context: {
        survey: row.survey_key,
        responseId: encodeId('rsp', row.id),
        ...(row.choice ? { reason: row.choice_label ?? row.choice } : {}),
        ...(row.wave_id ? { waveId: encodeId('wave', row.wave_id) } : {}),
      },
    },
    { responseId: row.id },
  )
  await ctx.db.run(sql`
    update responses set item_made_at = ${ctx.now()}, revision = revision + 1
    where workspace_id = ${ctx.workspaceId} and id = ${responseId}`)
}

async function wasSaid(ctx: Ctx, responseId: string, said: string): Promise<boolean> {
  const row = await ctx.db.maybe<{ verbatim: string }>(sql`
    select verbatim from feedback_items where workspace_id = ${ctx.workspaceId} and response_id = ${responseId}
    order by received_at desc, id desc limit 1`)
  return row?.verbatim === said
}
