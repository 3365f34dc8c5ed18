import { createHash } from 'node:crypto'
import type { ColumnMapping, ImportOptions } from '#collect/imports/contract.ts'
import type { ImportKind } from '#collect/imports/map/fields.ts'
import { presetFor } from '#collect/imports/map/presets.ts'
import { profileColumn } from '#collect/imports/map/profile.ts'
import { likely, type Proposal, proposeMapping } from '#collect/imports/map/propose.ts'
import type { Findings } from '#collect/imports/queries.ts'
import { examineFile, type Source, type SourceChoice } from '#collect/imports/read/source.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'

/** A file looked at: how it is read and where its columns should go. */
export interface Looked {
  source: Source
  findings: Findings
  mapping: ColumnMapping[]
  rows: number
  isExact: boolean
  channel: string | undefined
}

/** Looks at an uploaded file; slow for large ones, so it is called outside of any transaction. */
export async function lookAt(
  folder: string,
  name: string,
  kind: ImportKind,
  now: Date,
  choice: SourceChoice,
): Promise<Looked> {
  const examined = await examineFile(folder, name, choice)
  const { columns } = examined.source
  const profiles = columns.map((column, i) =>
    profileColumn(
      column,
      examined.sample.map((row) => row[i] ?? ''),
      now,
    ),
  )
  const proposals = proposeMapping(kind, profiles)
  const preset = presetFor(kind, columns)
  if (preset) for (const wanted of preset.mapping) settle(proposals, wanted, `as ${preset.name} have it`)
  const question = examined.question
    ? {
        encoding: examined.question.guess.encoding,
        reason: examined.question.guess.reason,
        samples: examined.question.samples,
      }
    : null
  return {
    source: examined.source,
    findings: {
      notes: examined.notes,
      question,
      sheets: examined.sheets ?? [],
      proposals,
      proposedBy: preset?.name ?? 'rules',
    },
    mapping: proposals.map(mappingOf),
    rows: examined.rows,
    isExact: examined.isExact,
    channel: preset?.channel,
  }
}

/** Puts a column where a preset or a person put it before; a field that another column held is free again. */
function settle(proposals: Proposal[], wanted: ColumnMapping, reason: string) {
  const at = proposals.findIndex((proposal) => proposal.column === wanted.column)
  if (at === -1) return
  const { samples } = proposals[at]!
  proposals[at] = { ...wanted, samples, reason, sure: 99 }
}

function mappingOf({ column, field, date, ratingMax, sure }: Proposal): ColumnMapping {
  return {
    column,
    field: sure < likely && field !== 'skip' ? 'undecided' : field,
    ...(date ? { date } : {}),
    ...(ratingMax ? { ratingMax } : {}),
  }
}

function signatureOf(kind: ImportKind, columns: readonly string[]): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([kind, [...columns].sort()]))
    .digest()
}

/** Fills in the mapping last used for a file with the same columns. */
export async function recall(
  ctx: Ctx,
  kind: ImportKind,
  looked: Looked,
  options: ImportOptions,
): Promise<ImportOptions> {
  const known = await ctx.db.maybe<{ name: string; mapping: ColumnMapping[]; options: ImportOptions }>(sql`
    select name, mapping, options from import_mappings
    where workspace_id = ${ctx.workspaceId} and kind = ${kind} and signature = ${signatureOf(kind, looked.source.columns)}`)
  if (!known) return options
  for (const wanted of known.mapping)
    settle(looked.findings.proposals, wanted, `as in your import of ${known.name}`)
  looked.mapping = known.mapping
  looked.findings.proposedBy = known.name
  return { ...known.options, tag: options.tag }
}

/** Remembers a mapping by the names of the columns it was used for. */
export async function remember(
  ctx: Ctx,
  run: {
    kind: ImportKind
    file_name: string
    source: Source
    mapping: ColumnMapping[]
    options: ImportOptions
  },
): Promise<void> {
  await ctx.db.run(sql`
    insert into import_mappings (workspace_id, id, kind, signature, name, mapping, options, used_at)
    values (${ctx.workspaceId}, ${newId()}, ${run.kind}, ${signatureOf(run.kind, run.source.columns)}, ${run.file_name},
      ${JSON.stringify(run.mapping)}, ${JSON.stringify(run.options)}, ${ctx.now()})
    on conflict (workspace_id, kind, signature) do update
      set name = excluded.name, mapping = excluded.mapping, options = excluded.options, used_at = excluded.used_at`)
}
