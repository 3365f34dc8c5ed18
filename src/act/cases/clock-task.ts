import { z } from 'zod'
import { task } from '#platform/jobs/task.ts'

/**
 * Wakes one step at its next warning or escalation, and whatever else is due in its workspace by then. The work stands
 * in clocks.ts, which needs what sets these wake-ups; loading it when it runs keeps the two from importing each other.
 */
export const stepClock = task(
  'cases.clock',
  z.object({ workspaceId: z.uuid(), stepId: z.uuid() }),
  async ({ workspaceId, stepId }, door) => {
    const { fireDue, fireStep } = await import('#act/cases/clocks.ts')
    await fireDue(door, workspaceId)
    // If somebody was just at its case it was left out.
    await door.inWorkspace(workspaceId, { kind: 'job', name: 'cases.clock' }, (ctx) => fireStep(ctx, stepId))
  },
)
