import { z } from 'zod'
import { task } from '#platform/jobs/task.ts'

/** Sends one question. The work stands in work.ts, and loads with it. */
export const askTask = task(
  'outside.ask',
  z.object({ workspaceId: z.string(), callId: z.string() }),
  async ({ workspaceId, callId }, door, signal) => {
    const { workOnCall } = await import('#analyze/outside/work.ts')
    await workOnCall(door, workspaceId, callId, signal)
  },
)
