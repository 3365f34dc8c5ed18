import { z } from 'zod'
import { ChannelCode } from '#collect/feedback/contract.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'
import { dateFormats } from './map/dates.ts'
import { importKinds } from './map/fields.ts'
import { historyChoices, runStates, runVerbs } from './rules.ts'

export const ImportKind = z.enum(importKinds)

/** Where one column of a file goes. */
export const ColumnMapping = z.strictObject({
  column: z.string().min(1).max(220),
  field: z
    .string()
    .max(40)
    .meta({ description: 'A field of the kind, or skip (not imported) or undecided.' }),
  date: z.enum(dateFormats).optional(),
  ratingMax: z.number().min(1).max(1000).optional(),
})
export type ColumnMapping = z.output<typeof ColumnMapping>

const zone = z
  .string()
  .max(60)
  .refine((name) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: name })
      return true
    } catch {
      return false
    }
  }, 'is no time zone; write it like Europe/Berlin')

/** What holds for the rows of a run as a whole. */
export const ImportOptions = z.strictObject({
  channel: ChannelCode.default('import').meta({ description: 'Channel of rows that name none.' }),
  history: z.enum(historyChoices).default('by_age'),
  zone: zone.default('UTC').meta({ description: 'Time zone of dates that name none.' }),
  tag: z.string().trim().max(60).default('').meta({ description: 'Put on every row of this run.' }),
  product: z.string().trim().max(60).default(''),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'is a three-letter currency code such as EUR')
    .default('USD'),
})
export type ImportOptions = z.output<typeof ImportOptions>

const ErrorGroup = z.object({
  code: z.string(),
  count: z.number(),
  message: z.string(),
  lines: z.array(z.number()),
})
export type ErrorGroup = z.output<typeof ErrorGroup>

const Proposal = ColumnMapping.extend({
  sure: z.number(),
  reason: z.string(),
  samples: z.array(z.string()),
  guess: z.string().optional(),
})

/** What a dry run found; nothing was written by it. */
export const CheckResult = z.object({
  rows: z.number(),
  created: z.number(),
  updated: z.number(),
  existing: z.number(),
  repeated: z.number(),
  errors: z.number(),
  groups: z.array(ErrorGroup),
  newAccounts: z.number(),
  newContacts: z.number(),
  history: z.number(),
  checkedAt: z.string(),
  /** False: the mapping was changed since. */
  isCurrent: z.boolean(),
  samples: z.array(z.object({ line: z.number(), item: z.record(z.string(), z.unknown()) })),
})
export type CheckResult = z.output<typeof CheckResult>

const summary = {
  id: idOut('imp'),
  kind: ImportKind,
  fileName: z.string(),
  fileBytes: z.number(),
  state: z.enum(runStates),
  totalRows: z.number(),
  isTotalExact: z.boolean(),
  rowsRead: z.number(),
  created: z.number(),
  updated: z.number(),
  skipped: z.number(),
  errors: z.number(),
  rowsPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  tag: z.string(),
  failure: z.string().nullable(),
  verbs: z.array(z.enum(runVerbs)),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  undoUntil: z.string().nullable(),
}

export const ImportSummary = z.object(summary)
export type ImportSummary = z.output<typeof ImportSummary>

/** One import with everything a person needs to decide about it. */
export const ImportRun = z.object({
  ...summary,
  format: z.object({
    kind: z.enum(['csv', 'jsonl', 'xlsx']),
    encoding: z.string(),
    delimiter: z.string().nullable(),
    hasHeader: z.boolean(),
    sheet: z.string().nullable(),
    sheets: z.array(z.string()),
  }),
  notes: z.array(z.string()),
  question: z
    .object({
      encoding: z.string(),
      reason: z.string(),
      samples: z.array(z.object({ encoding: z.string(), text: z.string() })),
    })
    .nullable(),
  proposals: z.array(Proposal),
  proposedBy: z
    .string()
    .meta({ description: 'rules, or the name of the preset or remembered mapping that filled it in' }),
  mapping: z.array(ColumnMapping),
  options: ImportOptions,
  trouble: z.string().nullable().meta({ description: 'What keeps the import from starting.' }),
  errorGroups: z.array(ErrorGroup),
  check: CheckResult.nullable(),
})
export type ImportRun = z.output<typeof ImportRun>

const one = z.strictObject({ importId: id('imp') })
export const maxUploadBytes = 4 * 1024 ** 3

export const uploadImport = endpoint({
  method: 'POST',
  path: '/imports',
  summary:
    'Upload a .csv, .jsonl or .xlsx file as the body; it is read and looked at, nothing is imported yet',
  access: 'imports:write',
  query: z.strictObject({
    name: z.string().min(1).max(255).meta({ description: 'Name of the file.' }),
    kind: ImportKind.default('feedback'),
  }),
  stream: true,
  tx: 'none',
  maxBytes: maxUploadBytes,
  response: ImportRun,
  status: 201,
})

export const listImports = endpoint({
  method: 'GET',
  path: '/imports',
  summary: 'Imports, newest first',
  access: 'imports:read',
  query: z.strictObject({ ...pageQuery, state: z.enum(runStates).optional() }),
  response: page(ImportSummary),
})

export const getImport = endpoint({
  method: 'GET',
  path: '/imports/:importId',
  summary: 'One import: file, columns, progress, dry run and errors',
  access: 'imports:read',
  params: one,
  response: ImportRun,
})

export const changeImport = endpoint({
  method: 'PATCH',
  path: '/imports/:importId',
  summary: 'Choose where columns go and how the file is read, before it starts',
  access: 'imports:write',
  params: one,
  body: z.strictObject({
    mapping: z.array(ColumnMapping).max(500).optional(),
    options: ImportOptions.partial().optional(),
    encoding: z.string().max(20).optional(),
    delimiter: z.enum([',', ';', '\t', '|']).nullable().optional(),
    hasHeader: z.boolean().optional(),
    sheet: z.string().max(100).optional(),
  }),
  tx: 'none',
  response: ImportRun,
})

const verb = (name: string, summary: string) =>
  endpoint({
    method: 'POST',
    path: `/imports/:importId/${name}`,
    summary,
    access: 'imports:write',
    params: one,
    response: ImportRun,
    status: 202,
  })

export const checkImport = verb(
  'check',
  'Dry run: read every row and say what would become of it, writing nothing',
)
export const startImport = verb('start', 'Begin to import; progress stands in GET /imports/:importId')
export const cancelImport = verb(
  'cancel',
  'Stop after the chunk under way; what is in stays in and can be undone',
)
export const resumeImport = verb('resume', 'Go on where a cancelled or failed import stopped')
export const undoImport = verb(
  'undo',
  'Remove what this import brought in; items that a case or update points to stay',
)

export const removeImport = endpoint({
  method: 'DELETE',
  path: '/imports/:importId',
  summary: 'Remove an import that never started or was undone, with its file',
  access: 'imports:write',
  params: one,
})

export const downloadErrors = endpoint({
  method: 'GET',
  path: '/imports/:importId/errors.csv',
  summary: 'The rows that could not be read, as CSV with line and reason; mend them and upload the same file',
  access: 'imports:read',
  params: one,
})
