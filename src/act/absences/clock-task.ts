import { z } from 'zod'
import { task } from '#platform/jobs/task.ts'

/** Wakes a workspace when an absence begins or ends. The work is loaded when it runs: it sets these wake-ups itself. */
export const absenceClock = task(
  'absences.clock',
  z.object({ workspaceId: z.uuid() }),
  async ({ workspaceId }, door) => {
    const { keepAbsences } = await import('#act/absences/commands.ts')
    await door.inWorkspace(workspaceId, { kind: 'job', name: 'absences.clock' }, keepAbsences)
  },
)
