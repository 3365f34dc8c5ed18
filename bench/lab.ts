import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { readConfig } from '#platform/config.ts'
import { startEmbedded } from '#platform/db/embedded/start.ts'
import { createPool } from '#platform/db/pool.ts'
import { rightsSql } from '#platform/db/prepare.ts'
import { createDoor, type Door } from '#platform/door.ts'
import { Waker } from '#platform/events/wake.ts'
import { type Program, startProgram } from '#platform/testing/program.ts'
import { say } from './figure.ts'

export const root = process.env.HEARBACK_ROOT ?? process.cwd()
export const hearback = join(root, 'bin', 'hearback.js')

/** A running product with a workspace of its own and a key for it. */
export interface Product {
  readonly port: number
  readonly key: string
  readonly workspaceId: string
  readonly owner: pg.Pool
  readonly ownerUrl: string
  readonly env: Record<string, string>
  readonly program: Program
  /** The largest memory of our node process so far, in megabytes. */
  peakMegabytes(): number
  stop(): Promise<void>
}

/** A durable server made for the run, on which the product runs as in production. */
export interface Lab {
  readonly dataDir: string
  /** Process id of the database server. */
  readonly serverPid: number
  superuserUrl(database: string): string
  product(name: string, settings?: Record<string, string>): Promise<Product>
  close(): Promise<void>
}

/** Starts the database of the run: the embedded server, with fsync. */
export async function openLab(): Promise<Lab> {
  const dataDir = mkdtempSync(join(process.env.HEARBACK_BENCH_DIR ?? tmpdir(), 'hearback-bench-'))
  const server = await startEmbedded({ dataDir })
  const running: Product[] = []
  const inDatabase = (url: string, database: string) => url.replace('@/hearback?', `@/${database}?`)
  return {
    dataDir,
    serverPid: server.pid,
    superuserUrl: (database) => inDatabase(server.urls.superuser, database),
    async product(name, settings) {
      const database = `bench_${name}`
      const superuser = new pg.Client({ connectionString: inDatabase(server.urls.superuser, 'postgres') })
      await superuser.connect()
      await superuser.query(`create database ${database} owner hearback_owner`)
      await superuser.end()
      const inside = new pg.Client({ connectionString: inDatabase(server.urls.superuser, database) })
      await inside.connect()
      await inside.query(rightsSql(database))
      await inside.end()

      const ownerUrl = inDatabase(server.urls.owner, database)
      const env = {
        DATABASE_URL: inDatabase(server.urls.app, database),
        DATABASE_OWNER_URL: ownerUrl,
        DATABASE_SEARCH_URL: inDatabase(server.urls.search, database),
        DATABASE_JOBS_URL: inDatabase(server.urls.jobs, database),
        HEARBACK_DATA: join(dataDir, `data-${name}`),
        HEARBACK_RATE_LIMIT: '1000000000',
        HEARBACK_LOG: 'warn',
        PORT: '0',
        ...settings,
      }
      command(
        env,
        ['setup', '--workspace', 'Bench', '--owner', 'owner@bench.example', '--password-stdin'],
        'a long bench password\n',
      )
      const scopes = [
        ...['feedback:write', 'feedback:read', 'imports:write', 'imports:read', 'contacts:write'],
        ...['surveys:read', 'surveys:manage', 'mail:read', 'mail:manage', 'cases:read', 'signals:write'],
        ...[
          'requests:write',
          'requests:read',
          'updates:read',
          'updates:write',
          'updates:manage',
          'settings:write',
          'metrics:read',
          'reports:read',
          'reports:manage',
        ],
      ].flatMap((scope) => ['--scope', scope])
      const key = command(env, ['key', 'create', '--name', 'bench', ...scopes]).trim()
      const program = startProgram(hearback, ['start'], { env })
      const [, port] = await program.line(/ready at http:\/\/[^:]+:(\d+)/)
      const owner = new pg.Pool({ connectionString: ownerUrl, max: 4 })
      owner.on('error', () => {})
      const { rows } = await owner.query<{ id: string }>('select id from workspaces')
      const product: Product = {
        ...{ port: Number(port), key, workspaceId: rows[0]!.id, owner, ownerUrl, env, program },
        peakMegabytes: () => peakMegabytes(program.pid),
        async stop() {
          program.kill('SIGTERM')
          await program.ended
          await owner.end()
        },
      }
      running.push(product)
      return product
    },
    async close() {
      for (const product of running) await product.stop().catch(() => {})
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Runs a command of the product to its end; returns what it printed. */
export function command(env: Record<string, string>, args: string[], input = ''): string {
  const done = spawnSync(process.execPath, [hearback, ...args], {
    env: { ...process.env, ...env },
    input,
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  if (done.status !== 0)
    throw new Error(`hearback ${args.join(' ')} ended with ${done.status}: ${done.stderr}`)
  return done.stdout
}

/** The largest resident memory a process ever had, in megabytes. */
export function peakMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}

/** Builds the product first, so that no figure holds a build. */
export function buildProduct(): void {
  const build = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--if-needed'], {
    stdio: ['ignore', 2, 2],
  })
  if (build.status !== 0) throw new Error('The build failed.')
  say('The product is built.')
}

/** Waits until every consumer has heard every event: what follows is measured by itself. */
export async function untilHeard(product: Product): Promise<void> {
  for (;;) {
    const { rows } = await product.owner.query(
      'select 1 from undelivered(array(select distinct consumer from consumer_cursors))',
    )
    if (rows.length === 0) return
    await new Promise((done) => setTimeout(done, 100))
  }
}

/** Commands and queries of the product in our own process, on its database. */
export function openDoor({ dataDir }: Lab, { env }: Product): { door: Door; end(): Promise<void> } {
  const pool = createPool({ connectionString: env.DATABASE_URL! }, { max: 2, name: 'bench' })
  const door = createDoor({
    config: readConfig({ HEARBACK_DATA: dataDir }),
    pool,
    projections: [],
    waker: new Waker([], async () => {}),
  })
  return { door, end: () => pool.end() }
}

/** Calls of the product's API with its key; throws unless the answer is a good one. */
export function caller({ port, key }: Product) {
  return async <Answer = { id: string; data: { id: string; key?: string }[] }>(
    method: string,
    path: string,
    body?: object,
  ): Promise<Answer> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as Answer
  }
}
