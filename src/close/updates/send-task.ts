import { z } from 'zod'
import { task } from '#platform/jobs/task.ts'

/** Wakes the sending of one update when its recall window is over. The work stands in send.ts. */
export const sendDue = task(
  'updates.send',
  z.object({ workspaceId: z.uuid(), updateId: z.uuid() }),
  async ({ workspaceId, updateId }, door) => {
    const { sendHeld } = await import('#close/updates/send.ts')
    await door.inWorkspace(workspaceId, { kind: 'job', name: 'updates.send' }, (ctx) =>
      sendHeld(ctx, updateId),
    )
  },
)
