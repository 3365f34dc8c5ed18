import type * as contract from '#close/holdings/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { checkMember } from '#platform/identity/queries.ts'

/** What waits on a member. Throws `member.not_found`. */
export async function getHoldings(
  ctx: Ctx,
  { memberId }: Input<typeof contract.getHoldings>,
): Promise<Answer<typeof contract.getHoldings>> {
  await checkMember(ctx, memberId)
  const ws = ctx.workspaceId
  return ctx.db.one(sql`
    select
      (select count(*) from cases where workspace_id = ${ws} and lead_member_id = ${memberId} and status = 'open') as cases,
      (select count(*) from case_steps where workspace_id = ${ws} and assignee_member_id = ${memberId} and state = 'open') as steps,
      (select count(*) from case_steps where workspace_id = ${ws} and assignee_member_id = ${memberId} and state = 'open'
        and latest_at < ${ctx.now()}) as "lateSteps",
      (select count(*) from corrective_actions where workspace_id = ${ws} and owner_member_id = ${memberId} and state = 'open') as actions,
      (select count(*) from inbox_items where workspace_id = ${ws} and assignee_member_id = ${memberId}
        and status in ('open', 'snoozed')) as items,
      (select count(*) from accounts where workspace_id = ${ws} and owner_member_id = ${memberId}) as accounts,
      (select count(*) from product_areas where workspace_id = ${ws} and owner_member_id = ${memberId}) as areas,
      (select count(*) from questions where workspace_id = ${ws} and owner_member_id = ${memberId}) as questions,
      (select count(*) from requests where workspace_id = ${ws} and owner_member_id = ${memberId} and merged_into_id is null
        and status in ('open', 'under_review', 'planned', 'in_progress')) as requests,
      (select count(*) from update_readings where workspace_id = ${ws} and reader_member_id = ${memberId}
        and verdict is null) as readings,
      (select count(*) from survey_calls where workspace_id = ${ws} and assignee_member_id = ${memberId} and state = 'open') as calls,
      (select count(*) from programmes where workspace_id = ${ws} and caller_member_id = ${memberId}) as programmes`)
}
