import { rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { completeBinaries, findBinaries } from '#platform/db/embedded/binaries.ts'
import { type Claim, claimServer, type Purpose } from '#platform/db/embedded/claim.ts'
import {
  makeHome,
  openFolder,
  ownerOf,
  type RoleName,
  rolePasswords,
  socketFolder,
} from '#platform/db/embedded/folder.ts'
import { folderRefusal } from '#platform/db/embedded/refusal.ts'
import { decideRunAs } from '#platform/db/embedded/run-as.ts'
import {
  checkVersion,
  createCluster,
  isServer,
  type Setup,
  stopServer,
} from '#platform/db/embedded/server.ts'
import { serverSettings } from '#platform/db/embedded/settings.ts'
import { databaseName, databaseRoles, prepareDatabase } from '#platform/db/prepare.ts'

export interface Embedded {
  /** Connection strings for each role, to the database `hearback`; they stay valid when the server is restarted. */
  readonly urls: Record<RoleName, string>
  readonly socketDir: string
  /** Process id of the PostgreSQL server; changes when it had to be restarted. */
  readonly pid: number
  /** Whether another process owns the server, and we only use it. */
  readonly isJoined: boolean
  /** Ends the server cleanly when it is ours. Calling it again waits for the same end. */
  stop(): Promise<void>
}

export interface StartOptions {
  dataDir: string
  log?: { info(message: string): void; warn(message: string): void; error(message: string): void }
  /** `command` joins the server of a running process; `server` (the default) refuses a second one. */
  purpose?: Purpose
  /** A throwaway cluster: no fsync, and the server ends with this process. */
  test?: boolean
  /** Folder of other PostgreSQL programs than the embedded ones. */
  bin?: string
  /** What to do when the server was lost and cannot be had again; without it the process ends with code 70. */
  onLost?: (error: unknown) => void
}

const silent = { info() {}, warn() {}, error() {} }

/**
 * Starts the embedded PostgreSQL on a data folder, or takes over the one that a killed process left behind.
 * While it runs, the server is started again when it ends by itself. Throws an AppError whose details hold an
 * exit code when the folder cannot be used (see refusal.ts).
 */
export async function startEmbedded(options: StartOptions): Promise<Embedded> {
  const log = options.log ?? silent
  const test = options.test ?? false
  const purpose = options.purpose ?? 'server'
  const places = openFolder(options.dataDir)
  const binaries = findBinaries(options.bin)
  checkVersion(places, binaries.major)

  const clusterOwner = ownerOf(places.cluster)
  const passwords = rolePasswords(places, clusterOwner !== undefined)
  const bare = { PATH: process.env.PATH, HOME: '/', TZ: 'UTC' }
  const runAs = decideRunAs({
    clusterOwner,
    dataOwner: ownerOf(places.dataDir) ?? 0,
    dataDir: places.dataDir,
    program: join(binaries.bin, 'postgres'),
    env: bare,
  })
  makeHome(places, runAs)
  const env = { ...bare, ...completeBinaries(binaries, places.libraries) }
  const socketDir = socketFolder(places, passwords.superuser, runAs)
  const settings = serverSettings({ major: binaries.major, socketDir, test })
  const setup: Setup = {
    ...{ places, binaries, runAs, env, settings, socketDir },
    makeSocketDir: () => void socketFolder(places, passwords.superuser, runAs),
    dieWithParent: test || purpose === 'command',
  }
  const onWait = (seconds: number) =>
    log.info(`the database is still getting ready after ${seconds} s (it recovers from an unclean end)`)

  let claim: Claim
  try {
    createCluster(setup, passwords.superuser, test)
    claim = await claimServer(setup, passwords.superuser, purpose, onWait)
  } catch (error) {
    throw folderRefusal(error, places.dataDir)
  }
  const usedDir = claim.socketDir
  const url = (role: RoleName) => {
    const name = role === 'superuser' ? 'postgres' : databaseRoles[role]
    return `postgresql://${name}:${passwords[role]}@/${databaseName}?host=${encodeURIComponent(usedDir)}`
  }
  const urls: Embedded['urls'] = {
    superuser: url('superuser'),
    owner: url('owner'),
    app: url('app'),
    search: url('search'),
    jobs: url('jobs'),
  }
  if (claim.isOwner)
    await prepareDatabase(
      claim.client,
      (database) => connectAs(usedDir, passwords.superuser, database),
      passwords,
    )

  let stopping: Promise<void> | undefined
  const atExit = () => {
    if (claim.isOwner && isServer(claim.pid)) process.kill(claim.pid, 'SIGINT')
  }
  process.on('exit', atExit)
  watch()

  function watch() {
    claim.client.once('end', () => {
      if (!stopping && claim.isOwner) regain().catch(lost)
    })
  }

  /** The connection of the lock broke: the server ended, or restarted after a crash of one of its processes. */
  async function regain() {
    log.warn('the database went away; starting it again')
    for (let pause = 100; !stopping; pause = Math.min(pause * 2, 5_000)) {
      try {
        const next = await claimServer(setup, passwords.superuser, purpose, onWait)
        claim = next
        if (stopping) return
        watch()
        log.info('the database is back')
        return
      } catch (error) {
        const { code } = error as { code?: string }
        if (code === 'database.already_running' || code === 'database.other_version') throw error
        log.error(error instanceof Error ? error.message : String(error))
        await sleep(pause)
      }
    }
  }

  function lost(error: unknown) {
    if (options.onLost) return options.onLost(error)
    log.error(error instanceof Error ? error.message : String(error))
    process.exit(70)
  }

  async function stop() {
    process.off('exit', atExit)
    if (claim.isOwner) {
      await stopServer(claim.pid)
      try {
        rmdirSync(usedDir)
      } catch {} // the next server was quick to move in
    }
    await claim.client.end().catch(() => {})
  }

  return {
    urls,
    socketDir: usedDir,
    get pid() {
      return claim.pid
    },
    isJoined: !claim.isOwner,
    stop() {
      stopping ??= stop()
      return stopping
    },
  }
}

async function connectAs(host: string, password: string, database: string): Promise<pg.Client> {
  const client = new pg.Client({ host, port: 5432, user: 'postgres', password, database })
  await client.connect()
  return client
}
