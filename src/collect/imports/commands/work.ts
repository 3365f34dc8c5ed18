import { rm } from 'node:fs/promises'
import { eraseFeedback } from '#collect/feedback/commands.ts'
import { itemsOfRun } from '#collect/feedback/queries.ts'
import { claim, fail, leaseMs, release, Stopped } from '#collect/imports/commands/lease.ts'
import { clearErrors, grouped, setAside } from '#collect/imports/commands/set-aside.ts'
import type { ErrorGroup } from '#collect/imports/contract.ts'
import { importChecked, importFinished, importUndone } from '#collect/imports/events.ts'
import { type RunRow, runById, showSummary } from '#collect/imports/queries.ts'
import type { Position, SourceRow } from '#collect/imports/read/rows.ts'
import { readRows } from '#collect/imports/read/source.ts'
import type { RunState } from '#collect/imports/rules.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { manyRows, takeStatistics } from '#platform/db/statistics.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { undoChanges } from './changes.ts'
import { DryRun } from './check-rows.ts'
import { type MappedRows, RowMapper } from './map-rows.ts'
import { takeRows } from './take-rows.ts'
import { folderOf } from './upload.ts'

const chunkRows = 1000
const chunkBytes = 4 * 1024 * 1024

export interface WorkOptions {
  signal?: AbortSignal | undefined
  actor?: Actor | undefined
  /** Called after each chunk. */
  onProgress?: ((run: ReturnType<typeof showSummary>) => void) | undefined
}

/**
 * Works on a run until it is done, cancelled or taken over: dry run, import or undo, as its state says. Each chunk is
 * one transaction with the place where the next begins, so that work that ends anywhere goes on exactly there.
 * Returns at once when another process holds the run.
 */
export async function workOnImport(
  door: Door,
  workspaceId: string,
  importId: string,
  options: WorkOptions = {},
): Promise<void> {
  const actor = options.actor ?? { kind: 'job', name: 'imports.work' }
  const inRun = <T>(work: (ctx: Ctx) => Promise<T>) => door.inWorkspace(workspaceId, actor, work)
  const run = await inRun((ctx) => claim(ctx, importId))
  if (!run) return
  const worker = new Worker(door, workspaceId, run, inRun, options)
  try {
    if (run.state === 'undoing') await worker.undo()
    else await worker.read(run.state === 'checking')
  } catch (error) {
    if (error instanceof Stopped) return
    // Trouble that will not pass by itself ends the run where a person can see it; the rest is tried again.
    if (error instanceof AppError && error.kind !== 'unavailable') await inRun((ctx) => fail(ctx, run, error))
    else {
      await inRun((ctx) => release(ctx, run)).catch(() => {})
      throw error
    }
  }
}

class Worker {
  readonly #door: Door
  readonly #workspaceId: string
  readonly #run: RunRow
  readonly #inRun: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>
  readonly #options: WorkOptions
  readonly #began: number
  readonly #readBefore: number
  #groups: Record<string, ErrorGroup>

  constructor(
    door: Door,
    workspaceId: string,
    run: RunRow,
    inRun: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>,
    options: WorkOptions,
  ) {
    this.#door = door
    this.#workspaceId = workspaceId
    this.#run = run
    this.#inRun = inRun
    this.#options = options
    this.#began = performance.now()
    this.#readBefore = run.rows_read
    this.#groups = run.error_groups
  }

  /** Imports, or tries out, all rows from where the run stands. A dry run always begins at the start. */
  async read(isDry: boolean): Promise<void> {
    const run = this.#run
    const dry = isDry ? new DryRun() : undefined
    if (isDry) await this.#inRun((ctx) => this.#clear(ctx))
    const mapper = new RowMapper(run)
    const folder = folderOf(this.#door.config, this.#workspaceId, run.id)
    const from = isDry ? run.source.start : (run.position ?? run.source.start)
    let written: Promise<void> = Promise.resolve()
    try {
      for await (const { rows, next } of inChunks(readRows(folder, run.source, from))) {
        const mapped = mapper.map(rows, this.#door.now())
        // Mapping of this chunk went on while the database wrote the last one.
        await written
        if (this.#options.signal?.aborted)
          throw new AppError(
            'unavailable',
            'import.interrupted',
            'The server is stopping; the import goes on when it is back.',
          )
        written = this.#write(mapped, next, dry)
        written.catch(() => {})
      }
      await written
    } catch (error) {
      await written.catch(() => {})
      throw missing(error)
    }
    await this.#inRun((ctx) => (dry ? this.#finishCheck(ctx, dry) : this.#finish(ctx)))
    if (!dry && run.rows_read >= manyRows)
      await takeStatistics(this.#door, ['accounts', 'contacts', 'feedback_items'])
    await this.#report()
  }

  async #write(mapped: MappedRows, next: Position, dry: DryRun | undefined): Promise<void> {
    this.#door.foreground.note()
    await this.#inRun(async (ctx) => {
      const run = this.#run
      const taken = dry
        ? { created: 0, updated: 0, skipped: 0, aside: await dry.add(ctx, run, mapped) }
        : await takeRows(ctx, run, mapped)
      const groups = grouped(this.#groups, taken.aside)
      await setAside(ctx, run.id, taken.aside)
      const done = this.#done(mapped.rows)
      const rate = (done - this.#readBefore) / Math.max(0.001, (performance.now() - this.#began) / 1000)
      const now = ctx.now()
      const changed = await ctx.db.run(sql`
        update import_runs set position = ${dry ? null : JSON.stringify(next)}, rows_read = ${done},
          created_count = created_count + ${taken.created}, updated_count = updated_count + ${taken.updated},
          skipped_count = skipped_count + ${taken.skipped}, error_count = error_count + ${taken.aside.length},
          error_groups = ${JSON.stringify(groups)}, rows_per_second = ${rate},
          total_rows = greatest(total_rows, ${done}), lease_until = ${new Date(now.getTime() + leaseMs)}, updated_at = ${now}
        where workspace_id = ${this.#workspaceId} and id = ${run.id} and fence = ${run.fence} and state = ${run.state}`)
      if (changed === 0) throw new Stopped()
      this.#groups = groups
    })
    this.#run.rows_read = this.#done(mapped.rows)
    await this.#report()
  }

  #done(rows: number): number {
    return this.#run.rows_read + rows
  }

  async #clear(ctx: Ctx): Promise<void> {
    await clearErrors(ctx, this.#run)
    this.#run.rows_read = 0
    this.#groups = {}
  }

  async #finish(ctx: Ctx): Promise<void> {
    const run = await this.#end(ctx, 'done')
    await ctx.emit(importFinished, {
      subjectId: run.id,
      payload: {
        importId: run.id,
        kind: run.kind,
        created: run.created_count,
        updated: run.updated_count,
        skipped: run.skipped_count,
        errors: run.error_count,
      },
    })
  }

  async #finishCheck(ctx: Ctx, dry: DryRun): Promise<void> {
    const run = await this.#end(ctx, 'ready')
    const result = {
      rows: run.rows_read,
      created: dry.created,
      updated: dry.updated,
      existing: dry.existing,
      repeated: dry.repeated,
      errors: run.error_count,
      groups: Object.values(run.error_groups).sort((a, b) => b.count - a.count),
      newAccounts: dry.newAccounts,
      newContacts: dry.newContacts,
      history: dry.history,
      checkedAt: ctx.now().toISOString(),
      isCurrent: true,
      samples: dry.samples,
    }
    await ctx.db.run(sql`
      update import_runs set check_result = ${JSON.stringify(result)}, rows_read = 0, error_count = 0, rows_per_second = null, finished_at = null
      where workspace_id = ${ctx.workspaceId} and id = ${run.id}`)
    await ctx.emit(importChecked, { subjectId: run.id, payload: { importId: run.id, kind: run.kind } })
  }

  async #end(ctx: Ctx, state: RunState): Promise<RunRow> {
    const run = await ctx.db.maybe<RunRow>(sql`
      update import_runs set state = ${state}, lease_until = null, finished_at = ${ctx.now()}, total_rows = rows_read, is_total_exact = true,
        failure = null, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${this.#run.id} and fence = ${this.#run.fence} and state = ${this.#run.state}
      returning *`)
    if (!run) throw new Stopped()
    return run
  }

  /** Takes back what the run brought in, piece by piece; an interrupted undo goes on with what is left. */
  async undo(): Promise<void> {
    const run = this.#run
    let erased = 0
    let kept = 0
    if (run.kind === 'feedback') {
      let after: string | undefined
      for (;;) {
        const piece = await this.#inRun(async (ctx) => {
          const ids = await itemsOfRun(ctx, run.id, after, 1000)
          const result = await eraseFeedback(ctx, ids, 'import.undone')
          const changed = await ctx.db.run(sql`
            update import_runs set lease_until = ${new Date(ctx.now().getTime() + leaseMs)}, updated_at = ${ctx.now()}
            where workspace_id = ${this.#workspaceId} and id = ${run.id} and fence = ${run.fence} and state = 'undoing'`)
          if (changed === 0) throw new Stopped()
          return { last: ids.at(-1), ...result }
        })
        erased += piece.erased
        kept += piece.kept
        if (piece.last === undefined) break
        after = piece.last
        if (this.#options.signal?.aborted)
          throw new AppError(
            'unavailable',
            'import.interrupted',
            'The server is stopping; the undo goes on when it is back.',
          )
      }
    }
    await this.#inRun(async (ctx) => {
      if (run.kind !== 'feedback') ({ erased, kept } = await undoChanges(ctx, run))
      await clearErrors(ctx, run)
      const changed = await ctx.db.run(sql`
        update import_runs set state = 'undone', lease_until = null, undone_at = ${ctx.now()}, updated_at = ${ctx.now()},
          failure = ${kept === 0 ? null : keptWords(run.kind, kept)}
        where workspace_id = ${this.#workspaceId} and id = ${run.id} and fence = ${run.fence} and state = 'undoing'`)
      if (changed === 0) throw new Stopped()
      await ctx.emit(importUndone, {
        subjectId: run.id,
        payload: { importId: run.id, kind: run.kind, erased, kept },
      })
    })
    await rm(folderOf(this.#door.config, this.#workspaceId, run.id), { recursive: true, force: true })
  }

  async #report(): Promise<void> {
    if (!this.#options.onProgress) return
    this.#options.onProgress(showSummary(await this.#inRun((ctx) => runById(ctx, this.#run.id))))
  }
}

function keptWords(kind: RunRow['kind'], kept: number): string {
  return kind === 'feedback'
    ? `${kept.toLocaleString('en')} items stay, because a case or an update points to them.`
    : `${kept.toLocaleString('en')} records stay, because they were changed since or something refers to them.`
}

async function* inChunks(
  batches: AsyncGenerator<SourceRow[]>,
): AsyncGenerator<{ rows: SourceRow[]; next: Position }> {
  let rows: SourceRow[] = []
  let bytes = 0
  for await (const batch of batches) {
    for (const row of batch) {
      rows.push(row)
      bytes += row.next.offset - row.offset
      if (rows.length < chunkRows && bytes < chunkBytes) continue
      yield { rows, next: row.next }
      rows = []
      bytes = 0
    }
  }
  const last = rows.at(-1)
  if (last) yield { rows, next: last.next }
}

/** A file that is not there any more is said in words; everything else stays as it is. */
function missing(error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return error
  return new AppError(
    'conflict',
    'import.file_gone',
    'The uploaded file is not in the data folder any more. Upload it again; rows that are in are not taken twice.',
  )
}
