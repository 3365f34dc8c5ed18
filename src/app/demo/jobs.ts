import { rm } from 'node:fs/promises'
import { z } from 'zod'
import { demoJob } from '#app/demo/past.ts'
import { folderOf } from '#collect/imports/commands/upload.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { projection } from '#platform/events/event.ts'
import { removeBytes } from '#platform/files/store.ts'
import { type Task, task } from '#platform/jobs/task.ts'

/** Writes the demo of a workspace, or goes on where it stood. The work stands in install.ts, and loads with it. */
export const writeDemo = task(
  'demo.write',
  z.object({ workspaceId: z.uuid() }),
  async ({ workspaceId }, door, signal) => {
    const { installDemo } = await import('#app/demo/install.ts')
    try {
      await installDemo(door, workspaceId, signal)
    } catch (error) {
      if (!signal.aborted)
        await door.inWorkspace(workspaceId, demoJob, (ctx) => noteFailure(ctx, error)).catch(() => {})
      throw error
    }
  },
)

/** Removes the files of a demo that was taken away, once that is committed. */
export const tidyDemo = task(
  'demo.tidy',
  z.object({ workspaceId: z.uuid(), importIds: z.array(z.uuid()), fileIds: z.array(z.uuid()) }),
  async ({ workspaceId, importIds, fileIds }, door) => {
    for (const id of importIds)
      await rm(folderOf(door.config, workspaceId, id), { recursive: true, force: true })
    for (const id of fileIds) await removeBytes(door.config, workspaceId, id)
  },
)

export const tasks: Task[] = [writeDemo as Task, tidyDemo as Task]

export const projections = [
  projection('workspace.created', async (ctx, event) => {
    if ((event.payload as { start: string }).start !== 'demo') return
    await beginDemo(ctx)
    await ctx.enqueue(writeDemo, { workspaceId: ctx.workspaceId }, { key: `demo ${ctx.workspaceId}` })
  }),
]

/** Notes that a demo is to be written here, ending now; noted before, it keeps its year. */
export async function beginDemo(ctx: Ctx, seed = 7): Promise<void> {
  await ctx.db.run(sql`
    insert into demo_installs (workspace_id, seed, ends_at, words, started_at, updated_at)
    values (${ctx.workspaceId}, ${seed}, ${ctx.now()}, 'Inventing a year', ${ctx.now()}, ${ctx.now()})
    on conflict (workspace_id) do nothing`)
}

/** Says what went wrong, for people; it is tried again. */
async function noteFailure(ctx: Ctx, error: unknown): Promise<void> {
  const words =
    error instanceof AppError ? error.message : 'Something went wrong; the log of the server says what.'
  await ctx.db.run(sql`
    update demo_installs set failure = ${words}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and finished_at is null`)
}
