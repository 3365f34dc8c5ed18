import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** Gives what somebody who is away is to hold until a day to who stands in for them. Answers how many went. */
export async function coverCheckIns(
  ctx: Ctx,
  { memberId, coverId, until }: { memberId: string; coverId: string; until: string },
): Promise<number> {
  return ctx.db.run(sql`
    update check_ins set holder_member_id = ${coverId}, stands_in_for_member_id = coalesce(stands_in_for_member_id, ${memberId}),
      updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and state = 'due' and holder_member_id = ${memberId} and due_on <= ${until}`)
}

/** Gives back what others still have of somebody who is here again. Answers how many came. */
export async function returnCheckIns(ctx: Ctx, memberId: string): Promise<number> {
  return ctx.db.run(sql`
    update check_ins set holder_member_id = ${memberId}, stands_in_for_member_id = null, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and state = 'due' and stands_in_for_member_id = ${memberId}`)
}
