import { z } from 'zod'
import type * as contract from '#app/demo/contract.ts'
import { tidyDemo, writeDemo } from '#app/demo/jobs.ts'
import { getDemo } from '#app/demo/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { event } from '#platform/events/event.ts'
import { workspaceCreated } from '#platform/identity/events.ts'

export const demoRemoved = event('workspace.demo_removed', z.object({ rows: z.number() }))

/** Goes on with a demo that is not written to its end. */
export async function resumeDemo(ctx: Ctx): Promise<Answer<typeof contract.resumeDemo>> {
  await ctx.enqueue(writeDemo, { workspaceId: ctx.workspaceId }, { key: `demo ${ctx.workspaceId}` })
  await ctx.db.run(sql`
    update demo_installs set failure = null, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and finished_at is null`)
  return getDemo(ctx)
}

/**
 * Removes the demo: all of its records, its invented colleagues, its events and its files. Members, settings and API
 * keys of the workspace stay, and it starts as a new one does. While it is being written, the part under way ends first.
 */
export async function removeDemo(ctx: Ctx): Promise<{ removed: number }> {
  const ws = ctx.workspaceId
  await ctx.db.run(sql`select workspace_id from demo_installs where workspace_id = ${ws} for update`)
  const workspace = await ctx.db.one<{ is_demo: boolean }>(
    sql`select is_demo from workspaces where id = ${ws} for update`,
  )
  if (!workspace.is_demo)
    throw new AppError(
      'conflict',
      'demo.not_one',
      'This workspace is no demo, so there is nothing to remove.',
    )
  const runs = await ctx.db.many<{ id: string }>(sql`select id from import_runs where workspace_id = ${ws}`)
  const files = await ctx.db.many<{ id: string }>(sql`select id from files where workspace_id = ${ws}`)
  const { removed } = await ctx.db.one<{ removed: number }>(sql`select erase_demo() as removed`)
  await ctx.emit(demoRemoved, { subjectId: ws, payload: { rows: removed } })
  await ctx.emit(workspaceCreated, { subjectId: ws, payload: { start: 'empty' } })
  await ctx.enqueue(tidyDemo, {
    workspaceId: ws,
    importIds: runs.map((row) => row.id),
    fileIds: files.map((row) => row.id),
  })
  return { removed }
}
