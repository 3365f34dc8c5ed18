import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '#app/database.ts'
import { openHouse } from '#app/house.ts'
import { readConfig } from '#platform/config.ts'
import { type Embedded, startEmbedded } from '#platform/db/embedded/start.ts'
import { createWorkspaceFor } from '#platform/identity/workspaces.ts'

let outside: Embedded
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hearback-outside-'))
  outside = await startEmbedded({
    dataDir: join(folder, 'server'),
    bin: process.env.HEARBACK_TEST_POSTGRES || undefined,
  })
})
afterAll(async () => {
  await outside.stop()
  rmSync(folder, { recursive: true, force: true })
})

const config = (env: Record<string, string>) => readConfig({ HEARBACK_DATA: join(folder, 'data'), ...env })

describe('a PostgreSQL server of one’s own', () => {
  test('DATABASE_URL of a superuser is enough: roles are made, and the product runs as one that owns nothing', async () => {
    for (const round of ['first start', 'second start']) {
      const database = await openDatabase(config({ DATABASE_URL: outside.urls.superuser }), 'server')
      const house = openHouse({ config: config({}), connections: database })
      const made = await createWorkspaceFor(
        house.door,
        { userId: `u ${round}`, name: 'Ines', email: 'ines@hearback.example' },
        { name: round, start: 'empty' },
      )
      expect(made.slug).toBe(round.replace(' ', '-'))
      const client = new pg.Client(database.app)
      await client.connect()
      const { rows } = await client.query(
        'select current_user as name, rolsuper from pg_roles where rolname = current_user',
      )
      expect(rows).toEqual([{ name: 'hearback_app', rolsuper: false }])
      await client.end()
      await house.close()
      await database.stop()
    }
  })

  test('DATABASE_URL of another role alone is refused with what to do', async () => {
    // The start before gave this role a password of its own.
    const client = new pg.Client({ connectionString: outside.urls.superuser })
    await client.connect()
    await client.query(`do $$ begin create role somebody login password 'x'; end $$`)
    await client.query('grant connect on database hearback to somebody')
    await client.end()
    const url = outside.urls.superuser.replace(/\/\/[^@]*@/, '//somebody:x@')
    await expect(openDatabase(config({ DATABASE_URL: url }), 'server')).rejects.toMatchObject({
      code: 'database.roles_missing',
      message: expect.stringContaining('hearback db prepare'),
    })
  })

  test('a server that does not answer is named as the reason', async () => {
    await expect(
      openDatabase(config({ DATABASE_URL: 'postgresql://a:b@127.0.0.1:9/none' }), 'server'),
    ).rejects.toMatchObject({
      code: 'database.unreachable',
    })
  })
})
