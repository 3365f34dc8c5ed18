import { type Loaded, loadCase, momentsOf } from '#act/cases/load.ts'
import type { Moment } from '#act/moments/contract.ts'
import { accountMoments } from '#act/playbooks/language.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** The moments of a case that a person or the account brings. */
export async function listMoments(ctx: Ctx, { caseId }: { caseId: string }): Promise<{ data: Moment[] }> {
  return showMoments(ctx, await loadCase(ctx, caseId, false))
}

/** The same of a loaded case. */
export async function showMoments(ctx: Ctx, loaded: Loaded): Promise<{ data: Moment[] }> {
  const { playbook, record } = loaded
  const recorded = await ctx.db.many<{ name: string; by: string | null }>(sql`
    select x.name, m.name as by from case_moments x
    left join members m on m.workspace_id = ${ctx.workspaceId} and m.id = x.recorded_by_member_id
    where x.workspace_id = ${ctx.workspaceId} and x.case_id = ${record.id}`)
  const moments = momentsOf(loaded)
  const stepsFrom = (name: string) =>
    playbook.steps.filter(({ due }) => due.after === name).map(({ title }) => title)
  const asked = accountMoments.filter((name) => stepsFrom(name).length > 0)
  return {
    data: [...playbook.moments, ...asked].map((name) => ({
      name,
      at: moments.get(name)?.toISOString() ?? null,
      isOfAccount: asked.some((one) => one === name),
      by: recorded.find((one) => one.name === name)?.by ?? null,
      steps: stepsFrom(name),
    })),
  }
}
