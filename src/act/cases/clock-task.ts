import { z } from 'zod'
import { task } from '#platform/jobs/task.ts'

/**
 * Wakes one step at its next warning or escalation. The work stands in clocks.ts, which needs what sets these
 * wake-ups; loading it when it runs keeps the two from importing each other.
 */
export const stepClock = task(
  'cases.clock',
  z.object({ workspaceId: z.uuid(), stepId: z.uuid() }),
  async ({ workspaceId, stepId }, door) => {
    const { fireStep } = await import('#act/cases/clocks.ts')
    await door.inWorkspace(workspaceId, { kind: 'job', name: 'cases.clock' }, (ctx) => fireStep(ctx, stepId))
  },
)
