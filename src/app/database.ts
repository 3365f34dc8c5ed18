import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Config } from '#platform/config.ts'
import { checkServer } from '#platform/db/check-server.ts'
import { migrate } from '#platform/db/migrate.ts'
import type { Connection } from '#platform/db/pool.ts'
import { databaseRoles, rightsSql, rolesSql } from '#platform/db/prepare.ts'
import { AppError } from '#platform/errors.ts'
import { createJobsPool } from '#platform/jobs/pool.ts'
import { prepareQueue } from '#platform/jobs/queue.ts'
import { log } from '#platform/log.ts'
import { derivedKey } from '#platform/secrets.ts'

/** A database that is ready to be used: migrated, its queue prepared. */
export interface Database {
  app: Connection
  jobs: Connection
  stop(): Promise<void>
}

const migrations = ['../../migrations', '../../../migrations']
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find(existsSync)!

/**
 * Opens the database: the embedded one in the data folder, or the server of DATABASE_URL.
 * A `command` joins the embedded server of a running Hearback; a `server` refuses a second one.
 */
export async function openDatabase(config: Config, purpose: 'server' | 'command'): Promise<Database> {
  const urls = config.DATABASE_URL ? await outsideUrls(config) : undefined
  if (urls) {
    await checkOutside(config, urls.app)
    await prepare(urls)
    return {
      app: { connectionString: urls.app },
      jobs: { connectionString: urls.jobs },
      stop: async () => {},
    }
  }
  const { startEmbedded } = await import('#platform/db/embedded/start.ts')
  const embedded = await startEmbedded({
    dataDir: config.HEARBACK_DATA,
    purpose,
    log: { info: (m) => log.info(m), warn: (m) => log.warn(m), error: (m) => log.error(m) },
  })
  try {
    // A command that joins a running server finds everything prepared by it.
    if (!embedded.isJoined) await prepare(embedded.urls)
  } catch (error) {
    await embedded.stop()
    throw error
  }
  return {
    app: { connectionString: embedded.urls.app },
    jobs: { connectionString: embedded.urls.jobs },
    stop: () => embedded.stop(),
  }
}

async function prepare(urls: { owner: string; jobs: string }) {
  const done = await migrate({ connectionString: urls.owner }, migrations)
  if (done.length > 0) log.info({ migrations: done }, 'database migrated')
  const pool = createJobsPool({ connectionString: urls.jobs })
  try {
    await prepareQueue(pool)
  } finally {
    await pool.end()
  }
}

async function outsideUrls(config: Config): Promise<{ app: string; owner: string; jobs: string }> {
  const { DATABASE_URL: app, DATABASE_OWNER_URL: owner, DATABASE_JOBS_URL: jobs } = config
  if (app && owner && jobs) return { app, owner, jobs }
  const client = new pg.Client({ connectionString: app })
  await client.connect().catch((error: Error) => {
    throw new AppError(
      'unavailable',
      'database.unreachable',
      `The PostgreSQL server of DATABASE_URL does not answer: ${error.message}. Check the address and that it runs.`,
    )
  })
  try {
    const { rows } = await client.query<{ super: boolean; name: string }>(
      'select rolsuper as super, current_database() as name from pg_roles where rolname = current_user',
    )
    if (!rows[0]?.super) {
      throw new AppError(
        'invalid',
        'database.roles_missing',
        'DATABASE_URL alone works only for a superuser, who can make the roles. Otherwise have an administrator run the output of `hearback db prepare` once, and set DATABASE_URL, DATABASE_OWNER_URL and DATABASE_JOBS_URL as it says.',
      )
    }
    // The superuser is used for this and nothing else: the product itself runs as roles that own little.
    const password = (role: string) => derivedKey(config, `database ${role}`).toString('hex')
    const passwords = {
      owner: password('owner'),
      app: password('app'),
      search: password('search'),
      jobs: password('jobs'),
    }
    await client.query('select pg_advisory_lock(7243390)')
    await client.query(rolesSql(passwords))
    await client.query(rightsSql(rows[0].name))
    // Not by URL(): an address of a socket has no host, which URL refuses.
    const url = (role: keyof typeof databaseRoles) =>
      app!.replace(/^(\w+:\/\/)(?:[^@/]*@)?/, `$1${databaseRoles[role]}:${passwords[role]}@`)
    return { app: url('app'), owner: url('owner'), jobs: url('jobs') }
  } finally {
    await client.end()
  }
}

async function checkOutside(config: Config, url: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect().catch((error: Error) => {
    throw new AppError(
      'unavailable',
      'database.unreachable',
      `The PostgreSQL server of DATABASE_URL does not answer: ${error.message}. Check the address and that it runs.`,
    )
  })
  try {
    await checkServer(client, { allowUnsafe: config.HEARBACK_ALLOW_UNSAFE_POSTGRES })
  } finally {
    await client.end()
  }
}
