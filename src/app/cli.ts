import { Command, CommanderError } from 'commander'
import { addPlaybookCommands } from '#act/playbooks/cli.ts'
import { addSimulateCommand } from '#act/simulation/cli.ts'
import { openDatabase } from '#app/database.ts'
import { addDoctorCommand } from '#app/doctor.ts'
import { type House, openHouse } from '#app/house.ts'
import { addTextCommands } from '#app/text/cli.ts'
import { addImportCommands, type InWorkspace } from '#collect/imports/cli.ts'
import { addMailInCommand } from '#collect/mailbox/cli.ts'
import { recountWords } from '#collect/search/commands.ts'
import { addPersonCommands } from '#measure/personal-data/cli.ts'
import { addEvidenceCommand } from '#measure/quality/evidence/cli.ts'
import { addReportCommand } from '#measure/reports/cli.ts'
import { addRetentionCommand } from '#measure/retention/cli.ts'
import { type Config, readConfig } from '#platform/config.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError, type ErrorKind } from '#platform/errors.ts'
import { membershipsOf } from '#platform/identity/authenticate.ts'
import { createApiKey } from '#platform/identity/commands.ts'
import { isSetupNeeded } from '#platform/identity/setup.ts'
import { createWorkspaceFor } from '#platform/identity/workspaces.ts'
import { permissions } from '#platform/policy/rules.ts'

/** Exit codes of every command; docs/cli.md lists them. */
const exitCodes: Record<ErrorKind, number> = {
  invalid: 2,
  unsupported: 2,
  too_large: 2,
  unauthenticated: 3,
  forbidden: 3,
  not_found: 4,
  conflict: 5,
  rate_limited: 6,
  unavailable: 7,
}

/** Runs `work` with the house open on the data folder: beside a running server, or alone. */
export async function withHouse<T>(work: (house: House, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig()
  const database = await openDatabase(config, 'command')
  const house = openHouse({ config, connections: database })
  try {
    return await work(house, config)
  } finally {
    await house.close()
    await database.stop()
  }
}

/** The workspace a command is about: the one named, or the only one there is. */
export async function workspaceNamed(house: House, slug: string | undefined): Promise<string> {
  if (slug !== undefined) {
    const row = await house.door.outside((db) =>
      db.one<{ id: string | null }>(sql`select workspace_by_slug(${slug}) as id`),
    )
    if (row.id) return row.id
    throw new AppError(
      'not_found',
      'workspace.not_found',
      `There is no workspace "${slug}". Its name stands in the address after /w/.`,
    )
  }
  const ids = await house.door.outside((db) => db.many<{ id: string }>(sql`select all_workspaces() as id`))
  if (ids.length === 1) return ids[0]!.id
  throw new AppError(
    'invalid',
    'workspace.unclear',
    ids.length === 0
      ? 'There is no workspace yet. Create one with `hearback setup`.'
      : 'There are several workspaces. Name one with --workspace.',
  )
}

async function readStdin(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk
  return text.replace(/\r?\n$/, '')
}

function print(isJson: boolean | undefined, value: unknown, text: string) {
  process.stdout.write(`${isJson ? JSON.stringify(value) : text}\n`)
}

const cli = { kind: 'job', name: 'hearback' } as const

function program(): Command {
  const hearback = new Command('hearback')
    .description('Self-hosted closed-loop customer feedback.')
    .showHelpAfterError('(add --help for what is possible)')
    .exitOverride()

  hearback
    .command('start')
    .description('run the server (database, pages and jobs) until it is stopped')
    .action(async () => {
      const { startServer } = await import('#app/server.ts')
      const running = await startServer(readConfig(), (line) => process.stdout.write(`${line}\n`))
      let stopping = false
      const stop = () => {
        if (stopping) return
        stopping = true
        running.stop().then(
          () => process.exit(0),
          (error) => fail(error),
        )
      }
      process.on('SIGTERM', stop).on('SIGINT', stop)
      await new Promise(() => {})
    })

  hearback
    .command('setup')
    .description('create the first owner and workspace without a browser')
    .requiredOption('--workspace <name>', 'name of the workspace')
    .requiredOption('--owner <email>', 'e-mail address of its owner')
    .option('--name <name>', 'name of the owner', 'Owner')
    .requiredOption('--password-stdin', 'read the password from standard input')
    .option('--demo', 'fill it with demo data')
    .option('--json', 'print JSON')
    .action(
      async (options: { workspace: string; owner: string; name: string; demo?: boolean; json?: boolean }) => {
        const password = await readStdin()
        const { setUp } = await import('#platform/identity/contract.ts')
        const checked = setUp.body!.safeParse({
          token: '-',
          ownerName: options.name,
          email: options.owner,
          password,
          workspaceName: options.workspace,
          start: options.demo ? 'demo' : 'empty',
        })
        if (!checked.success) {
          const issue = checked.error.issues[0]!
          throw new AppError('invalid', 'setup.invalid', `${issue.path.join('.')} ${issue.message}.`)
        }
        const input = checked.data
        await withHouse(async (house) => {
          if (!(await isSetupNeeded(house.door))) {
            throw new AppError(
              'conflict',
              'setup.done',
              'This data folder already has a workspace. Sign in there, or choose another folder with HEARBACK_DATA.',
            )
          }
          const person = { name: input.ownerName, email: input.email, password: input.password }
          const signed =
            (await house.signIn.signUp(person)) ?? (await house.signIn.signIn(person.email, person.password))
          if (!signed)
            throw new AppError(
              'conflict',
              'setup.email_taken',
              'This address already has an account with another password.',
            )
          const made = await createWorkspaceFor(
            house.door,
            { ...person, userId: signed.userId },
            { name: input.workspaceName, start: input.start },
          )
          if (options.demo)
            await (await import('#app/demo/install.ts')).installDemo(house.door, made.workspaceId)
          print(
            options.json,
            { workspace: made.slug, name: made.name, owner: person.email },
            `Created the workspace ${made.name} (${made.slug}) with the owner ${person.email}.`,
          )
        })
      },
    )

  const key = hearback.command('key').description('API keys')
  key
    .command('create')
    .description('make an API key; the secret is printed once')
    .requiredOption('--name <name>', 'what it is for')
    .requiredOption('--scope <scope...>', `what it may do: ${permissions.join(', ')}`)
    .option('--workspace <slug>', 'the workspace, if there are several')
    .option('--expires <date>', 'the day it stops working, such as 2027-01-31')
    .option('--json', 'print JSON')
    .action(
      async (options: {
        name: string
        scope: string[]
        workspace?: string
        expires?: string
        json?: boolean
      }) => {
        await withHouse(async (house) => {
          const workspaceId = await workspaceNamed(house, options.workspace)
          const expiresAt = options.expires === undefined ? undefined : expiry(options.expires)
          const made = await house.door.inWorkspace(workspaceId, cli, (ctx) =>
            createApiKey(ctx, { name: options.name, scopes: options.scope, expiresAt }),
          )
          print(options.json, made, made.secret)
        })
      },
    )

  hearback
    .command('workspaces')
    .description('list the workspaces of a person')
    .argument('<email>', 'their e-mail address')
    .option('--json', 'print JSON')
    .action(async (email: string, options: { json?: boolean }) => {
      await withHouse(async (house) => {
        const user = await house.door.outside((db) =>
          db.maybe<{ id: string }>(sql`select id from auth."user" where email = ${email.toLowerCase()}`),
        )
        const rows = user ? await membershipsOf(house.door, user.id) : []
        const list = rows.map((row) => ({ slug: row.slug, name: row.workspace_name, role: row.role }))
        print(options.json, list, list.map((one) => `${one.slug}\t${one.name}\t${one.role}`).join('\n'))
      })
    })

  const inWorkspace: InWorkspace = (slug, work) =>
    withHouse(async (house) => work(house.door, await workspaceNamed(house, slug)))
  addImportCommands(hearback, inWorkspace)
  addDoctorCommand(hearback, inWorkspace)
  addEvidenceCommand(hearback, inWorkspace)
  addPersonCommands(hearback, inWorkspace)

  addMailInCommand(hearback, (work) =>
    withHouse((house) => work(house.door, (slug) => workspaceNamed(house, slug))),
  )

  hearback
    .command('search')
    .description('the search of a workspace')
    .command('recount')
    .description('count its words again, from which misspelt ones are told; the server goes on meanwhile')
    .option('--workspace <slug>', 'the workspace, if there are several')
    .action(async ({ workspace }: { workspace?: string }) =>
      withHouse(async (house) => {
        await house.door.inWorkspace(await workspaceNamed(house, workspace), cli, recountWords)
        process.stdout.write('The words are counted again in the background.\n')
      }),
    )

  addSimulateCommand(addPlaybookCommands(hearback), inWorkspace)

  addReportCommand(hearback, inWorkspace)
  addRetentionCommand(hearback, inWorkspace)

  addTextCommands(hearback)

  const db = hearback.command('db').description('the database')
  db.command('prepare')
    .description('print the SQL that an administrator of an outside PostgreSQL server runs once')
    .action(async () => {
      const { prepareSql } = await import('#platform/db/prepare.ts')
      process.stdout.write(prepareSql())
    })
  return hearback
}

function expiry(text: string): string {
  const date = new Date(text)
  if (Number.isNaN(date.getTime()))
    throw new AppError('invalid', 'key.bad_expiry', `"${text}" is not a date. Write it as 2027-01-31.`)
  return date.toISOString()
}

function fail(error: unknown): never {
  if (error instanceof AppError) {
    process.stderr.write(`hearback: ${error.message}\n`)
    const own = (error.details as { exitCode?: number } | undefined)?.exitCode
    process.exit(own ?? exitCodes[error.kind])
  }
  process.stderr.write(
    `hearback: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  process.exit(70)
}

/** Runs the command line; `argv` as in process.argv. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync(argv)
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2)
    fail(error)
  }
  process.exit(process.exitCode ?? 0)
}
