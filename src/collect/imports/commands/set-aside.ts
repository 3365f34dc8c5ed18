import type { ErrorGroup } from '#collect/imports/contract.ts'
import type { RunRow } from '#collect/imports/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'
import type { Aside } from './map-rows.ts'

/** Forgets error rows and counts of an earlier pass. */
export async function clearErrors(ctx: Ctx, run: Pick<RunRow, 'id'>): Promise<void> {
  await ctx.db.run(
    sql`delete from import_errors where workspace_id = ${ctx.workspaceId} and run_id = ${run.id}`,
  )
  await ctx.db.run(sql`
    update import_runs set error_groups = '{}', error_count = 0, rows_read = 0
    where workspace_id = ${ctx.workspaceId} and id = ${run.id} and state in ('checking', 'ready')`)
}

/** Keeps rows that were not taken, with why, for the download. */
export async function setAside(ctx: Ctx, runId: string, aside: readonly Aside[]): Promise<void> {
  if (aside.length === 0) return
  const list = aside.map(({ line, fault, cells }) => ({
    id: newId(),
    line,
    code: fault.code,
    message: storable(fault.message),
    cells: storedCells(cells),
  }))
  await ctx.db.run(sql`
    insert into import_errors (workspace_id, id, run_id, line, code, message, cells)
    select ${ctx.workspaceId}::uuid, e.id, ${runId}::uuid, e.line, e.code, e.message, e.cells
    from json_to_recordset(${JSON.stringify(list)}::json) as e (id uuid, line bigint, code text, message text, cells jsonb)`)
}

/** The groups of errors with these added: one for each code, with its count and first lines. */
export function grouped(
  groups: Record<string, ErrorGroup>,
  aside: readonly Aside[],
): Record<string, ErrorGroup> {
  if (aside.length === 0) return groups
  const next = structuredClone(groups)
  for (const { line, fault } of aside) {
    const group = next[fault.code] ?? {
      code: fault.code,
      count: 0,
      message: storable(fault.message),
      lines: [],
    }
    next[fault.code] = group
    group.count++
    if (group.lines.length < 5) group.lines.push(line)
  }
  return next
}

const aCellOf = 50_000

/** Cells as jsonb can hold them: no NUL, no halves of letters, none longer than a verbatim may be. */
function storedCells(cells: readonly string[]): string[] {
  return cells.map((cell) => storable(cell.length > aCellOf ? `${cell.slice(0, aCellOf)}…` : cell))
}

function storable(text: string): string {
  return /[\0\p{Surrogate}]/u.test(text) ? text.replace(/[\0\p{Surrogate}]/gu, '\ufffd') : text
}
