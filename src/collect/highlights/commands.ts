import { submitFeedbackBatch } from '#collect/feedback/commands.ts'
import type { NewHighlight } from '#collect/highlights/contract.ts'
import { isOf } from '#collect/highlights/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { decodeId, newId } from '#platform/ids.ts'

/** The talk in which something was said. */
export type Talk = ({ checkInId: string } | { sessionId: string }) & {
  accountId: string | null
  channel: 'check_in' | 'interview'
  at: Date
}

/**
 * Makes each highlight a feedback item by the ordinary intake, so that types, duplicates and playbooks hear of it, and
 * notes which talk it comes from. All or none; answers the ids of the items in order.
 */
export async function takeHighlights(
  ctx: Ctx,
  talk: Talk,
  highlights: readonly NewHighlight[],
): Promise<string[]> {
  if (highlights.length === 0) return []
  const made = await submitFeedbackBatch(
    ctx,
    highlights.map(({ verbatim, kind, contactId }) => ({
      verbatim,
      channel: talk.channel,
      kind: kind ?? null,
      contactId: contactId ?? null,
      accountId: talk.accountId,
      occurredAt: talk.at,
    })),
    {},
  )
  const refused = made.results.find((one) => one.error)
  if (refused)
    throw new AppError(
      'invalid',
      refused.error!.code,
      `highlights.${refused.index}: ${refused.error!.message}`,
    )
  const ids = made.results.map((one) => decodeId('fb', one.id!)!)
  const checkInId = 'checkInId' in talk ? talk.checkInId : null
  const sessionId = 'sessionId' in talk ? talk.sessionId : null
  await ctx.db.run(sql`
    insert into highlights (workspace_id, id, feedback_id, check_in_id, session_id, position, created_at)
    select ${ctx.workspaceId}, h.id, h.feedback_id, ${checkInId}::uuid, ${sessionId}::uuid, h.n + coalesce((
      select max(position) from highlights where workspace_id = ${ctx.workspaceId} and ${isOf(talk)}), 0), ${ctx.now()}
    from unnest(${ids.map(() => newId())}::uuid[], ${ids}::uuid[]) with ordinality as h (id, feedback_id, n)`)
  return ids
}
