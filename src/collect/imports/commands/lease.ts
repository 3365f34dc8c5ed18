import { importFailed } from '#collect/imports/events.ts'
import type { RunRow } from '#collect/imports/queries.ts'
import type { RunState } from '#collect/imports/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { AppError } from '#platform/errors.ts'

/** A process that has said nothing for this long is taken for dead, and another may go on. */
export const leaseMs = 30_000

/** The run belongs to another process now, or a person cancelled it. */
export class Stopped extends Error {}

/** Takes the run for this process; undefined when another one holds it or there is nothing to do. */
export async function claim(ctx: Ctx, id: string): Promise<RunRow | undefined> {
  const now = ctx.now()
  return ctx.db.maybe<RunRow>(sql`
    update import_runs set fence = fence + 1, lease_until = ${new Date(now.getTime() + leaseMs)}, updated_at = ${now}
    where workspace_id = ${ctx.workspaceId} and id = ${id} and state in ('checking', 'running', 'undoing')
      and (lease_until is null or lease_until <= ${now})
    returning *`)
}

/** Lets another process go on with the run at once. */
export async function release(ctx: Ctx, run: RunRow): Promise<void> {
  await ctx.db.run(sql`
    update import_runs set lease_until = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${run.id} and fence = ${run.fence}`)
}

/** Ends the run where a person can see why; a dry run may be tried again. */
export async function fail(ctx: Ctx, run: RunRow, error: AppError): Promise<void> {
  const state: RunState = run.state === 'checking' ? 'ready' : 'failed'
  const changed = await ctx.db.run(sql`
    update import_runs set state = ${state}, failure = ${error.message}, lease_until = null, finished_at = ${ctx.now()}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${run.id} and fence = ${run.fence}`)
  if (changed > 0)
    await ctx.emit(importFailed, {
      subjectId: run.id,
      payload: { importId: run.id, kind: run.kind, code: error.code },
    })
}
