import { z } from 'zod'
import type {
  CheckResult,
  ColumnMapping,
  ErrorGroup,
  ImportOptions,
  ImportRun,
  ImportSummary,
} from '#collect/imports/contract.ts'
import { type ImportKind, mappingTrouble } from '#collect/imports/map/fields.ts'
import type { Proposal } from '#collect/imports/map/propose.ts'
import type { Position } from '#collect/imports/read/rows.ts'
import type { Source } from '#collect/imports/read/source.ts'
import { csvLine, type RunState, secondsLeft, undoDays, verbsFor } from '#collect/imports/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Page } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { reportColumns } from './map/fields.ts'

/** What was found in a file, for people. */
export interface Findings {
  notes: string[]
  question: ImportRun['question']
  sheets: string[]
  proposals: Proposal[]
  proposedBy: string
}

export interface RunRow {
  id: string
  kind: ImportKind
  file_name: string
  file_bytes: number
  state: RunState
  source: Source
  findings: Findings
  mapping: ColumnMapping[]
  options: ImportOptions
  total_rows: number
  is_total_exact: boolean
  position: Position | null
  rows_read: number
  created_count: number
  updated_count: number
  skipped_count: number
  error_count: number
  error_groups: Record<string, ErrorGroup>
  check_result: CheckResult | null
  fence: number
  lease_until: Date | null
  rows_per_second: number | null
  failure: string | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
}

/** The row of a run; `lock` keeps others from changing its state meanwhile. */
export async function runById(ctx: Ctx, id: string, lock = false): Promise<RunRow> {
  const row = await ctx.db.maybe<RunRow>(sql`
    select * from import_runs where workspace_id = ${ctx.workspaceId} and id = ${id} ${lock ? sql`for update` : sql.empty}`)
  if (!row)
    throw new AppError(
      'not_found',
      'import.not_found',
      'There is no such import. Check the id, or whether it was removed.',
    )
  return row
}

/** What keeps a run from starting, in words; null when nothing does. */
export function troubleOf(run: RunRow): string | null {
  if (run.findings.question)
    return 'Choose the encoding of the file: its letters can be read in several ways.'
  return mappingTrouble(run.kind, run.mapping, run.source.columns) ?? null
}

/** A run as lists show it. */
export function showSummary(run: RunRow): ImportSummary {
  const isWorking = run.state === 'running' || run.state === 'checking'
  const left = isWorking ? secondsLeft(run.rows_read, run.total_rows, run.rows_per_second) : undefined
  const mayUndo =
    run.finished_at !== null && (run.state === 'done' || run.state === 'cancelled' || run.state === 'failed')
  return {
    id: encodeId('imp', run.id),
    kind: run.kind,
    fileName: run.file_name,
    fileBytes: run.file_bytes,
    state: run.state,
    totalRows: run.total_rows,
    isTotalExact: run.is_total_exact,
    rowsRead: run.rows_read,
    created: run.created_count,
    updated: run.updated_count,
    skipped: run.skipped_count,
    errors: run.error_count,
    rowsPerSecond: isWorking ? run.rows_per_second : null,
    secondsLeft: left ?? null,
    tag: run.options.tag,
    failure: run.failure,
    verbs: verbsFor(run.state),
    createdAt: run.created_at.toISOString(),
    startedAt: run.started_at?.toISOString() ?? null,
    finishedAt: run.finished_at?.toISOString() ?? null,
    undoUntil: mayUndo ? new Date(run.finished_at!.getTime() + undoDays * 86_400_000).toISOString() : null,
  }
}

/** A run with everything a person needs to decide about it. */
export function showRun(run: RunRow): ImportRun {
  const { source, findings } = run
  return {
    ...showSummary(run),
    format: {
      kind: source.kind,
      encoding: source.encoding,
      delimiter: source.delimiter ?? null,
      hasHeader: source.hasHeader,
      sheet: source.sheet ?? null,
      sheets: findings.sheets,
    },
    notes: findings.notes,
    question: findings.question,
    proposals: findings.proposals,
    proposedBy: findings.proposedBy,
    mapping: run.mapping,
    options: run.options,
    trouble: run.state === 'ready' ? troubleOf(run) : null,
    errorGroups: Object.values(run.error_groups).sort((a, b) => b.count - a.count),
    check: run.check_result,
  }
}

export async function getImport(ctx: Ctx, { importId }: { importId: string }): Promise<ImportRun> {
  return showRun(await runById(ctx, importId))
}

const Place = z.object({ at: z.string(), id: z.string() })

/** Imports, newest first. */
export async function listImports(
  ctx: Ctx,
  { limit, cursor, state }: { limit: number; cursor?: string | undefined; state?: RunState | undefined },
): Promise<Page<ImportSummary>> {
  const after = cursor === undefined ? undefined : decodeCursor(cursor, Place)
  const rows = await ctx.db.many<RunRow>(sql`
    select * from import_runs where workspace_id = ${ctx.workspaceId}
      ${state ? sql`and state = ${state}` : sql.empty}
      ${after ? sql`and (created_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql.empty}
    order by created_at desc, id desc limit ${limit + 1}`)
  return toPage(rows, limit, showSummary, (row) => ({ at: row.created_at.toISOString(), id: row.id }))
}

/** The rows that could not be taken as a CSV download, streamed page by page inside one snapshot of the list. */
export async function downloadErrors(ctx: Ctx, { importId }: { importId: string }): Promise<Response> {
  const run = await runById(ctx, importId)
  const { columns } = run.source
  let text = `\ufeff${csvLine([...columns, ...reportColumns])}`
  let after = { line: -1, id: '00000000-0000-0000-0000-000000000000' }
  for (;;) {
    const rows = await ctx.db.many<{ id: string; line: number; message: string; cells: string[] }>(sql`
      select id, line, message, cells from import_errors
      where workspace_id = ${ctx.workspaceId} and run_id = ${run.id} and (line, id) > (${after.line}, ${after.id}::uuid)
      order by line, id limit 5000`)
    for (const row of rows) {
      const cells = columns.map((_, i) => row.cells[i] ?? '')
      text += csvLine([...cells, String(row.line), row.message])
    }
    const last = rows.at(-1)
    if (!last || rows.length < 5000 || text.length > 100_000_000) break
    after = last
  }
  const name = run.file_name.replace(/\.[^.]*$/, '').replace(/[^\p{L}\p{N}._ -]/gu, '_')
  return new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="import-errors.csv"; filename*=UTF-8''${encodeURIComponent(`${name}-errors.csv`)}`,
      'x-content-type-options': 'nosniff',
    },
  })
}
