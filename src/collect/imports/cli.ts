import { createReadStream } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ColumnMapping, ImportOptions, ImportRun, ImportSummary } from '#collect/imports/contract.ts'
import { type DateFormat, dateFormats } from '#collect/imports/map/dates.ts'
import { fieldsOf, type ImportKind, importKinds } from '#collect/imports/map/fields.ts'
import { downloadErrors, getImport, listImports } from '#collect/imports/queries.ts'
import { encodings } from '#collect/imports/read/encoding.ts'
import { durationWords, historyChoices, stateWords } from '#collect/imports/rules.ts'
import type { Ctx } from '#platform/context.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { decodeId } from '#platform/ids.ts'
import {
  beginCheck,
  beginImport,
  beginResume,
  beginUndo,
  cancelRun,
  changeRun,
  removeImport,
} from './commands/control.ts'
import { uploadFile } from './commands/upload.ts'
import { workOnImport } from './commands/work.ts'

/** Opens the house on the data folder for one command: beside a running server, or alone. */
export type InWorkspace = <T>(
  workspace: string | undefined,
  work: (door: Door, workspaceId: string) => Promise<T>,
) => Promise<T>

const actor = { kind: 'job', name: 'hearback' } as const

interface FileFlags {
  kind: ImportKind
  mapping: ColumnMapping[]
  channel?: string
  tag?: string
  zone?: string
  history?: ImportOptions['history']
  product?: string
  currency?: string
  encoding?: string
  delimiter?: string
  header?: boolean
  sheet?: string
  errors?: string
  dryRun?: boolean
  json?: boolean
  quiet?: boolean
  workspace?: string
}

/** Adds `hearback import FILE`, and `import list | undo | resume | cancel`. Exit codes stand in docs/cli.md. */
export function addImportCommands(hearback: Command, inWorkspace: InWorkspace): void {
  const command = hearback
    .command('import')
    .description('import a .csv, .jsonl or .xlsx file of feedback, accounts or contacts')
    .argument('[file]', 'the file; its columns are proposed from their names and values')
    .addOption(new Option('--kind <kind>', 'what the rows are').choices(importKinds).default('feedback'))
    .option(
      '--mapping <column=field>',
      'where a column goes, such as text=verbatim, when=occurredAt:dmy, stars=rating:5 or notes=skip; repeat for each',
      collect,
      [],
    )
    .option('--channel <code>', 'channel of rows that name none')
    .option('--tag <tag>', 'a tag for every row of this import')
    .option('--product <name>', 'product of rows that name none')
    .option('--zone <zone>', 'time zone of dates that name none, such as Europe/Berlin')
    .option('--currency <code>', 'currency of amounts that name none')
    .addOption(
      new Option('--history <which>', 'which rows start no clock, case or mail').choices(historyChoices),
    )
    .addOption(new Option('--encoding <name>', 'encoding of the file').choices(encodings))
    .addOption(
      new Option('--delimiter <name>', 'what parts the cells').choices([
        'comma',
        'semicolon',
        'tab',
        'bar',
        'none',
      ]),
    )
    .option('--header', 'the first row names the columns')
    .option('--no-header', 'the first row is data')
    .option('--sheet <name>', 'sheet of a workbook')
    .option('--dry-run', 'say what would happen and write nothing')
    .option('--errors <file>', 'write the rows that could not be read to this CSV file')
    .option('--workspace <slug>', 'the workspace, if there are several')
    .option('--quiet', 'print no progress')
    .option('--json', 'print JSON')
    .action(async (file: string | undefined, flags: FileFlags) => {
      if (file === undefined) return command.help({ error: true })
      await inWorkspace(flags.workspace, (door, workspaceId) => importFile(door, workspaceId, file, flags))
    })
  command.addHelpText('after', `\nFields:\n${importKinds.map(fieldHelp).join('\n')}`)

  const verb = (
    name: string,
    description: string,
    act: (door: Door, workspaceId: string, id: string, flags: FileFlags) => Promise<ImportRun>,
  ) =>
    command
      .command(name)
      .description(description)
      .argument('<id>', 'the import, such as imp_01h…')
      .option('--workspace <slug>', 'the workspace, if there are several')
      .option('--quiet', 'print no progress')
      .option('--json', 'print JSON')
      .action(async (id: string, _own: unknown, self: Command) => {
        // The parent takes options of the same name for itself.
        const flags = self.optsWithGlobals() as FileFlags
        await inWorkspace(flags.workspace, async (door, workspaceId) => {
          const importId = decodeId('imp', id)
          if (!importId)
            throw new AppError(
              'not_found',
              'import.not_found',
              `There is no import ${id}. \`hearback import list\` shows them.`,
            )
          report(await act(door, workspaceId, importId, flags), flags)
        })
      })
  verb('resume', 'go on where a cancelled or interrupted import stopped', (door, workspaceId, id, flags) =>
    worked(door, workspaceId, id, beginResume, flags),
  )
  verb('undo', 'remove what an import brought in', (door, workspaceId, id, flags) =>
    worked(door, workspaceId, id, beginUndo, flags),
  )
  verb('cancel', 'stop a running import after the chunk under way', (door, workspaceId, id) =>
    door.inWorkspace(workspaceId, actor, async (ctx) => {
      await cancelRun(ctx, id)
      return getImport(ctx, { importId: id })
    }),
  )
  command
    .command('list')
    .description('the imports of a workspace, newest first')
    .option('--workspace <slug>', 'the workspace, if there are several')
    .option('--json', 'print JSON')
    .action(async (_own: unknown, self: Command) => {
      const flags = self.optsWithGlobals() as FileFlags
      await inWorkspace(flags.workspace, async (door, workspaceId) => {
        const { data } = await door.inWorkspace(workspaceId, actor, (ctx) => listImports(ctx, { limit: 100 }))
        const line = (run: ImportSummary) =>
          [run.id, run.createdAt.slice(0, 16), stateWords[run.state], `${run.created} in`, run.fileName].join(
            '\t',
          )
        print(flags.json ? JSON.stringify(data) : data.map(line).join('\n') || 'No imports yet.')
      })
    })
}

function fieldHelp(kind: ImportKind): string {
  return `  ${kind}: ${fieldsOf(kind)
    .map(([name]) => name)
    .join(', ')}`
}

/** `column=field`, `column=occurredAt:dmy`, `column=rating:10`; the last = counts, as columns may hold one. */
function collect(text: string, list: ColumnMapping[]): ColumnMapping[] {
  const at = text.lastIndexOf('=')
  if (at < 1) throw new InvalidArgumentError('Write it as column=field, such as text=verbatim.')
  const [field = '', how] = text.slice(at + 1).split(':')
  const mapping: ColumnMapping = { column: text.slice(0, at), field }
  if (how === undefined) return [...list, mapping]
  if (field === 'rating' && Number(how) >= 1) return [...list, { ...mapping, ratingMax: Number(how) }]
  if ((dateFormats as readonly string[]).includes(how))
    return [...list, { ...mapping, date: how as DateFormat }]
  throw new InvalidArgumentError(
    `After : stands how a date is written (${dateFormats.join(', ')}) or the best possible rating.`,
  )
}

const delimiters: Record<string, string | null> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  bar: '|',
  none: null,
}

async function importFile(door: Door, workspaceId: string, file: string, flags: FileFlags): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile())
    throw new AppError('invalid', 'import.file_missing', `There is no file ${file}. Check the path.`, {
      exitCode: 2,
    })
  let run = await uploadFile(door, workspaceId, actor, {
    name: basename(file),
    kind: flags.kind,
    body: createReadStream(file),
  })
  const id = decodeId('imp', run.id)!
  const remove = () => door.inWorkspace(workspaceId, actor, (ctx) => removeImport(ctx, { importId: id }))
  try {
    run = await applied(door, workspaceId, id, run, flags)
    if (run.trouble) throw new AppError('invalid', 'import.not_ready', `${run.trouble}${hint(run)}`)
    if (!flags.json && !flags.quiet) say(run, new Set(flags.mapping.map((one) => one.column)))
    if (flags.dryRun) {
      run = await worked(door, workspaceId, id, beginCheck, flags)
      reportCheck(run, flags)
      if (flags.errors) await writeErrors(door, workspaceId, id, flags.errors)
      await remove()
      return
    }
  } catch (error) {
    await remove().catch(() => {})
    throw error
  }
  run = await worked(door, workspaceId, id, beginImport, flags)
  if (flags.errors) await writeErrors(door, workspaceId, id, flags.errors)
  report(run, flags)
}

/** How the file is read first, then where its columns go: a new reading proposes anew. */
async function applied(
  door: Door,
  workspaceId: string,
  id: string,
  run: ImportRun,
  flags: FileFlags,
): Promise<ImportRun> {
  const reading = {
    ...(flags.encoding === undefined ? {} : { encoding: flags.encoding }),
    ...(flags.delimiter === undefined ? {} : { delimiter: delimiters[flags.delimiter] as string | null }),
    ...(flags.header === undefined ? {} : { hasHeader: flags.header }),
    ...(flags.sheet === undefined ? {} : { sheet: flags.sheet }),
  }
  let current = run
  if (Object.keys(reading).length > 0) current = await changeRun(door, workspaceId, actor, id, reading)
  const { channel, tag, zone, history, product, currency } = flags
  const options = Object.fromEntries(
    Object.entries({ channel, tag, zone, history, product, currency: currency?.toUpperCase() }).filter(
      ([, value]) => value !== undefined,
    ),
  )
  const named = new Set(flags.mapping.map((one) => one.column))
  // Nobody is here to choose: what is unclear is kept with the item, and said.
  const open = current.mapping
    .filter((one) => one.field === 'undecided' && !named.has(one.column))
    .map((one) => ({ column: one.column, field: flags.kind === 'feedback' ? 'context' : 'skip' }))
  return changeRun(door, workspaceId, actor, id, {
    mapping: [...flags.mapping, ...open],
    options: options as Partial<ImportOptions>,
  })
}

function hint(run: ImportRun): string {
  if (run.question) {
    const readings = run.question.samples.map(
      (sample) => `\n  --encoding ${sample.encoding.padEnd(14)}${sample.text.slice(0, 70)}`,
    )
    return ` Say which reading is right:${readings.join('')}`
  }
  return ` Say it with --mapping column=field; the columns are ${run.mapping.map((one) => one.column).join(', ')}.`
}

function say(run: ImportRun, told: ReadonlySet<string>) {
  const words = new Map(fieldsOf(run.kind).map(([field, text]) => [field, text]))
  for (const note of run.notes) progress(note)
  const width = Math.min(30, Math.max(...run.mapping.map((one) => one.column.length)))
  for (const one of run.mapping) {
    const proposal = run.proposals.find((p) => p.column === one.column)
    const isProposed = proposal?.field === one.field
    const isTold = told.has(one.column)
    const why = isTold
      ? 'as told'
      : isProposed
        ? `${proposal.sure} %, ${proposal.reason}`
        : proposal?.field === 'undecided'
          ? `unclear: ${proposal.reason}`
          : 'as told'
    progress(`  ${one.column.padEnd(width)}  ${(words.get(one.field) ?? 'Not imported').padEnd(20)}  ${why}`)
  }
}

/** Sets a run going and works on it here, showing how far it is. Ctrl-C stops it after the chunk under way. */
async function worked(
  door: Door,
  workspaceId: string,
  id: string,
  begin: (ctx: Ctx, id: string) => Promise<unknown>,
  flags: FileFlags,
): Promise<ImportRun> {
  const inRun = <T>(work: (ctx: Ctx) => Promise<T>) => door.inWorkspace(workspaceId, actor, work)
  await inRun((ctx) => begin(ctx, id))
  let isStopped = false
  const stop = () => {
    isStopped = true
    void inRun((ctx) => cancelRun(ctx, id)).catch(() => {})
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  try {
    await workOnImport(door, workspaceId, id, {
      actor,
      onProgress: flags.quiet || flags.json ? undefined : meter(),
    })
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    if (process.stderr.isTTY && !flags.quiet && !flags.json) process.stderr.write('\r\u001b[K')
  }
  const run = await inRun((ctx) => getImport(ctx, { importId: id }))
  if (isStopped && run.state !== 'done') {
    progress(`Stopped after ${count(run.rowsRead)} rows. Go on with: hearback import resume ${run.id}`)
    process.exitCode = 130
  }
  return run
}

/** One line that is written over on a terminal; elsewhere a line every ten seconds. */
function meter() {
  let last = performance.now()
  return (run: ImportSummary) => {
    const left = run.secondsLeft === null ? '' : `, ${durationWords(run.secondsLeft)} left`
    const text = `${count(run.rowsRead)} of ${run.isTotalExact ? '' : 'about '}${count(run.totalRows)} rows, ${count(Math.round(run.rowsPerSecond ?? 0))} a second${left}`
    const isDue = performance.now() - last > (process.stderr.isTTY ? 200 : 10_000)
    if (!isDue) return
    last = performance.now()
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
    else progress(text)
  }
}

function report(run: ImportRun, flags: Pick<FileFlags, 'json'>): void {
  if (run.state === 'failed') process.exitCode = 2
  else if (run.errors > 0 && process.exitCode === undefined) process.exitCode = 1
  if (flags.json) {
    print(JSON.stringify(run))
    return
  }
  const groups = run.errorGroups.map(
    (group) =>
      `  ${count(group.count)} × ${group.message} (line ${group.lines.join(', ')}${group.count > group.lines.length ? ' …' : ''})`,
  )
  const lines = [
    `${stateWords[run.state]}: ${count(run.created)} created, ${count(run.updated)} updated, ${count(run.skipped)} already here, ${count(run.errors)} set aside.`,
    ...groups,
    ...(run.failure ? [run.failure] : []),
    ...(run.state === 'done' ? [`Undo with: hearback import undo ${run.id}`] : []),
  ]
  print(lines.join('\n'))
}

function reportCheck(run: ImportRun, flags: FileFlags): void {
  const { check } = run
  if (!check) {
    report(run, flags)
    return
  }
  if (check.errors > 0) process.exitCode = 1
  if (flags.json) {
    print(JSON.stringify(run))
    return
  }
  const repeated = check.repeated ? `, ${count(check.repeated)} twice in the file` : ''
  const customers =
    check.newAccounts + check.newContacts
      ? [`Makes ${count(check.newAccounts)} accounts and ${count(check.newContacts)} contacts.`]
      : []
  const groups = check.groups.map(
    (group) =>
      `  ${count(group.count)} × ${group.message} (line ${group.lines.join(', ')}${group.count > group.lines.length ? ' …' : ''})`,
  )
  print(
    [
      `Dry run, nothing was written: of ${count(check.rows)} rows ${count(check.created)} would be new, ${count(check.updated)} updated, ${count(check.existing)} are here already${repeated}, ${count(check.errors)} cannot be read.`,
      ...(run.kind === 'feedback'
        ? [`${count(check.history)} are history and start no clock, case or mail.`]
        : []),
      ...customers,
      ...groups,
    ].join('\n'),
  )
}

async function writeErrors(door: Door, workspaceId: string, id: string, path: string): Promise<void> {
  const response = await door.inWorkspace(workspaceId, actor, (ctx) => downloadErrors(ctx, { importId: id }))
  await writeFile(path, Buffer.from(await response.arrayBuffer()))
}

const count = (number: number) => number.toLocaleString('en')

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`)
}
