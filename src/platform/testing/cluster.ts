import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startEmbedded } from '#platform/db/embedded/start.ts'
import { migrate } from '#platform/db/migrate.ts'
import type { Connection } from '#platform/db/pool.ts'
import { rightsSql } from '#platform/db/prepare.ts'
import { createJobsPool } from '#platform/jobs/pool.ts'
import { prepareQueue } from '#platform/jobs/queue.ts'

type Role = 'owner' | 'app' | 'search' | 'jobs'

/** A database of its own for one test file; the connections are for `createPool` or `pg`. */
export interface TestDatabase {
  readonly name: string
  readonly connections: Record<Role, Connection>
  /** Close the pools first. */
  drop(): Promise<void>
}

interface TestServer {
  /** May create databases. */
  admin: string
  urls: Record<Role, string>
  template: string
  /** How the template is copied, where it is ours to say. */
  strategy?: 'file_copy'
}

const variable = 'HEARBACK_TEST_SERVER'
const migrations = fileURLToPath(new URL('../../../migrations', import.meta.url))

/**
 * One server per run, migrated once into a template (Vitest calls this before all files, and what it returns after).
 * The server is the embedded one without fsync; that of DATABASE_URL, DATABASE_OWNER_URL (with CREATEDB),
 * DATABASE_SEARCH_URL and DATABASE_JOBS_URL when they are given; or the PostgreSQL programs in the folder
 * HEARBACK_TEST_POSTGRES, such as /usr/lib/postgresql/15/bin.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const { server, stop } = process.env.DATABASE_URL ? await outside() : await embedded()
  try {
    await makeTemplate(server)
  } catch (error) {
    await stop()
    throw error
  }
  process.env[variable] = JSON.stringify(server)
  return async () => {
    await query(server.admin, `drop database if exists ${server.template}`).catch(() => {})
    await stop()
  }
}

/** Copies the migrated template into a new database: some 50 ms in memory. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const text = process.env[variable]
  if (!text)
    throw new Error(
      'The test server is not running. Run the tests with Vitest and the repository’s configuration.',
    )
  const server = JSON.parse(text) as TestServer
  const name = `hearback_test_${process.pid}_${++made}_${Date.now().toString(36)}`
  const strategy = server.strategy ? `strategy ${server.strategy}` : ''
  await query(
    server.admin,
    `create database ${name} template ${server.template} owner hearback_owner ${strategy}`,
  )
  const connections = Object.fromEntries(
    Object.entries(server.urls).map(([role, url]) => [role, { connectionString: inDatabase(url, name) }]),
  ) as TestDatabase['connections']
  return {
    name,
    connections,
    async drop() {
      // The superuser of the embedded server may end connections that a test left open.
      const force = server.admin.startsWith('postgresql://postgres:')
      await query(server.admin, `drop database if exists ${name}${force ? ' with (force)' : ''}`)
    },
  }
}

let made = 0

async function embedded() {
  const dataDir = mkdtempSync(join(memoryFolder() ?? tmpdir(), `hearback-test-${process.pid}-`))
  const server = await startEmbedded({
    dataDir,
    test: true,
    bin: process.env.HEARBACK_TEST_POSTGRES || undefined,
  })
  const { superuser, owner, app, search, jobs } = server.urls
  return {
    server: {
      admin: inDatabase(superuser, 'postgres'),
      urls: { owner, app, search, jobs },
      template: 'hearback_template',
      strategy: 'file_copy' as const,
    },
    async stop() {
      await server.stop()
      for (const folder of [dataDir, server.socketDir]) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * A database is thousands of files, made and removed for each test file: on ext4 that takes most of a second of the
 * processor, because it does not give out an inode that was free a moment ago; in memory a tenth of that.
 */
function memoryFolder(): string | undefined {
  const folder = '/dev/shm'
  const least = 4 * 2 ** 30 // containers often have a tiny one
  removeLeftBehind(folder)
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize >= least ? folder : undefined
  } catch {
    return undefined // another system
  }
}

/** What a killed run left would stay in memory: its process is gone, and it is older than any run takes. */
function removeLeftBehind(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const pid = /^hearback-test-(\d+)-/.exec(name)?.[1]
    if (!pid || existsSync(`/proc/${pid}`)) continue
    const path = join(folder, name)
    try {
      if (statSync(path).mtimeMs < Date.now() - 3_600_000) rmSync(path, { recursive: true, force: true })
    } catch {} // another run removes it, or it is another user's
  }
}

async function outside() {
  const {
    DATABASE_URL: app,
    DATABASE_OWNER_URL: owner,
    DATABASE_SEARCH_URL: search,
    DATABASE_JOBS_URL: jobs,
  } = process.env
  if (!app || !owner || !jobs) {
    throw new Error(
      'Tests on a server of your own need DATABASE_URL, DATABASE_OWNER_URL (a role with CREATEDB) and DATABASE_JOBS_URL.',
    )
  }
  return {
    server: {
      admin: owner,
      urls: { owner, app, search: search ?? app, jobs },
      template: `hearback_template_${process.pid}`,
    },
    async stop() {},
  }
}

async function makeTemplate(server: TestServer) {
  await query(server.admin, `create database ${server.template} owner hearback_owner`)
  await query(inDatabase(server.admin, server.template), rightsSql(server.template))
  await migrate({ connectionString: inDatabase(server.urls.owner, server.template) }, migrations)
  const jobs = createJobsPool({ connectionString: inDatabase(server.urls.jobs, server.template) })
  await prepareQueue(jobs)
  await jobs.end()
}

function inDatabase(url: string, database: string): string {
  const [address, query] = url.split('?') as [string, string?]
  return `${address.slice(0, address.lastIndexOf('/'))}/${database}${query ? `?${query}` : ''}`
}

async function query(connectionString: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
