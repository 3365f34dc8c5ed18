import { themeRunCancelled, themeRunRequested, themeRunResumed } from '#analyze/themes/events.ts'
import { type Known, readKnown } from '#analyze/themes/known.ts'
import { firstSearchAt, growthOfSearch } from '#analyze/themes/rules.ts'
import { work } from '#analyze/themes/work-task.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { isDrifting } from '#text/themes/model.ts'

export interface RunRow {
  id: string
  kind: 'find' | 'place'
  reason: 'first' | 'growth' | 'drift' | 'asked' | 'edit'
  state: 'queued' | 'running' | 'done' | 'cancelled' | 'failed'
  phase: 'reading' | 'finding' | 'placing'
  share: number
  place: string | null
  theme_id: string | null
  items: number
  themes: number
  fence: number
  failure: string | null
  created_at: Date
  ended_at: Date | null
}

/** A run as people see it. */
export function showRun(row: RunRow) {
  return {
    id: encodeId('thr', row.id),
    kind: row.kind,
    reason: row.reason,
    state: row.state,
    phase: row.phase,
    share: row.share,
    items: row.items,
    themes: row.themes,
    failure: row.failure,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}

/** By itself a search waits until it has been quiet for so long, so that an import is read once, but no longer than this. */
const restMs = 20_000
const mostRestMs = 300_000
/** After a search none begins by itself for so long. */
const pauseMs = 600_000

/** Has themes looked for (or items placed anew) by a job; one that waits already is not doubled. */
export async function requestRun(
  ctx: Ctx,
  kind: RunRow['kind'],
  reason: RunRow['reason'],
  themeId: string | null = null,
): Promise<RunRow> {
  const ws = ctx.workspaceId
  const id = newId()
  const isFirst = kind === 'place' || reason === 'asked'
  const runAt = isFirst ? ctx.now() : new Date(ctx.now().getTime() + restMs)
  const waiting = await ctx.db.maybe<RunRow>(sql`
    select * from theme_runs where workspace_id = ${ws} and theme_id is not distinct from ${themeId}::uuid
      and case when kind = ${kind} then state = 'queued' or (kind = 'find' and state = 'running')
        else kind = 'find' and reason = 'asked' and state = 'queued' end -- it places all items as well
    order by created_at desc, id desc limit 1`)
  if (waiting && waiting.state === 'running') return waiting
  const run =
    waiting ??
    (await ctx.db.one<RunRow>(sql`
      insert into theme_runs (workspace_id, id, kind, reason, state, phase, theme_id, actor_kind, actor_id, created_at)
      values (${ws}, ${id}, ${kind}, ${reason}, 'queued', ${kind === 'find' ? 'reading' : 'placing'}, ${themeId}, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${ctx.now()})
      returning *`))
  if (!waiting)
    await ctx.emit(themeRunRequested, { subjectId: run.id, payload: { runId: run.id, kind, reason } })
  await enqueue(ctx, run.id, runAt)
  return run
}

/** After new items: has themes looked for where none were yet, where much came since, or where something new is said. */
export async function requestWhenDue(ctx: Ctx, placed: { items: number; without: number }): Promise<void> {
  const ws = ctx.workspaceId
  const recent = await ctx.db.maybe<{ items: number; without: number }>(sql`
    update theme_models set recent_items = recent_items + ${placed.items}, recent_without = recent_without + ${placed.without}
    where workspace_id = ${ws} and fitted_at is not null returning recent_items as items, recent_without as without`)
  const lately = await ctx.db.maybe<RunRow>(sql`
    select * from theme_runs where workspace_id = ${ws} and kind = 'find'
      and (state in ('queued', 'running') or ended_at > ${new Date(ctx.now().getTime() - pauseMs)})
    order by created_at desc, id desc limit 1`)
  if (lately) {
    const isPatient = ctx.now().getTime() - lately.created_at.getTime() < mostRestMs
    if (lately.state === 'queued' && lately.reason !== 'asked' && isPatient)
      await enqueue(ctx, lately.id, new Date(ctx.now().getTime() + restMs))
    return
  }
  const reason = await dueReason(ctx, await readKnown(ctx), recent)
  if (reason !== undefined) await requestRun(ctx, 'find', reason)
}

function enqueue(ctx: Ctx, runId: string, runAt: Date): Promise<void> {
  return ctx.enqueue(work, { workspaceId: ctx.workspaceId, runId }, { key: `themes ${runId}`, runAt })
}

async function dueReason(ctx: Ctx, { model }: Known, recent: { items: number; without: number } | undefined) {
  if (model === undefined || recent === undefined) {
    const { items } = await ctx.db.one<{ items: number }>(sql`
      select count(*) as items from (select from theme_items where workspace_id = ${ctx.workspaceId} limit ${firstSearchAt}) few`)
    return items >= firstSearchAt ? 'first' : undefined
  }
  if (model.items < mostSearched && recent.items >= (growthOfSearch - 1) * model.items) return 'growth'
  return isDrifting(model, recent) ? 'drift' : undefined
}

/** Themes are looked for among so many of the newest items; all others are put into what is found. */
export const mostSearched = 20_000

async function runById(ctx: Ctx, runId: string): Promise<RunRow> {
  const row = await ctx.db.maybe<RunRow>(
    sql`select * from theme_runs where workspace_id = ${ctx.workspaceId} and id = ${runId} for update`,
  )
  if (row) return row
  throw new AppError('not_found', 'theme_run.not_found', 'There is no such search for themes.')
}

/** Stops a run after the step under way. What was placed stays; what was found so far is dropped. */
export async function cancelRun(ctx: Ctx, runId: string): Promise<RunRow> {
  const run = await runById(ctx, runId)
  if (run.state !== 'queued' && run.state !== 'running')
    throw new AppError('conflict', 'theme_run.ended', 'This search has ended already.')
  await ctx.db.run(sql`
    update theme_runs set state = 'cancelled', ended_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${runId}`)
  await ctx.emit(themeRunCancelled, { subjectId: runId, payload: { runId } })
  return runById(ctx, runId)
}

/** Lets a cancelled or failed run go on; items that were placed are not placed twice. */
export async function resumeRun(ctx: Ctx, runId: string): Promise<RunRow> {
  const run = await runById(ctx, runId)
  if (run.state !== 'cancelled' && run.state !== 'failed')
    throw new AppError(
      'conflict',
      'theme_run.not_stopped',
      'Only a search that was stopped or failed can go on.',
    )
  const other = await ctx.db.maybe(sql`
    select 1 from theme_runs where workspace_id = ${ctx.workspaceId} and kind = 'find' and state in ('queued', 'running') limit 1`)
  if (other)
    throw new AppError(
      'conflict',
      'theme_run.other_runs',
      'Another search for themes is under way. Wait for its end.',
    )
  await ctx.db.run(sql`
    update theme_runs set state = 'queued', ended_at = null, failure = null where workspace_id = ${ctx.workspaceId} and id = ${runId}`)
  await ctx.emit(themeRunResumed, { subjectId: runId, payload: { runId } })
  await enqueue(ctx, runId, ctx.now())
  return runById(ctx, runId)
}
