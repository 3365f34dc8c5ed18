import { z } from 'zod'
import { task } from '#platform/jobs/task.ts'

/** Works on one run. The work stands in work.ts, and loads with it. */
export const work = task(
  'themes.work',
  z.object({ workspaceId: z.string(), runId: z.string() }),
  async ({ workspaceId, runId }, door, signal) => {
    const { workOnRun } = await import('#analyze/themes/work.ts')
    await workOnRun(door, workspaceId, runId, signal)
  },
)
