import { accountChanged } from '#customers/accounts/events.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { type Emitted, projection } from '#platform/events/event.ts'

export const projections = [
  // Accounts of somebody who leaves go to their successor; without one they have no owner.
  projection('member.removed', async (ctx: Ctx, event: Emitted<{ toMemberId: string | null }>) => {
    const moved = await ctx.db.many<{ id: string }>(sql`
      update accounts set owner_member_id = ${event.payload.toMemberId}, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and owner_member_id = ${event.subjectId} returning id`)
    if (moved.length > 0)
      await ctx.emitAll(
        accountChanged,
        moved.map(({ id }) => ({ subjectId: id, payload: { accountId: id, fields: ['owner_member_id'] } })),
      )
  }),
]
