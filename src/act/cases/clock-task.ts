import { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import { task } from '#platform/jobs/task.ts'

/**
 * Wakes whatever is due in a workspace. The work stands in clocks.ts, which needs what sets these wake-ups; loading it
 * when it runs keeps the two from importing each other.
 */
export const clock = task(
  'cases.clock',
  z.object({ workspaceId: z.uuid() }),
  async ({ workspaceId }, door) => {
    const { fireDue } = await import('#act/cases/clocks.ts')
    await fireDue(door, workspaceId)
  },
)

const second = 1000

/**
 * Has the clocks of the workspace looked at when `at` has come. Those that run out in one second share a wake-up, and
 * no two of a workspace are at work at once: they would only wait for each other.
 */
export async function wakeAt(ctx: Ctx, at: Date): Promise<void> {
  const runAt = new Date(Math.ceil(at.getTime() / second) * second)
  const queue = `clocks ${ctx.workspaceId}`
  await ctx.enqueue(
    clock,
    { workspaceId: ctx.workspaceId },
    { key: `${queue} ${runAt.toISOString()}`, runAt, queue },
  )
}
