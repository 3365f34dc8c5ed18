import { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { task } from '#platform/jobs/task.ts'

/**
 * A task that works off what waits in a workspace, `size` things in one transaction, and gives way between them to whoever
 * waits. Each of `takes` answers how many it took: fewer than `size` are the last. `actor` is the job's place in the house.
 */
export function pieceTask(
  name: string,
  actor: string,
  size: number,
  ...takes: ((ctx: Ctx) => Promise<number>)[]
) {
  return task(name, z.object({ workspaceId: z.uuid() }), async ({ workspaceId }, door, signal) => {
    for (const take of takes)
      for (;;) {
        const began = performance.now()
        if ((await door.inWorkspace(workspaceId, { kind: 'job', name: actor }, take)) < size) break
        if (signal.aborted)
          throw new AppError(
            'unavailable',
            'jobs.interrupted',
            `The server is stopping; ${name} goes on when it is back.`,
          )
        await door.foreground.giveWay(began)
      }
  })
}
