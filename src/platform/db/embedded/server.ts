import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Binaries } from '#platform/db/embedded/binaries.ts'
import type { Places } from '#platform/db/embedded/folder.ts'
import { diskFull, folderRefusal, refusal } from '#platform/db/embedded/refusal.ts'
import { command, type RunAs } from '#platform/db/embedded/run-as.ts'

/** Everything a start needs to know. */
export interface Setup {
  readonly places: Places
  readonly binaries: Binaries
  readonly runAs: RunAs
  readonly env: NodeJS.ProcessEnv
  readonly settings: readonly string[]
  readonly socketDir: string
  /** Makes the folder of the socket again, where a server that just stopped removed it. */
  makeSocketDir(): void
  /** The server goes away with this process, even when it is killed. */
  readonly dieWithParent: boolean
}

export interface LiveServer {
  readonly pid: number
  readonly socketDir: string
  readonly isReady: boolean
}

const lockedExit = 97
const largestLog = 10 * 1024 * 1024

/** The running server of a cluster according to its pid file, checked against the process itself. */
export function liveServer(cluster: string): LiveServer | undefined {
  let lines: string[]
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  if (!isServer(pid)) return undefined
  return { pid, socketDir: lines[4] ?? '', isReady: lines[7]?.trim() === 'ready' }
}

/** Whether a process is alive and a PostgreSQL server (process ids are used again, most of all in containers). */
export function isServer(pid: number): boolean {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return true
  try {
    // A process that ended and was not yet collected by its parent still has an entry, in state Z.
    return /^\d+ \(postgres[^)]*\) [^ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Makes the cluster where there is none: beside its place and moved there whole, so a crash leaves no half of one. */
export function createCluster(setup: Setup, password: string, test: boolean): void {
  const { places, binaries, runAs } = setup
  if (existsSync(join(places.cluster, 'PG_VERSION'))) return
  const draft = join(places.home, `new-${process.pid}`)
  const passwordFile = join(places.home, `password-${process.pid}`)
  const locale =
    binaries.major >= 17 ? ['--locale-provider=builtin', '--locale=C.UTF-8'] : ['--locale=C.UTF-8']
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 })
    if (runAs.uid !== undefined) chownSync(passwordFile, runAs.uid, runAs.gid ?? runAs.uid)
    const { file, args, ids } = command(runAs, join(binaries.bin, 'initdb'), [
      ...['-D', draft, '-U', 'postgres', '--encoding=UTF8', ...locale],
      ...['--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-instructions', '--data-checksums'],
      ...(test ? ['--no-sync'] : []),
    ])
    const made = spawnSync(file, args, { ...ids, env: setup.env, cwd: places.home, encoding: 'utf8' })
    if (made.status !== 0)
      throw startRefusal(places, `${made.stdout ?? ''}${made.stderr ?? made.error?.message ?? ''}`)
    renameSync(draft, places.cluster)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTEMPTY') return // another start was first
    throw folderRefusal(error, places.dataDir)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}

/** Refuses a cluster that another major version of PostgreSQL wrote. */
export function checkVersion(places: Places, major: number): void {
  let found: string
  try {
    found = readFileSync(join(places.cluster, 'PG_VERSION'), 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw folderRefusal(error, places.dataDir)
  }
  if (found !== String(major)) {
    throw refusal(
      'database.other_version',
      `The database in ${places.dataDir} was written by PostgreSQL ${found}; this Hearback brings PostgreSQL ${major}. Start the Hearback version that wrote it, or move the data with a backup; nothing was changed.`,
    )
  }
}

/** Starts the server and waits until it answers; undefined when another start of the same folder was first. */
export async function launch(
  setup: Setup,
  onWait: (seconds: number) => void,
): Promise<{ pid: number; child: ChildProcess } | undefined> {
  const { places } = setup
  const log = openLog(places, setup.runAs)
  const from = fstatSync(log).size
  const { file, args, ids } = startCommand(setup)
  setup.makeSocketDir()
  let child: ChildProcess
  try {
    child = spawn(file, args, {
      ...ids,
      env: setup.env,
      cwd: places.home,
      detached: true,
      stdio: ['ignore', log, log],
    })
  } finally {
    closeSync(log)
  }
  const ended = new Promise<{ code: number | null; error?: Error }>((resolve) => {
    child.once('error', (error) => resolve({ code: null, error }))
    child.once('exit', (code) => resolve({ code }))
  })
  let end: { code: number | null; error?: Error } | undefined
  ended.then((value) => (end = value)).catch(() => {})
  for (let waited = 0, pause = 4; ; waited += pause, pause = Math.min(pause * 1.3, 50)) {
    await sleep(pause)
    if (end) break
    const live = liveServer(places.cluster)
    if (live?.isReady && live.pid === child.pid) {
      child.unref()
      return { pid: live.pid, child }
    }
    if (Math.floor(waited / 10_000) < Math.floor((waited + pause) / 10_000)) onWait(Math.round(waited / 1000))
  }
  const said = end.error?.message ?? readFrom(places.log, from)
  if (
    end.code === lockedExit ||
    /lock file "postmaster.pid" already exists|is already in use|could not create lock file/.test(said)
  ) {
    return undefined
  }
  throw startRefusal(places, said)
}

/**
 * The lock of the cluster is a flock that the server and all its children inherit: the kernel keeps it exactly as
 * long as one of them lives, across containers too, so whoever gets it may clear a pid file that is left over.
 */
function startCommand(setup: Setup) {
  const { places, binaries, runAs } = setup
  const program = join(binaries.bin, 'postgres')
  const args = ['-D', places.cluster, ...setup.settings]
  const wrappers: string[] = []
  if (hasProgram('flock')) {
    wrappers.push('flock', '--nonblock', '--no-fork', '--conflict-exit-code', String(lockedExit), places.lock)
    const leftover = leftoverFiles(setup)
    const script = 'n=$1; shift; while [ $n -gt 0 ]; do rm -f -- "$1"; shift; n=$((n-1)); done; exec "$@"'
    if (leftover.length > 0) wrappers.push('sh', '-c', script, 'sh', String(leftover.length), ...leftover)
  }
  if (setup.dieWithParent && hasProgram('setpriv')) wrappers.push('setpriv', '--pdeathsig', 'INT')
  const full = command({ ...runAs, prefix: [...runAs.prefix, ...wrappers] }, program, args)
  return full
}

/**
 * Lock files whose process is not a living server any more (ended and not yet collected, or its number is used by
 * another): PostgreSQL itself would take that process for its server.
 */
function leftoverFiles({ places, socketDir }: Setup): string[] {
  const files = [join(places.cluster, 'postmaster.pid'), join(socketDir, '.s.PGSQL.5432.lock')]
  return files.filter((file) => {
    try {
      return !isServer(Number(readFileSync(file, 'utf8').split('\n')[0]))
    } catch {
      return false
    }
  })
}

const programs = new Map<string, boolean>()

function hasProgram(name: string): boolean {
  let found = programs.get(name)
  if (found === undefined) {
    found = (process.env.PATH ?? '')
      .split(':')
      .some((folder) => folder !== '' && existsSync(join(folder, name)))
    programs.set(name, found)
  }
  return found
}

/** Stops the server: open transactions are rolled back, everything is written, the folder is clean afterwards. */
export async function stopServer(pid: number, patience = 60_000): Promise<void> {
  if (!isServer(pid)) return
  process.kill(pid, 'SIGINT')
  for (let waited = 0; isServer(pid); waited += 10) {
    if (waited === patience - (patience % 10)) process.kill(pid, 'SIGQUIT')
    await sleep(10)
  }
}

/** The error for what the programs said before they gave up. */
export function startRefusal(places: Places, said: string) {
  if (/No space left on device|Disk quota exceeded|ENOSPC/.test(said))
    return diskFull(places.dataDir, new Error(said))
  if (/Permission denied|Read-only file system|EACCES|EROFS/.test(said)) {
    return folderRefusal(Object.assign(new Error(said), { code: 'EACCES' }), places.dataDir)
  }
  const last = said.trim().split('\n').slice(-5).join('\n')
  if (/ENOENT|ENOEXEC|Exec format error|failed to execute|error while loading shared libraries/.test(said)) {
    return refusal(
      'database.binaries_missing',
      `The embedded PostgreSQL does not run on this machine (${process.platform} ${process.arch}). Set DATABASE_URL to a PostgreSQL 15 or later; docs/configuration.md says how. It said:\n${last}`,
    )
  }
  return refusal(
    'database.start_failed',
    `The embedded database did not start. Its last words (all of them: ${places.log}):\n${last}`,
  )
}

function openLog(places: Places, runAs: RunAs): number {
  try {
    if (existsSync(places.log) && statSync(places.log).size > largestLog) truncateSync(places.log)
    const log = openSync(places.log, 'a', 0o600)
    if (runAs.uid !== undefined) chownSync(places.log, runAs.uid, runAs.gid ?? runAs.uid)
    return log
  } catch (error) {
    throw folderRefusal(error, places.dataDir)
  }
}

function readFrom(file: string, position: number): string {
  try {
    const fd = openSync(file, 'r')
    const buffer = Buffer.alloc(8192)
    const length = readSync(fd, buffer, 0, buffer.length, position)
    closeSync(fd)
    return buffer.toString('utf8', 0, length)
  } catch {
    return ''
  }
}
