import { createReadStream } from 'node:fs'
import { open, stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import type { ImportRun, ImportSummary } from '#collect/imports/contract.ts'
import { fieldsOf, type ImportKind, importKinds } from '#collect/imports/map/fields.ts'
import { downloadErrors, getImport, listImports } from '#collect/imports/queries.ts'
import { encodings } from '#collect/imports/read/encoding.ts'
import { historyChoices, stateWords } from '#collect/imports/rules.ts'
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
import { collectMapping, type FileFlags, optionsOf, readingOf } from './flags.ts'
import { count, hint, meter, print, progress, report, reportCheck, sayMapping } from './report.ts'

/** Opens the house on the data folder for one command: beside a running server, or alone. */
export type InWorkspace = <T>(
  workspace: string | undefined,
  work: (door: Door, workspaceId: string) => Promise<T>,
) => Promise<T>

const actor = { kind: 'job', name: 'hearback' } as const

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
      collectMapping,
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

async function importFile(door: Door, workspaceId: string, file: string, flags: FileFlags): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile())
    throw new AppError('invalid', 'import.file_missing', `There is no file ${file}. Check the path.`, {
      exitCode: 2,
    })
  if (flags.errors) await checkWritable(flags.errors)
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
    if (!flags.json && !flags.quiet) sayMapping(run, new Set(flags.mapping.map((one) => one.column)))
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
  const reading = readingOf(flags)
  let current = run
  if (Object.keys(reading).length > 0) current = await changeRun(door, workspaceId, actor, id, reading)
  const options = optionsOf(flags)
  const named = new Set(flags.mapping.map((one) => one.column))
  // Nobody is here to choose: what is unclear is kept with the item, and said.
  const open = current.mapping
    .filter((one) => one.field === 'undecided' && !named.has(one.column))
    .map((one) => ({ column: one.column, field: flags.kind === 'feedback' ? 'context' : 'skip' }))
  return changeRun(door, workspaceId, actor, id, {
    mapping: [...flags.mapping, ...open],
    options,
  })
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

/** Before anything is imported: afterwards the rows set aside would have no place. */
async function checkWritable(path: string): Promise<void> {
  try {
    await (await open(path, 'a')).close()
  } catch (error) {
    throw new AppError(
      'invalid',
      'import.errors_file',
      `The file ${path} of --errors cannot be written (${(error as NodeJS.ErrnoException).code}). Choose another place.`,
    )
  }
}

async function writeErrors(door: Door, workspaceId: string, id: string, path: string): Promise<void> {
  const response = await door.inWorkspace(workspaceId, actor, (ctx) => downloadErrors(ctx, { importId: id }))
  await writeFile(path, Buffer.from(await response.arrayBuffer()))
}
