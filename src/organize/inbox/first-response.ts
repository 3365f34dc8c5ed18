import { feedbackAnswered } from '#organize/inbox/events.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** A person answered the contact about this item. Only the first answer counts; an automatic acknowledgement is none. */
export async function noteFirstResponse(ctx: Ctx, feedbackId: string, at: Date): Promise<void> {
  const noted = await ctx.db.run(sql`
    update inbox_items set first_response_at = ${at}
    where workspace_id = ${ctx.workspaceId} and id = ${feedbackId} and (first_response_at is null or first_response_at > ${at})`)
  if (noted > 0) await ctx.emit(feedbackAnswered, { subjectId: feedbackId, payload: { ids: [feedbackId] } })
}
