import type * as contract from '#customers/accounts/contract.ts'
import { accountChanged } from '#customers/accounts/events.ts'
import { accountRoot, getAccount } from '#customers/accounts/queries.ts'
import { checkCalendar } from '#platform/calendar/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'

/** Gives an account its own zone, hours and holidays, or takes them away. Throws as `checkCalendar` does. */
export async function putAccountCalendar(
  ctx: Ctx,
  input: Input<typeof contract.putAccountCalendar>,
): Promise<Answer<typeof contract.putAccountCalendar>> {
  const accountId = await accountRoot(ctx, input.accountId)
  if (input.calendar) await checkCalendar(input.calendar, ctx.now(), 'calendar.')
  await ctx.db.run(sql`
    update accounts set calendar = ${input.calendar && JSON.stringify(input.calendar)}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${accountId}`)
  await ctx.emit(accountChanged, { subjectId: accountId, payload: { accountId, fields: ['calendar'] } })
  return getAccount(ctx, { accountId })
}
