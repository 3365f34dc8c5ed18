import type * as contract from '#app/setup/contract.ts'
import type { SetupProgress } from '#app/setup/contract.ts'
import { getSetupProgress } from '#app/setup/queries.ts'
import { setupSetting } from '#app/setup/settings.ts'
import type { Ctx } from '#platform/context.ts'
import type { Input } from '#platform/endpoint.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'

/** Ticks a step, or ends the first run. */
export async function changeSetupProgress(
  ctx: Ctx,
  { done, isOver }: Input<typeof contract.changeSetupProgress>,
): Promise<SetupProgress> {
  const kept = await getSetting(ctx, setupSetting)
  await putSetting(ctx, setupSetting, {
    done: done && !kept.done.includes(done) ? [...kept.done, done] : kept.done,
    isOver: kept.isOver || isOver === true,
  })
  return getSetupProgress(ctx)
}
