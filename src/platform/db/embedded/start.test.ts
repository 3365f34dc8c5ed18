import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { completeBinaries } from '#platform/db/embedded/binaries.ts'
import { liveServer } from '#platform/db/embedded/server.ts'
import { type Embedded, startEmbedded } from '#platform/db/embedded/start.ts'
import { bundleProgram, type Program, startProgram } from '#platform/testing/program.ts'

const isRoot = process.getuid?.() === 0
let program: Awaited<ReturnType<typeof bundleProgram>>
const folders: string[] = []
const started: Program[] = []
const databases: Embedded[] = []

beforeAll(async () => {
  program = await bundleProgram('src/platform/testing/programs/database.ts')
})

afterEach(async () => {
  for (const one of started.splice(0)) {
    one.kill('SIGTERM')
    await one.ended
  }
  for (const one of databases.splice(0)) await one.stop()
  for (const folder of folders.splice(0)) {
    const live = liveServer(join(folder, 'postgres/cluster'))
    if (live) process.kill(live.pid, 'SIGQUIT')
    rmSync(folder, { recursive: true, force: true })
  }
})
afterAll(() => program.remove())

const folder = (parent = tmpdir()) => {
  const made = mkdtempSync(join(parent, 'hearback-data-'))
  folders.push(made)
  return made
}
const here = async (dataDir: string, options: Partial<Parameters<typeof startEmbedded>[0]> = {}) => {
  const database = await startEmbedded({ dataDir, ...options })
  databases.push(database)
  return database
}
const other = (
  dataDir: string,
  purpose = 'server',
  before: string[] = [],
  env: Record<string, string> = {},
) => {
  const one = startProgram(program.file, [dataDir, purpose], { before, cwd: '/', env })
  started.push(one)
  return one
}
async function query(url: string, text: string) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

describe('a fresh data folder', () => {
  test('gets a durable database that only its owner reaches, and roles without more rights than they need', async () => {
    const dataDir = folder()
    const database = await here(dataDir)
    const [facts] = await query(
      database.urls.superuser,
      `select current_setting('fsync') fsync, current_setting('synchronous_commit') sync, current_setting('full_page_writes') pages,
              current_setting('listen_addresses') tcp, current_setting('data_checksums') sums,
              (select datlocprovider from pg_database where datname = 'hearback') provider,
              (select datcollate from pg_database where datname = 'hearback') locale`,
    )
    expect(facts).toEqual({
      fsync: 'on',
      sync: 'on',
      pages: 'on',
      tcp: '',
      sums: 'on',
      provider: 'b',
      locale: 'C.UTF-8',
    })
    expect(statSync(database.socketDir).mode & 0o777).toBe(0o700)
    expect(statSync(join(dataDir, 'postgres-roles.json')).mode & 0o777).toBe(0o600)
    const roles = await query(
      database.urls.app,
      `select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as mighty
         from pg_roles where rolname like 'hearback%' order by rolname`,
    )
    expect(roles).toEqual(
      ['app', 'jobs', 'owner', 'search'].map((name) => ({ rolname: `hearback_${name}`, mighty: false })),
    )
    await expect(query(database.urls.app, 'create table mine (x int)')).rejects.toThrow(
      'permission denied for schema public',
    )
    await expect(query(database.urls.app.replace(/:[^:@]*@/, ':wrong@'), 'select 1')).rejects.toThrow(
      'password authentication failed',
    )
    await query(database.urls.owner, 'create extension pg_trgm; create table theirs (x int)')
  })

  test('is used by exactly one of two servers that start at the same moment', async () => {
    const dataDir = folder()
    const both = [other(dataDir), other(dataDir)]
    const outcomes = await Promise.all(
      both.map((one) => one.line(/^(ready|refused database.already_running)/)),
    )
    expect(outcomes.map(([, outcome]) => outcome).sort()).toEqual([
      'ready',
      'refused database.already_running',
    ])
  })
})

describe('a data folder in use', () => {
  test('refuses a second server with the process that holds it, and lets a command join', async () => {
    const dataDir = folder()
    const first = other(dataDir)
    const [, pid] = await first.line(/^ready pid=(\d+)/)
    const second = other(dataDir)
    expect(await second.ended).toBe(75)
    expect(second.output).toContain(`already runs on the data folder ${dataDir} (process ${first.pid})`)
    const joined = await here(dataDir, { purpose: 'command' })
    expect(joined.isJoined).toBe(true)
    await joined.stop()
    expect(liveServer(join(dataDir, 'postgres/cluster'))?.pid).toBe(Number(pid)) // the command did not stop it
  })

  test('is free again after a clean stop, which ends PostgreSQL too', async () => {
    const dataDir = folder()
    const first = other(dataDir)
    await first.line(/^ready/)
    first.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    expect(existsSync(join(dataDir, 'postgres/cluster/postmaster.pid'))).toBe(false)
    const again = await here(dataDir)
    expect(again.isJoined).toBe(false)
  })

  test('makes a server wait for a command that is about to end', async () => {
    const dataDir = folder()
    const command = other(dataDir, 'command')
    await command.line(/^ready/)
    const server = here(dataDir)
    setTimeout(() => command.kill('SIGTERM'), 300)
    expect((await server).isJoined).toBe(false)
  })
})

describe('after a crash', () => {
  test('of our process, the next start takes over the running PostgreSQL with every acknowledged row', async () => {
    const dataDir = folder()
    const first = other(dataDir)
    const [, pid, url] = await first.line(/^ready pid=(\d+) .* url=(.*)$/)
    await query(url!, 'create table kept as select generate_series(1, 1000) as n')
    first.kill('SIGKILL')
    expect(await first.ended).toBe('SIGKILL')
    const next = await here(dataDir)
    expect(next.pid).toBe(Number(pid))
    expect(await query(next.urls.superuser, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }])
  })

  test('of PostgreSQL, it is started again behind the same address', async () => {
    const dataDir = folder()
    const database = await here(dataDir)
    await query(database.urls.superuser, 'create table kept as select generate_series(1, 1000) as n')
    const before = database.pid
    process.kill(before, 'SIGKILL')
    await expect
      .poll(() => query(database.urls.superuser, 'select count(*)::int as n from kept').catch(() => []), {
        timeout: 20_000,
      })
      .toEqual([{ n: 1000 }])
    await expect.poll(() => database.pid).not.toBe(before)
  })

  test('of the whole machine, a pid file whose number belongs to another process now does not keep it from starting', async () => {
    const dataDir = folder()
    const first = await here(dataDir)
    const file = join(dataDir, 'postgres/cluster/postmaster.pid')
    const text = readFileSync(file, 'utf8')
    await first.stop()
    writeFileSync(file, text.replace(/^\d+/, String(process.ppid)), { mode: 0o600 })
    expect((await here(dataDir)).isJoined).toBe(false)
  })
})

describe('a data folder that cannot be used', () => {
  test('because another PostgreSQL version wrote it is refused and left alone', async () => {
    const dataDir = folder()
    mkdirSync(join(dataDir, 'postgres/cluster'), { recursive: true })
    writeFileSync(join(dataDir, 'postgres/cluster/PG_VERSION'), '17\n')
    await expect(here(dataDir)).rejects.toMatchObject({
      code: 'database.other_version',
      details: { exitCode: 78 },
    })
    expect(existsSync(join(dataDir, 'postgres-roles.json'))).toBe(false)
  })

  test('because it is not writable is refused with what to do', async () => {
    const dataDir = folder()
    chmodSync(dataDir, 0o555)
    const one = other(join(dataDir, 'inside'), 'server', asOrdinary())
    expect(await one.ended).toBe(73)
    expect(one.output).toMatch(/is not writable .* HEARBACK_DATA/)
  })

  test('because it is a file is refused with what to do', async () => {
    const file = join(folder(), 'data')
    writeFileSync(file, '')
    await expect(here(file)).rejects.toMatchObject({ code: 'database.not_writable' })
  })

  test('because the disk is full is refused with what to do', async (context) => {
    const dataDir = folder()
    const mounted =
      isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', dataDir]).status === 0
    if (!mounted) return context.skip('a small file system can be mounted by root only')
    try {
      await expect(here(dataDir)).rejects.toMatchObject({
        code: 'database.disk_full',
        details: { exitCode: 74 },
      })
    } finally {
      spawnSync('umount', [dataDir])
    }
  })

  test('because its passwords are lost is refused with the file to restore', async () => {
    const dataDir = folder()
    await (await here(dataDir)).stop()
    rmSync(join(dataDir, 'postgres-roles.json'))
    await expect(here(dataDir)).rejects.toThrow('postgres-roles.json is missing')
  })
})

describe('the user it runs as', () => {
  test('may be an ordinary one', async (context) => {
    if (!isRoot) return context.skip('this whole run is by an ordinary user')
    const dataDir = folder()
    spawnSync('chown', ['65534:65534', dataDir])
    const one = other(dataDir, 'once', asOrdinary())
    const [, owner] = await one.line(/^ready .* owner=(\d+)/)
    expect(owner).toBe('65534')
    expect(await one.ended).toBe(0)
  })

  test('may be root, below a home that only root can enter', async (context) => {
    if (!isRoot) return context.skip('this needs root')
    const home = folder(homedir())
    chmodSync(home, 0o700)
    const database = await here(join(home, 'data'))
    expect(statSync(join(home, 'data/postgres/cluster')).uid).toBe(0)
    expect(await query(database.urls.app, 'select 1 as one')).toEqual([{ one: 1 }])
    await database.stop()
    expect((await here(join(home, 'data'))).isJoined).toBe(false)
  })
})

describe('a machine that the embedded PostgreSQL does not run on', () => {
  test('is told so, and how to use another server', async () => {
    const elsewhere = `Object.defineProperty(process, 'arch', { value: 'riscv64' })`
    const one = other(folder(), 'server', [], {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(elsewhere)}`,
    })
    expect(await one.ended).toBe(69)
    expect(one.output).toMatch(
      /refused database.binaries_missing: .*\(\w+ riscv64\) is not installed. Set DATABASE_URL/,
    )
  })
  test('because its system libraries are other ones is told the same', async () => {
    const bin = folder()
    // What a program says that was linked against another C library.
    writeFileSync(join(bin, 'postgres'), '#!/bin/sh\necho "postgres (PostgreSQL) 18.4"', { mode: 0o755 })
    writeFileSync(join(bin, 'initdb'), '#!/lib/ld-elsewhere.so\n', { mode: 0o755 })
    chmodSync(bin, 0o755)
    await expect(here(folder(), { bin })).rejects.toMatchObject({
      code: 'database.binaries_missing',
      message: expect.stringContaining('Set DATABASE_URL'),
    })
  })
})

test('library links that an install without scripts left out are made, elsewhere when node_modules is read-only', () => {
  const fake = folder()
  mkdirSync(join(fake, 'native/bin'), { recursive: true })
  for (const name of ['initdb', 'postgres'])
    writeFileSync(join(fake, 'native/bin', name), '', { mode: 0o755 })
  const list = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]
  writeFileSync(join(fake, 'native/pg-symlinks.json'), JSON.stringify(list))
  const binaries = { bin: join(fake, 'native/bin'), major: 18, links: fake }
  // No folder to write the link to stands for one that may not be written.
  expect(completeBinaries(binaries, join(fake, 'overlay'))).toEqual({
    LD_LIBRARY_PATH: join(fake, 'overlay'),
  })
  mkdirSync(join(fake, 'native/lib'))
  writeFileSync(join(fake, 'native/lib/libpq.so.5.18'), 'library')
  expect(readFileSync(join(fake, 'overlay/libpq.so.5'), 'utf8')).toBe('library')
  expect(completeBinaries(binaries, join(fake, 'overlay'))).toEqual({})
  expect(readFileSync(join(fake, 'native/lib/libpq.so.5'), 'utf8')).toBe('library')
})

/** In front of a program: runs it as an ordinary user when the tests run as root. */
function asOrdinary(): string[] {
  return isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : []
}
