import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { refusal } from '#platform/db/embedded/refusal.ts'
import { isAlive, launch, liveServer, type Setup } from '#platform/db/embedded/server.ts'
import { databaseTrouble } from '#platform/db/pool.ts'

/** What the process does with the database: serve for long, or one command that is over soon. */
export type Purpose = 'server' | 'command'

/** A running server and, unless another process owns it, the connection whose lock says that it is ours. */
export interface Claim {
  readonly pid: number
  readonly socketDir: string
  readonly client: pg.Client
  readonly isOwner: boolean
  readonly child?: ChildProcess
}

const ownerLock = 5_872_016 // any number; held on a connection, so it ends with the process that holds it
const graceMs = 30_000

/**
 * Finds the live server of the folder or starts one, and makes it ours. A server left behind by a killed process
 * is taken over. When a live process owns it: a command joins a server, everything else waits for a command to
 * end, and a second server is refused.
 */
export async function claimServer(
  setup: Setup,
  password: string,
  purpose: Purpose,
  onWait: (seconds: number) => void,
): Promise<Claim> {
  const { places } = setup
  const started = Date.now()
  for (;;) {
    let child: ChildProcess | undefined
    let live = liveServer(places.cluster)
    if (!live) {
      child = (await launch(setup, onWait))?.child
      live = liveServer(places.cluster)
      if (!live) {
        await pause(started, undefined, places.dataDir)
        continue
      }
    }
    const client = await connect(live.socketDir, password, purpose)
    if (!client) {
      await pause(started, live.pid, places.dataDir)
      continue
    }
    const owner = await ownerOfServer(client).catch((error: unknown) => {
      if (databaseTrouble(error)) return 'stopping' as const // after it had let us in
      throw error
    })
    if (owner === 'stopping') {
      await client.end().catch(() => {})
      await pause(started, live.pid, places.dataDir)
      continue
    }
    if (owner === 'me') return { pid: live.pid, socketDir: live.socketDir, client, isOwner: true, child }
    if (owner?.purpose === 'server' && purpose === 'command') {
      return { pid: live.pid, socketDir: live.socketDir, client, isOwner: false }
    }
    await client.end()
    if (owner?.purpose === 'server' && isAlive(owner.pid)) {
      throw refusal(
        'database.already_running',
        `Hearback already runs on the data folder ${places.dataDir} (process ${owner.pid}). Stop it first, or give this one another folder with HEARBACK_DATA and another PORT.`,
      )
    }
    await pause(started, owner?.pid, places.dataDir)
  }
}

/** The process whose connection holds the lock; 'me' when this connection could take it. */
async function ownerOfServer(
  client: pg.Client,
): Promise<'me' | { pid: number; purpose: Purpose } | undefined> {
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
    ownerLock,
  ])
  if (rows[0]?.mine) return 'me'
  const holder = await client.query<{ name: string }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.objid = $1 and l.granted and a.pid <> pg_backend_pid()`,
    [ownerLock],
  )
  const [, purpose, pid] = /^hearback (server|command) (\d+)$/.exec(holder.rows[0]?.name ?? '') ?? []
  return purpose ? { pid: Number(pid), purpose: purpose as Purpose } : undefined
}

async function connect(
  socketDir: string,
  password: string,
  purpose: Purpose,
): Promise<pg.Client | undefined> {
  const client = new pg.Client({
    host: socketDir,
    port: 5432,
    user: 'postgres',
    password,
    database: 'postgres',
    application_name: `hearback ${purpose} ${process.pid}`,
    connectionTimeoutMillis: 5_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    const code = String((error as { code?: string }).code ?? '')
    // Starting up, shutting down, too many connections, or just gone: look again. A wrong password never heals.
    if (code.startsWith('28')) {
      throw refusal(
        'database.start_failed',
        'The database refused the password in postgres-roles.json of the data folder. Restore that file from a backup.',
        error,
      )
    }
    return undefined
  }
}

async function pause(started: number, pid: number | undefined, dataDir: string): Promise<void> {
  if (Date.now() - started > graceMs) {
    throw refusal(
      'database.already_running',
      `The data folder ${dataDir} is in use${pid ? ` (process ${pid})` : ''}, and it was not released within ${graceMs / 1000} seconds. Stop that process, then start again.`,
    )
  }
  await sleep(50)
}
