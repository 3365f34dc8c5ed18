import type * as contract from '#measure/reports/contract.ts'
import type { ReportSettings } from '#measure/reports/contract.ts'
import { getReportSettings } from '#measure/reports/queries.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { memberChanged } from '#platform/identity/events.ts'

/** Sets in which language a member reads reports; null: in that of the workspace. */
export async function putReportLanguage(
  ctx: Ctx,
  { language }: Input<typeof contract.putReportLanguage>,
): Promise<ReportSettings> {
  const memberId = actorMember(ctx)!
  const { role } = await ctx.db.one<{ role: string }>(sql`
    update members set language = ${language} where workspace_id = ${ctx.workspaceId} and id = ${memberId} returning role`)
  await ctx.emit(memberChanged, { subjectId: memberId, payload: { role, fields: ['language'] } })
  return getReportSettings(ctx)
}
