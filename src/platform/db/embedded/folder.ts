import { createHash, randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { folderRefusal, refusal } from '#platform/db/embedded/refusal.ts'
import type { RunAs } from '#platform/db/embedded/run-as.ts'

export type RoleName = 'superuser' | 'owner' | 'app' | 'search' | 'jobs'
export type Passwords = Record<RoleName, string>

/** Where the parts of one embedded database lie. */
export interface Places {
  readonly dataDir: string
  /** Belongs to the user that PostgreSQL runs as. */
  readonly home: string
  readonly cluster: string
  readonly lock: string
  readonly log: string
  readonly libraries: string
  readonly rolesFile: string
}

/** Makes the data folder where it is missing, and names the places in it. */
export function openFolder(dataDir: string): Places {
  const root = process.getuid?.() === 0
  const wanted = resolve(dataDir)
  try {
    // Root may run PostgreSQL as another user, who then has to pass through this folder.
    mkdirSync(wanted, { recursive: true, mode: root ? 0o711 : 0o700 })
    const probe = join(wanted, `.probe-${process.pid}`)
    writeFileSync(probe, 'x')
    rmSync(probe)
  } catch (error) {
    throw folderRefusal(error, wanted)
  }
  const real = realpathSync(wanted)
  const home = join(real, 'postgres')
  return {
    dataDir: real,
    home,
    cluster: join(home, 'cluster'),
    lock: join(home, 'lock'),
    log: join(home, 'log'),
    libraries: join(home, 'lib'),
    rolesFile: join(real, 'postgres-roles.json'),
  }
}

/** The user id that owns a path, or undefined where there is nothing or no right to look. */
export function ownerOf(path: string): number | undefined {
  try {
    return statSync(path).uid
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw folderRefusal(error, path)
  }
}

/** Gives the folder of the cluster to the user that PostgreSQL runs as. */
export function makeHome(places: Places, runAs: RunAs): void {
  try {
    mkdirSync(places.home, { recursive: true, mode: 0o700 })
    if (runAs.uid !== undefined) chownSync(places.home, runAs.uid, runAs.gid ?? runAs.uid)
  } catch (error) {
    throw folderRefusal(error, places.dataDir)
  }
}

/** The passwords of the database roles: made once, readable by the owner of the data folder only. */
export function rolePasswords(places: Places, clusterExists: boolean): Passwords {
  if (!existsSync(places.rolesFile)) {
    if (clusterExists) {
      throw refusal(
        'database.roles_file_missing',
        `The database in ${places.dataDir} is there, but its passwords are not: ${places.rolesFile} is missing. Restore this file from a backup.`,
      )
    }
    const word = () => randomBytes(32).toString('base64url')
    const passwords: Passwords = {
      superuser: word(),
      owner: word(),
      app: word(),
      search: word(),
      jobs: word(),
    }
    const draft = `${places.rolesFile}.${process.pid}`
    try {
      writeFileSync(draft, JSON.stringify(passwords), { mode: 0o600, flush: true })
      linkSync(draft, places.rolesFile) // the first of several starters wins
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw folderRefusal(error, places.dataDir)
    } finally {
      rmSync(draft, { force: true })
    }
  }
  try {
    return JSON.parse(readFileSync(places.rolesFile, 'utf8')) as Passwords
  } catch (error) {
    throw folderRefusal(error, places.dataDir)
  }
}

const longestSocketPath = 103 // macOS; Linux allows 107

/**
 * The folder of the socket: 0700, in the user's runtime folder or the temporary one, because a path below the
 * data folder may be too long for a socket. Its name cannot be guessed, so nobody can occupy it first.
 */
export function socketFolder(places: Places, secret: string, runAs: RunAs): string {
  const name = `hearback-${createHash('sha256').update(`${places.dataDir}\n${secret}`).digest('hex').slice(0, 16)}`
  // Another user cannot be counted on to reach our own runtime and temporary folders.
  const parents =
    runAs.uid === undefined ? [process.env.XDG_RUNTIME_DIR, tmpdir(), '/tmp'] : ['/tmp', tmpdir()]
  const owner = runAs.uid ?? process.getuid?.()
  const tried: string[] = []
  for (const parent of parents) {
    if (!parent || tried.includes(parent)) continue
    tried.push(parent)
    const folder = join(parent, name)
    if (Buffer.byteLength(`${folder}/.s.PGSQL.5432.lock`) > longestSocketPath) continue
    try {
      mkdirSync(folder, { mode: 0o700 })
      if (runAs.uid !== undefined) chownSync(folder, runAs.uid, runAs.gid ?? runAs.uid)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') continue
    }
    const found = lstatSync(folder)
    if (found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0) return folder
  }
  throw refusal(
    'database.start_failed',
    `There is no place for the database's socket: a folder ${name} with mode 0700 could not be made in ${tried.join(', ')}. Set TMPDIR to a writable folder with a short path.`,
  )
}
