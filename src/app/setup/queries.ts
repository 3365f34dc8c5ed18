import type { SetupProgress } from '#app/setup/contract.ts'
import { firstOpen, type SetupStep, setupSteps } from '#app/setup/rules.ts'
import { setupSetting } from '#app/setup/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** What was ticked in the set-up, and what is there already: a key, a link or a wave made elsewhere counts too. */
export async function getSetupProgress(ctx: Ctx): Promise<SetupProgress> {
  const kept = await getSetting(ctx, setupSetting)
  if (kept.isOver) return kept
  const ws = ctx.workspaceId
  const there = await ctx.db.one<Omit<Record<SetupStep, boolean>, 'hours'>>(sql`
    select exists (select from feedback_items where workspace_id = ${ws}) or exists (select from widget_keys where workspace_id = ${ws} and origins <> '{}')
        or exists (select from api_keys where workspace_id = ${ws} and revoked_at is null) as channels,
      exists (select from join_links where workspace_id = ${ws}) as people,
      exists (select from waves where workspace_id = ${ws}) as survey`)
  const done = setupSteps.filter((step) => kept.done.includes(step) || (step !== 'hours' && there[step]))
  return { done, isOver: firstOpen(done) === undefined }
}
