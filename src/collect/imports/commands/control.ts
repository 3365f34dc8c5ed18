import { rm } from 'node:fs/promises'
import { type ColumnMapping, ImportOptions, type ImportRun } from '#collect/imports/contract.ts'
import {
  importCancelled,
  importChanged,
  importRemoved,
  importResumed,
  importStarted,
  importUndoStarted,
} from '#collect/imports/events.ts'
import { fieldsOf, isField } from '#collect/imports/map/fields.ts'
import { type RunRow, runById, showRun, troubleOf } from '#collect/imports/queries.ts'
import { type Encoding, encodings } from '#collect/imports/read/encoding.ts'
import { type RunVerb, undoDays, verbTrouble } from '#collect/imports/rules.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { lookAt, recall, remember } from './examine.ts'
import { clearErrors } from './set-aside.ts'
import { folderOf } from './upload.ts'

/** The run, locked, if the verb fits its state. */
async function runFor(ctx: Ctx, id: string, verb: RunVerb): Promise<RunRow> {
  const run = await runById(ctx, id, true)
  const trouble = verbTrouble(verb, run.state)
  if (trouble) throw new AppError('conflict', 'import.wrong_state', trouble)
  return run
}

export interface ImportChange {
  mapping?: ColumnMapping[] | undefined
  options?: Partial<ImportOptions> | undefined
  encoding?: string | undefined
  delimiter?: string | null | undefined
  hasHeader?: boolean | undefined
  sheet?: string | undefined
}

/** Changes how a file is read (it is looked at again) and where its columns go, before it starts. */
export async function changeRun(
  door: Door,
  workspaceId: string,
  actor: Actor,
  id: string,
  change: ImportChange,
): Promise<ImportRun> {
  const { encoding } = change
  if (encoding !== undefined && !(encodings as readonly string[]).includes(encoding)) {
    throw new AppError(
      'invalid',
      'import.encoding_unknown',
      `“${encoding}” is no encoding known here. Choose one of ${encodings.join(', ')}.`,
    )
  }
  const before = await door.inWorkspace(workspaceId, actor, (ctx) => runFor(ctx, id, 'change'))
  const mustLook =
    encoding !== undefined ||
    change.delimiter !== undefined ||
    change.hasHeader !== undefined ||
    change.sheet !== undefined
  const choice = {
    encoding:
      (encoding as Encoding | undefined) ?? (before.findings.question ? undefined : before.source.encoding),
    delimiter: change.delimiter ?? (change.delimiter === null ? null : undefined),
    hasHeader: change.hasHeader,
    sheet: change.sheet ?? before.source.sheet,
  }
  const looked = mustLook
    ? await lookAt(folderOf(door.config, workspaceId, id), before.file_name, before.kind, door.now(), choice)
    : undefined
  return door.inWorkspace(workspaceId, actor, async (ctx) => {
    const run = await runFor(ctx, id, 'change')
    if (looked) {
      run.options = await recall(ctx, run.kind, looked, run.options)
      Object.assign(run, {
        source: looked.source,
        findings: looked.findings,
        mapping: looked.mapping,
        total_rows: looked.rows,
        is_total_exact: looked.isExact,
      })
    }
    if (change.options) run.options = ImportOptions.parse({ ...run.options, ...change.options })
    if (change.mapping) run.mapping = merged(run, change.mapping)
    const check = run.check_result ? { ...run.check_result, isCurrent: false } : null
    await ctx.db.run(sql`
      update import_runs set source = ${JSON.stringify(run.source)}, findings = ${JSON.stringify(run.findings)}, mapping = ${JSON.stringify(run.mapping)},
        options = ${JSON.stringify(run.options)}, total_rows = ${run.total_rows}, is_total_exact = ${run.is_total_exact},
        check_result = ${check === null ? null : JSON.stringify(check)}, failure = null, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${id}`)
    await ctx.emit(importChanged, { subjectId: id, payload: { importId: id, kind: run.kind } })
    return showRun(await runById(ctx, id))
  })
}

/** The mapping with some columns sent elsewhere; columns not named stay where they are. */
function merged(run: RunRow, changes: readonly ColumnMapping[]): ColumnMapping[] {
  const { columns } = run.source
  for (const { column, field } of changes) {
    if (!columns.includes(column)) {
      throw new AppError(
        'invalid',
        'import.column_unknown',
        `There is no column “${column}” in the file. It has ${columns
          .slice(0, 20)
          .map((name) => `“${name}”`)
          .join(', ')}.`,
      )
    }
    if (!isField(run.kind, field)) {
      throw new AppError(
        'invalid',
        'import.field_unknown',
        `“${field}” is no field of ${run.kind}. The fields are ${fieldsOf(run.kind)
          .map(([name]) => name)
          .join(', ')}; skip leaves the column out.`,
      )
    }
  }
  const wanted = new Map(changes.map((one) => [one.column, one]))
  return run.mapping.map((one) => {
    const change = wanted.get(one.column)
    if (!change) return one
    const proposal = run.findings.proposals.find((p) => p.column === one.column)
    // How dates and ratings are read stays as found, unless it is said.
    const date = change.date ?? one.date ?? proposal?.date
    const ratingMax = change.ratingMax ?? one.ratingMax ?? proposal?.ratingMax
    return {
      column: one.column,
      field: change.field,
      ...(date ? { date } : {}),
      ...(ratingMax ? { ratingMax } : {}),
    }
  })
}

/** Sets a run to its dry run; whoever calls this has it worked on. */
export async function beginCheck(ctx: Ctx, id: string): Promise<RunRow> {
  const run = await runFor(ctx, id, 'check')
  refuseTrouble(run)
  await ctx.db.run(sql`
    update import_runs set state = 'checking', rows_read = 0, error_count = 0, error_groups = '{}', failure = null, lease_until = ${ctx.now()}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${id}`)
  return runById(ctx, id)
}

/** Sets a run going; whoever calls this has it worked on. Its mapping is remembered for files with the same columns. */
export async function beginImport(ctx: Ctx, id: string): Promise<RunRow> {
  const run = await runFor(ctx, id, 'start')
  refuseTrouble(run)
  await clearErrors(ctx, run)
  await ctx.db.run(sql`
    update import_runs set state = 'running', started_at = ${ctx.now()}, position = null, failure = null, lease_until = ${ctx.now()}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${id}`)
  await remember(ctx, run)
  await ctx.emit(importStarted, { subjectId: id, payload: { importId: id, kind: run.kind } })
  return runById(ctx, id)
}

function refuseTrouble(run: RunRow) {
  const trouble = troubleOf(run)
  if (trouble) throw new AppError('invalid', 'import.not_ready', trouble)
}

/** Stops a run after the chunk under way. A cancelled dry run is simply not made. */
export async function cancelRun(ctx: Ctx, id: string): Promise<RunRow> {
  const run = await runFor(ctx, id, 'cancel')
  const state = run.state === 'checking' ? 'ready' : 'cancelled'
  await ctx.db.run(sql`
    update import_runs set state = ${state}, finished_at = ${state === 'cancelled' ? ctx.now() : null}, lease_until = null, rows_per_second = null, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${id}`)
  if (state === 'ready') await clearErrors(ctx, run)
  await ctx.emit(importCancelled, { subjectId: id, payload: { importId: id, kind: run.kind } })
  return runById(ctx, id)
}

/** Lets a cancelled or failed run go on; whoever calls this has it worked on. */
export async function beginResume(ctx: Ctx, id: string): Promise<RunRow> {
  const run = await runFor(ctx, id, 'resume')
  await ctx.db.run(sql`
    update import_runs set state = 'running', finished_at = null, failure = null, lease_until = ${ctx.now()}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${id}`)
  await ctx.emit(importResumed, { subjectId: id, payload: { importId: id, kind: run.kind } })
  return runById(ctx, id)
}

/** Begins to take back what a run brought in; whoever calls this has it worked on. */
export async function beginUndo(ctx: Ctx, id: string): Promise<RunRow> {
  const run = await runFor(ctx, id, 'undo')
  const end = run.finished_at?.getTime() ?? 0
  if (ctx.now().getTime() > end + undoDays * 86_400_000) {
    throw new AppError(
      'conflict',
      'import.undo_too_late',
      `An import can be undone for ${undoDays} days after it ended. Erase single items instead.`,
    )
  }
  await ctx.db.run(sql`
    update import_runs set state = 'undoing', lease_until = ${ctx.now()}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${id}`)
  await ctx.emit(importUndoStarted, { subjectId: id, payload: { importId: id, kind: run.kind } })
  return runById(ctx, id)
}

/** Removes a run that brought nothing in, with its file. */
export async function removeImport(ctx: Ctx, { importId }: { importId: string }): Promise<void> {
  const run = await runFor(ctx, importId, 'remove')
  await ctx.db.run(sql`delete from import_runs where workspace_id = ${ctx.workspaceId} and id = ${importId}`)
  await ctx.emit(importRemoved, { subjectId: importId, payload: { importId, kind: run.kind } })
  await rm(folderOf(ctx.config, ctx.workspaceId, importId), { recursive: true, force: true })
}
