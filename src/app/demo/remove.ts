import { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { event } from '#platform/events/event.ts'
import { workspaceCreated } from '#platform/identity/events.ts'

export const demoRemoved = event('workspace.demo_removed', z.object({ rows: z.number() }))

/**
 * Removes the demo: all of its records, its invented colleagues and its events. Members, settings and API keys of the
 * workspace stay, and it starts as a new one does.
 */
export async function removeDemo(ctx: Ctx): Promise<{ removed: number }> {
  const workspace = await ctx.db.one<{ is_demo: boolean }>(
    sql`select is_demo from workspaces where id = ${ctx.workspaceId} for update`,
  )
  if (!workspace.is_demo)
    throw new AppError(
      'conflict',
      'demo.not_one',
      'This workspace is no demo, so there is nothing to remove.',
    )
  const { removed } = await ctx.db.one<{ removed: number }>(sql`select erase_demo() as removed`)
  await ctx.emit(demoRemoved, { subjectId: ctx.workspaceId, payload: { rows: removed } })
  await ctx.emit(workspaceCreated, { subjectId: ctx.workspaceId, payload: { start: 'empty' } })
  return { removed }
}
